//! Route 53 Resolver: forwarding rules, endpoints, query logs, and DNS Firewall.

use crate::model::id::Text;
use crate::record;

record! {
    /// A rule that says where queries for a domain go.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverRule.html>
    ResolverRule {
        /// `rslvr-rr-...`
        id: Text, gap;
        /// The domain, with its last dot; `.` is every domain.
        domain_name: Text, none;
        /// `FORWARD`, `SYSTEM` (as if there were no rule), `RECURSIVE` or `DELEGATE`.
        rule_type: Text, gap;
        /// `COMPLETE`, `DELETING`, `UPDATING` or `FAILED`.
        status: Text, gap;
        /// The outbound endpoint.
        resolver_endpoint_id: Text, none;
        /// The servers that queries go to.
        target_ips: Vec<TargetAddress>, none;
    }
}

record! {
    /// A server that queries go to.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_TargetAddress.html>
    TargetAddress {
        /// Its IPv4 address.
        ip: Text, none;
        /// Its IPv6 address.
        ipv6: Text, none;
        /// Its port; 53 unless it is said.
        port: i64, default(53);
    }
}

record! {
    /// A rule in a VPC. It has no ARN at AWS.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverRuleAssociation.html>
    ResolverRuleAssociation {
        /// `rslvr-rrassoc-...`
        id: Text, gap;
        /// The rule.
        resolver_rule_id: Text, gap;
        /// The VPC.
        vpc_id: Text, gap;
        /// `COMPLETE`, `OVERRIDDEN` and other states.
        status: Text, gap;
    }
}

record! {
    /// An endpoint through which queries come into a VPC or leave it.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverEndpoint.html>
    ResolverEndpoint {
        /// `rslvr-in-...` or `rslvr-out-...`
        id: Text, gap;
        /// `INBOUND`, `OUTBOUND` or `INBOUND_DELEGATION`.
        direction: Text, gap;
        /// Its VPC.
        host_vpc_id: Text, gap;
        /// Its security groups.
        security_group_ids: Vec<Text>, none;
        /// `OPERATIONAL` and other states.
        status: Text, gap;
        /// Its addresses.
        ip_addresses: Vec<EndpointAddress>, none, via "route53resolver:ListResolverEndpointIpAddresses";
    }
}

record! {
    /// An address of an endpoint.
    EndpointAddress {
        /// IPv4.
        ip: Text, none;
        /// IPv6.
        ipv6: Text, none;
        /// The subnet.
        subnet_id: Text, none;
        /// `ATTACHED` and other states.
        status: Text, none;
    }
}

record! {
    /// The log of a VPC's queries. It has no ARN at AWS.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverQueryLogConfigAssociation.html>
    QueryLogConfigAssociation {
        /// `rslvr-qlcassoc-...`
        id: Text, gap;
        /// What the log is of: the VPC.
        resource_id: Text, gap;
        /// `ACTIVE`, `ACTION_NEEDED` and other states.
        status: Text, gap;
    }
}

record! {
    /// A group of firewall rules in a VPC.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_FirewallRuleGroupAssociation.html>
    FirewallRuleGroupAssociation {
        /// `rslvr-frgassoc-...`
        id: Text, gap;
        /// The group.
        firewall_rule_group_id: Text, gap;
        /// The VPC.
        vpc_id: Text, gap;
        /// The order among the groups of the VPC: the lowest first.
        priority: i64, gap;
        /// `COMPLETE`, `DELETING` or `UPDATING`.
        status: Text, gap;
        /// The rules of the group.
        firewall_rules: Vec<FirewallRule>, none, via "route53resolver:ListFirewallRules";
    }
}

record! {
    /// A rule of DNS Firewall.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_FirewallRule.html>
    FirewallRule {
        /// The domains; none for a rule that judges queries by what they look like.
        firewall_domain_list_id: Text, none;
        /// The order in the group: the lowest first.
        priority: i64, gap;
        /// `ALLOW`, `BLOCK` or `ALERT`.
        action: Text, gap;
        /// What is answered: `NODATA`, `NXDOMAIN` or `OVERRIDE`.
        block_response: Text, none;
        /// The type of record that it is for; every one if none.
        qtype: Text, none;
    }
}

record! {
    /// A list of domains that rules of DNS Firewall name.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_FirewallDomainListMetadata.html>
    FirewallDomainList {
        /// `rslvr-fdl-...`
        id: Text, gap;
        /// Who keeps the list, if it is not the account's own. What stands in it nobody is told.
        managed_owner_name: Text, none;
        /// The domains, perhaps with a leading `*`.
        domains: Vec<Text>, none, via "route53resolver:ListFirewallDomains";
    }
}
