//! Elastic Load Balancing: load balancers, listeners with their rules, target groups.

use crate::model::id::Text;
use crate::record;

record! {
    /// An application, network or gateway load balancer.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html>
    LoadBalancer {
        /// The name.
        load_balancer_name: Text, gap;
        /// The public name of its addresses; a gateway load balancer has none.
        dns_name: Text, none;
        /// The zone of that name, which alias records name.
        canonical_hosted_zone_id: Text, none;
        /// `internet-facing` or `internal`; a gateway load balancer has none.
        scheme: Text, none;
        /// Its VPC.
        vpc_id: Text, gap;
        /// `application`, `network` or `gateway`.
        r#type: Text, gap;
        /// `active` and other states.
        state: LoadBalancerState, gap;
        /// Where its interfaces stand.
        availability_zones: Vec<AvailabilityZone>, none;
        /// Its groups; a network load balancer may have been made without.
        security_groups: Vec<Text>, none;
        /// `ipv4`, `dualstack` or `dualstack-without-public-ipv4`.
        ip_address_type: Text, none;
        /// Whether traffic from PrivateLink goes through the groups: `on` or `off`.
        enforce_security_group_inbound_rules_on_private_link_traffic: Text, none;
        /// Its attributes.
        attributes: LoadBalancerAttributes, gap, via "elasticloadbalancing:DescribeLoadBalancerAttributes";
        /// The web ACL in front of it. Only an application load balancer can have one.
        /// <https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACLForResource.html>
        web_acl_arn: Text, none, via "wafv2:GetWebACLForResource";
    }
}

record! {
    /// The state of a load balancer.
    LoadBalancerState {
        /// `provisioning`, `active`, `active_impaired` or `failed`.
        code: Text, gap;
    }
}

record! {
    /// A zone of a load balancer.
    AvailabilityZone {
        /// The zone.
        zone_name: Text, gap;
        /// The subnet in it.
        subnet_id: Text, none;
    }
}

record! {
    /// Attributes of a load balancer. What its type does not have is not told.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html>
    LoadBalancerAttributes {
        /// `access_logs.s3.enabled`
        access_logs_s3_enabled: bool, none;
        /// `deletion_protection.enabled`
        deletion_protection_enabled: bool, none;
        /// `routing.http.drop_invalid_header_fields.enabled`
        routing_http_drop_invalid_header_fields_enabled: bool, none;
        /// `routing.http.desync_mitigation_mode`: `monitor`, `defensive` or `strictest`.
        routing_http_desync_mitigation_mode: Text, none;
        /// `load_balancing.cross_zone.enabled`
        load_balancing_cross_zone_enabled: bool, none;
    }
}

record! {
    /// A listener.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html>
    Listener {
        /// Its load balancer.
        load_balancer_arn: Text, gap;
        /// The port; a gateway load balancer listens on all.
        port: i64, none;
        /// `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP`, `TCP_UDP`, ...
        protocol: Text, none;
        /// The security policy, for HTTPS and TLS.
        ssl_policy: Text, none;
        /// What a request gets that no other rule is about.
        default_actions: Vec<Action>, none;
        /// The versions of TLS that its security policy accepts.
        /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SslPolicy.html>
        ssl_protocols: Vec<Text>, none, via "elasticloadbalancing:DescribeSSLPolicies";
        /// Its certificates, for HTTPS and TLS.
        certificates: Vec<Certificate>, none, via "elasticloadbalancing:DescribeListenerCertificates";
        /// Its rules, for HTTP and HTTPS; the default one too.
        rules: Vec<Rule>, none, via "elasticloadbalancing:DescribeRules";
    }
}

record! {
    /// A certificate of a listener.
    Certificate {
        /// The certificate.
        certificate_arn: Text, gap;
        /// Whether it is shown where the client names no host.
        is_default: bool, default(false);
    }
}

record! {
    /// A rule of a listener.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html>
    Rule {
        /// The rule.
        rule_arn: Text, gap;
        /// A number, or `default`.
        priority: Text, gap;
        /// Whether it is the default.
        is_default: bool, gap;
        /// What it does.
        actions: Vec<Action>, none;
    }
}

record! {
    /// What is done with a request.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html>
    Action {
        /// `forward`, `redirect`, `fixed-response`, `authenticate-oidc`, ...
        r#type: Text, gap;
        /// The target group, where there is one only.
        target_group_arn: Text, none;
        /// The target groups with their weights.
        forward_config: ForwardConfig, none;
        /// Where a redirect goes.
        redirect_config: RedirectConfig, none;
    }
}

record! {
    /// Where requests are forwarded to.
    ForwardConfig {
        /// The target groups.
        target_groups: Vec<TargetGroupTuple>, none;
    }
}

record! {
    /// A target group and its weight.
    TargetGroupTuple {
        /// The target group.
        target_group_arn: Text, gap;
        /// Its part of the requests; none for the types that have no weights.
        weight: i64, none;
    }
}

record! {
    /// Where a redirect goes. `#{protocol}` and `#{port}` are those of the request.
    RedirectConfig {
        /// `HTTP`, `HTTPS` or `#{protocol}`, which is the default.
        protocol: Text, default(Text::const_new("#{protocol}"));
        /// The port.
        port: Text, default(Text::const_new("#{port}"));
    }
}

record! {
    /// A target group.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html>
    TargetGroup {
        /// The name.
        target_group_name: Text, gap;
        /// The protocol to the targets; none for functions.
        protocol: Text, none;
        /// The port of targets that name none; none for functions.
        port: i64, none;
        /// Its VPC; none for functions.
        vpc_id: Text, none;
        /// `instance`, `ip`, `lambda` or `alb`.
        target_type: Text, gap;
        /// Whether targets are checked.
        health_check_enabled: bool, gap;
        /// The protocol of checks.
        health_check_protocol: Text, none;
        /// A port, or `traffic-port`.
        health_check_port: Text, none;
        /// The path that is asked.
        health_check_path: Text, none;
        /// How often.
        health_check_interval_seconds: i64, none, unit "s";
        /// How many answers make a target healthy.
        healthy_threshold_count: i64, none;
        /// How many failures make it unhealthy.
        unhealthy_threshold_count: i64, none;
        /// The load balancers that forward to it.
        load_balancer_arns: Vec<Text>, none;
        /// Its attributes.
        attributes: TargetGroupAttributes, gap, via "elasticloadbalancing:DescribeTargetGroupAttributes";
        /// Its targets and how they are.
        target_health_descriptions: Vec<TargetHealthDescription>, none, via "elasticloadbalancing:DescribeTargetHealth";
    }
}

record! {
    /// Attributes of a target group. What its type does not have is not told.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html>
    TargetGroupAttributes {
        /// `preserve_client_ip.enabled`: whether targets see the client's address.
        preserve_client_ip_enabled: bool, none;
        /// `load_balancing.cross_zone.enabled`: `true`, `false` or `use_load_balancer_configuration`.
        load_balancing_cross_zone_enabled: Text, none;
    }
}

record! {
    /// A target and how it is.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealthDescription.html>
    TargetHealthDescription {
        /// The target.
        target: Target, gap;
        /// How it is.
        target_health: TargetHealth, gap, volatile true;
    }
}

record! {
    /// A target.
    Target {
        /// An instance, an address, a function or a load balancer.
        id: Text, gap;
        /// The port; none for functions.
        port: i64, none;
        /// The zone, or `all`.
        availability_zone: Text, none;
    }
}

record! {
    /// How a target is.
    TargetHealth {
        /// `healthy`, `unhealthy`, `initial`, `unused`, `draining`, ...
        state: Text, gap;
        /// `Target.Timeout` and other reasons; none if it is healthy.
        reason: Text, none;
    }
}
