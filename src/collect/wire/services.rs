//! The table of services.

use super::service::{Home, Protocol, Service};

/// Declares services, a line each: the service id, the endpoint prefix, the signing name, the
/// protocol, and where it is reached if not in each region.
macro_rules! services {
    ($($name:ident = $id:literal, $prefix:literal, $signing:literal, $protocol:expr $(, $home:ident)?;)+) => {
        $(
            #[doc = $id]
            pub(in crate::collect) static $name: Service = Service {
                id: $id,
                endpoint_prefix: $prefix,
                signing_name: $signing,
                protocol: $protocol,
                home: services!(@home $($home)?),
            };
        )+

        /// Every service.
        #[cfg(test)]
        pub(super) static ALL: &[&Service] = &[$(&$name),+];
    };
    (@home) => { Home::Regional };
    (@home $home:ident) => { Home::$home };
}

const fn json(target: &'static str) -> Protocol {
    Protocol::Json {
        version: "1.1",
        target,
    }
}

const fn query(version: &'static str) -> Protocol {
    Protocol::Query { version }
}

services! {
    ACCESS_ANALYZER = "AccessAnalyzer", "access-analyzer", "access-analyzer", Protocol::RestJson;
    ACCOUNT = "Account", "account", "account", Protocol::RestJson, Global;
    ACM = "ACM", "acm", "acm", json("CertificateManager");
    APPLICATION_AUTO_SCALING = "Application Auto Scaling", "application-autoscaling", "application-autoscaling", json("AnyScaleFrontendService");
    AUTO_SCALING = "Auto Scaling", "autoscaling", "autoscaling", query("2011-01-01");
    BACKUP = "Backup", "backup", "backup", Protocol::RestJson;
    BATCH = "Batch", "batch", "batch", Protocol::RestJson;
    CLOUDFORMATION = "CloudFormation", "cloudformation", "cloudformation", query("2010-05-15");
    CLOUDTRAIL = "CloudTrail", "cloudtrail", "cloudtrail", json("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101");
    CLOUDWATCH = "CloudWatch", "monitoring", "monitoring", query("2010-08-01");
    CODEBUILD = "CodeBuild", "codebuild", "codebuild", json("CodeBuild_20161006");
    CODEDEPLOY = "CodeDeploy", "codedeploy", "codedeploy", json("CodeDeploy_20141006");
    CONFIG = "Config Service", "config", "config", json("StarlingDoveService");
    ECR = "ECR", "api.ecr", "ecr", json("AmazonEC2ContainerRegistry_V20150921");
    ECS = "ECS", "ecs", "ecs", json("AmazonEC2ContainerServiceV20141113");
    EFS = "EFS", "elasticfilesystem", "elasticfilesystem", Protocol::RestJson;
    ELB_V2 = "Elastic Load Balancing v2", "elasticloadbalancing", "elasticloadbalancing", query("2015-12-01");
    EVENTS = "EventBridge", "events", "events", json("AWSEvents");
    GUARDDUTY = "GuardDuty", "guardduty", "guardduty", Protocol::RestJson;
    INSPECTOR2 = "Inspector2", "inspector2", "inspector2", Protocol::RestJson;
    KMS = "KMS", "kms", "kms", json("TrentService");
    LAMBDA = "Lambda", "lambda", "lambda", Protocol::RestJson;
    LOGS = "CloudWatch Logs", "logs", "logs", json("Logs_20140328");
    MACIE2 = "Macie2", "macie2", "macie2", Protocol::RestJson;
    ORGANIZATIONS = "Organizations", "organizations", "organizations", json("AWSOrganizationsV20161128"), Global;
    RAM = "RAM", "ram", "ram", Protocol::RestJson;
    ROUTE53_PROFILES = "Route53Profiles", "route53profiles", "route53profiles", Protocol::RestJson;
    ROUTE53_RESOLVER = "Route53Resolver", "route53resolver", "route53resolver", json("Route53Resolver");
    S3 = "S3", "s3", "s3", Protocol::RestXml;
    S3_CONTROL = "S3 Control", "s3-control", "s3", Protocol::RestXml, Account;
    SECRETS_MANAGER = "Secrets Manager", "secretsmanager", "secretsmanager", json("secretsmanager");
    SECURITY_HUB = "SecurityHub", "securityhub", "securityhub", Protocol::RestJson;
    SERVICE_DISCOVERY = "ServiceDiscovery", "servicediscovery", "servicediscovery", json("Route53AutoNaming_v20170314");
    SNS = "SNS", "sns", "sns", query("2010-03-31");
    SSM = "SSM", "ssm", "ssm", json("AmazonSSM");
    WAF_V2 = "WAFV2", "wafv2", "wafv2", json("AWSWAF_20190729");
}
