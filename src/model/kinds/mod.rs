//! The kinds of resources, typed: the one list that names them.

pub mod access_analyzer;
pub mod account;
pub mod acm;
pub mod application_autoscaling;
pub mod apprunner;
pub mod autoscaling;
pub mod batch;
pub mod cloudformation;
pub mod cloudtrail;
pub mod cloudwatch;
pub mod codebuild;
pub mod codedeploy;
pub mod detection;
pub mod ec2_group_peers;
pub mod ec2_launch;
pub mod ec2_network;
pub mod ec2_peering;
pub mod ec2_region;
pub mod ec2_security;
pub mod ec2_storage;
pub mod ec2_transit;
pub mod ec2_vpc;
pub mod ecr;
pub mod ecs;
pub mod ecs_task;
pub mod efs;
pub mod elbv2;
pub mod events;
pub mod iam;
pub mod kms;
pub mod lambda;
pub mod logs;
pub mod organizations;
pub mod policy;
pub mod ram;
pub mod rds;
pub mod rds_engine;
pub mod rds_proxy;
pub mod rds_snapshot;
pub mod route53;
pub mod route53profiles;
pub mod route53resolver;
pub mod s3;
pub mod secretsmanager;
pub mod servicediscovery;
pub mod sns;
pub mod ssm;
pub mod vpc_endpoint;
pub mod vpc_lattice;
pub mod vpc_lattice_network;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Serialize;
use serde::de::Error as _;
use serde_json::value::RawValue;

use super::record::{Record, RecordType, Shape};

/// Where the resources of a kind stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// In one region of an account.
    Regional,
    /// In the account as a whole.
    Global,
}

/// What there is to know about a kind of resource before any resource is known.
#[derive(Debug)]
pub struct KindInfo {
    /// The name, such as `ec2.security_group`.
    pub name: &'static str,
    /// Its attributes.
    pub record: &'static RecordType,
    /// The calls that enumerate it: only if all of them were complete is "there are no more" known.
    pub enumerated_by: &'static [&'static str],
    /// Where its resources stand.
    pub reach: Reach,
    /// The version of its attributes; it rises when an attribute is added or changes its meaning.
    pub version: u32,
}

impl KindInfo {
    /// The call that tells the attributes which name no call of their own.
    pub fn operation(&self) -> &'static str {
        self.enumerated_by.first().copied().unwrap_or("")
    }
}

macro_rules! kinds {
    ($($variant:ident($ty:ty) = $name:literal, $reach:ident, by [$($operation:literal),+], version $version:literal;)*) => {
        /// The facts of one resource, by kind.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Facts {
            $(
                #[doc = concat!("`", $name, "`")]
                $variant(Box<$ty>),
            )*
        }

        /// Every kind that can be collected, in the order of their names' declaration.
        pub const KINDS: &[KindInfo] = &[$(
            KindInfo {
                name: $name,
                record: <$ty>::TYPE,
                enumerated_by: &[$($operation),+],
                reach: Reach::$reach,
                version: $version,
            },
        )*];

        impl Facts {
            /// The kind.
            pub fn kind(&self) -> &'static KindInfo {
                let mut position = 0;
                $(
                    if matches!(self, Facts::$variant(_)) {
                        return &KINDS[position];
                    }
                    position += 1;
                )*
                let _ = position;
                &KINDS[0]
            }

            /// The attributes.
            pub fn record(&self) -> &dyn Record {
                match self {
                    $(Facts::$variant(record) => record.as_ref(),)*
                }
            }

            /// Gives absence its declared meaning; collectors call it once a response was complete.
            pub fn settle(&mut self) {
                match self {
                    $(Facts::$variant(record) => record.settle(),)*
                }
            }

            /// Reads the facts of a kind.
            ///
            /// # Errors
            /// A kind that this version does not know, and facts that are not of the kind's shape.
            pub fn parse(kind: &str, facts: &RawValue) -> Result<Self, serde_json::Error> {
                match kind {
                    $($name => serde_json::from_str(facts.get()).map(|record| Facts::$variant(Box::new(record))),)*
                    other => Err(serde_json::Error::custom(format!("unknown kind `{other}`"))),
                }
            }
        }

        $(
            impl From<$ty> for Facts {
                fn from(record: $ty) -> Self {
                    Facts::$variant(Box::new(record))
                }
            }
        )*

        impl Serialize for Facts {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Facts::$variant(record) => record.serialize(serializer),)*
                }
            }
        }
    };
}

kinds! {
    Account(account::Account) = "account", Global, by ["sts:GetCallerIdentity"], version 3;
    Vpc(ec2_vpc::Vpc) = "ec2.vpc", Regional, by ["ec2:DescribeVpcs"], version 2;
    Subnet(ec2_vpc::Subnet) = "ec2.subnet", Regional, by ["ec2:DescribeSubnets"], version 2;
    RouteTable(ec2_vpc::RouteTable) = "ec2.route_table", Regional, by ["ec2:DescribeRouteTables"], version 3;
    InternetGateway(ec2_network::InternetGateway) = "ec2.internet_gateway", Regional, by ["ec2:DescribeInternetGateways"], version 1;
    NatGateway(ec2_network::NatGateway) = "ec2.nat_gateway", Regional, by ["ec2:DescribeNatGateways"], version 1;
    NetworkAcl(ec2_security::NetworkAcl) = "ec2.network_acl", Regional, by ["ec2:DescribeNetworkAcls"], version 1;
    SecurityGroup(ec2_security::SecurityGroup) = "ec2.security_group", Regional, by ["ec2:DescribeSecurityGroups"], version 3;
    NetworkInterface(ec2_network::NetworkInterface) = "ec2.network_interface", Regional, by ["ec2:DescribeNetworkInterfaces"], version 1;
    VpcEndpoint(vpc_endpoint::VpcEndpoint) = "ec2.vpc_endpoint", Regional, by ["ec2:DescribeVpcEndpoints"], version 2;
    EndpointService(vpc_endpoint::EndpointService) = "ec2.vpc_endpoint_service", Regional, by ["ec2:DescribeVpcEndpointServiceConfigurations"], version 1;
    PrefixList(ec2_security::PrefixList) = "ec2.prefix_list", Regional, by ["ec2:DescribeManagedPrefixLists"], version 1;
    Instance(ec2_network::Instance) = "ec2.instance", Regional, by ["ec2:DescribeInstances"], version 2;
    Address(ec2_network::Address) = "ec2.address", Regional, by ["ec2:DescribeAddresses"], version 1;
    FlowLog(ec2_vpc::FlowLog) = "ec2.flow_log", Regional, by ["ec2:DescribeFlowLogs"], version 1;
    LaunchTemplate(ec2_launch::LaunchTemplate) = "ec2.launch_template", Regional, by ["ec2:DescribeLaunchTemplateVersions"], version 1;
    Volume(ec2_storage::Volume) = "ec2.volume", Regional, by ["ec2:DescribeVolumes"], version 1;
    Snapshot(ec2_storage::Snapshot) = "ec2.snapshot", Regional, by ["ec2:DescribeSnapshots"], version 1;
    Region(ec2_region::Region) = "region", Regional, by ["sts:GetCallerIdentity"], version 2;
    VpcBlockPublicAccessExclusion(ec2_region::VpcBlockPublicAccessExclusion) = "ec2.vpc_block_public_access_exclusion", Regional, by ["ec2:DescribeVpcBlockPublicAccessExclusions"], version 1;
    DhcpOptions(ec2_vpc::DhcpOptions) = "ec2.dhcp_options", Regional, by ["ec2:DescribeDhcpOptions"], version 1;
    VpcPeeringConnection(ec2_peering::VpcPeeringConnection) = "ec2.vpc_peering_connection", Regional, by ["ec2:DescribeVpcPeeringConnections"], version 1;
    EgressOnlyInternetGateway(ec2_peering::EgressOnlyInternetGateway) = "ec2.egress_only_internet_gateway", Regional, by ["ec2:DescribeEgressOnlyInternetGateways"], version 1;
    VpnGateway(ec2_peering::VpnGateway) = "ec2.vpn_gateway", Regional, by ["ec2:DescribeVpnGateways"], version 1;
    VpnConnection(ec2_peering::VpnConnection) = "ec2.vpn_connection", Regional, by ["ec2:DescribeVpnConnections"], version 1;
    TransitGateway(ec2_transit::TransitGateway) = "ec2.transit_gateway", Regional, by ["ec2:DescribeTransitGateways"], version 1;
    TransitGatewayAttachment(ec2_transit::TransitGatewayAttachment) = "ec2.transit_gateway_attachment", Regional, by ["ec2:DescribeTransitGatewayAttachments"], version 1;
    TransitGatewayRouteTable(ec2_transit::TransitGatewayRouteTable) = "ec2.transit_gateway_route_table", Regional, by ["ec2:DescribeTransitGatewayRouteTables"], version 1;
    DbCluster(rds::DbCluster) = "rds.db_cluster", Regional, by ["rds:DescribeDBClusters"], version 3;
    DbInstance(rds::DbInstance) = "rds.db_instance", Regional, by ["rds:DescribeDBInstances"], version 2;
    DbSubnetGroup(rds::DbSubnetGroup) = "rds.db_subnet_group", Regional, by ["rds:DescribeDBSubnetGroups"], version 2;
    DbProxy(rds_proxy::DbProxy) = "rds.db_proxy", Regional, by ["rds:DescribeDBProxies"], version 2;
    DbProxyEndpoint(rds_proxy::DbProxyEndpoint) = "rds.db_proxy_endpoint", Regional, by ["rds:DescribeDBProxyEndpoints"], version 1;
    DbClusterParameterGroup(rds_engine::DbClusterParameterGroup) = "rds.db_cluster_parameter_group", Regional, by ["rds:DescribeDBClusters"], version 1;
    DbParameterGroup(rds_engine::DbParameterGroup) = "rds.db_parameter_group", Regional, by ["rds:DescribeDBInstances"], version 1;
    DbClusterSnapshot(rds_snapshot::DbClusterSnapshot) = "rds.db_cluster_snapshot", Regional, by ["rds:DescribeDBClusterSnapshots"], version 1;
    DbSnapshot(rds_snapshot::DbSnapshot) = "rds.db_snapshot", Regional, by ["rds:DescribeDBSnapshots"], version 1;
    DbCertificate(rds_engine::Certificate) = "rds.certificate", Regional, by ["rds:DescribeCertificates"], version 1;
    EventSubscription(rds_engine::EventSubscription) = "rds.event_subscription", Regional, by ["rds:DescribeEventSubscriptions"], version 1;
    Role(iam::Role) = "iam.role", Global, by ["iam:GetAccountAuthorizationDetails"], version 2;
    User(iam::User) = "iam.user", Global, by ["iam:GetAccountAuthorizationDetails"], version 2;
    Group(iam::Group) = "iam.group", Global, by ["iam:GetAccountAuthorizationDetails"], version 1;
    ManagedPolicy(iam::ManagedPolicy) = "iam.policy", Global, by ["iam:GetAccountAuthorizationDetails"], version 1;
    OidcProvider(iam::OidcProvider) = "iam.oidc_provider", Global, by ["iam:ListOpenIDConnectProviders"], version 1;
    SamlProvider(iam::SamlProvider) = "iam.saml_provider", Global, by ["iam:ListSAMLProviders"], version 1;
    ServerCertificate(iam::ServerCertificate) = "iam.server_certificate", Global, by ["iam:ListServerCertificates"], version 1;
    HostedZone(route53::HostedZone) = "route53.hosted_zone", Global, by ["route53:ListHostedZones"], version 2;
    ResourceGateway(vpc_lattice::ResourceGateway) = "vpc_lattice.resource_gateway", Regional, by ["vpc-lattice:ListResourceGateways"], version 2;
    ResourceConfiguration(vpc_lattice::ResourceConfiguration) = "vpc_lattice.resource_configuration", Regional, by ["vpc-lattice:ListResourceConfigurations"], version 2;
    ResourceEndpointAssociation(vpc_lattice::ResourceEndpointAssociation) = "vpc_lattice.resource_endpoint_association", Regional, by ["vpc-lattice:ListResourceEndpointAssociations"], version 1;
    ServiceNetwork(vpc_lattice_network::ServiceNetwork) = "vpc_lattice.service_network", Regional, by ["vpc-lattice:ListServiceNetworks"], version 2;
    ServiceNetworkVpcAssociation(vpc_lattice_network::ServiceNetworkVpcAssociation) = "vpc_lattice.service_network_vpc_association", Regional, by ["vpc-lattice:ListServiceNetworkVpcAssociations"], version 2;
    ServiceNetworkResourceAssociation(vpc_lattice_network::ServiceNetworkResourceAssociation) = "vpc_lattice.service_network_resource_association", Regional, by ["vpc-lattice:ListServiceNetworkResourceAssociations"], version 2;
    AppRunnerService(apprunner::Service) = "apprunner.service", Regional, by ["apprunner:ListServices"], version 3;
    EcsCluster(ecs::Cluster) = "ecs.cluster", Regional, by ["ecs:ListClusters"], version 1;
    EcsService(ecs::Service) = "ecs.service", Regional, by ["ecs:ListServices"], version 1;
    EcsTask(ecs_task::Task) = "ecs.task", Regional, by ["ecs:ListTasks"], version 2;
    TaskDefinition(ecs_task::TaskDefinition) = "ecs.task_definition", Regional, by ["ecs:ListTaskDefinitions"], version 1;
    ResolverRule(route53resolver::ResolverRule) = "route53resolver.rule", Regional, by ["route53resolver:ListResolverRules"], version 1;
    ResolverRuleAssociation(route53resolver::ResolverRuleAssociation) = "route53resolver.rule_association", Regional, by ["route53resolver:ListResolverRuleAssociations"], version 1;
    ResolverEndpoint(route53resolver::ResolverEndpoint) = "route53resolver.endpoint", Regional, by ["route53resolver:ListResolverEndpoints"], version 1;
    QueryLogConfigAssociation(route53resolver::QueryLogConfigAssociation) = "route53resolver.query_log_config_association", Regional, by ["route53resolver:ListResolverQueryLogConfigAssociations"], version 1;
    FirewallRuleGroupAssociation(route53resolver::FirewallRuleGroupAssociation) = "route53resolver.firewall_rule_group_association", Regional, by ["route53resolver:ListFirewallRuleGroupAssociations"], version 1;
    FirewallDomainList(route53resolver::FirewallDomainList) = "route53resolver.firewall_domain_list", Regional, by ["route53resolver:ListFirewallDomainLists"], version 1;
    ProfileAssociation(route53profiles::ProfileAssociation) = "route53profiles.profile_association", Regional, by ["route53profiles:ListProfileAssociations"], version 1;
    ResourceShare(ram::ResourceShare) = "ram.resource_share", Regional, by ["ram:GetResourceShares"], version 1;
    ResourceShareInvitation(ram::ResourceShareInvitation) = "ram.resource_share_invitation", Regional, by ["ram:GetResourceShareInvitations"], version 1;
    Bucket(s3::Bucket) = "s3.bucket", Global, by ["s3:ListBuckets"], version 1;
    Trail(cloudtrail::Trail) = "cloudtrail.trail", Regional, by ["cloudtrail:DescribeTrails"], version 1;
    Analyzer(access_analyzer::Analyzer) = "access_analyzer.analyzer", Regional, by ["access-analyzer:ListAnalyzers"], version 1;
    VpcConnector(apprunner::VpcConnector) = "apprunner.vpc_connector", Regional, by ["apprunner:ListVpcConnectors"], version 1;
    LoadBalancer(elbv2::LoadBalancer) = "elbv2.load_balancer", Regional, by ["elasticloadbalancing:DescribeLoadBalancers"], version 1;
    Listener(elbv2::Listener) = "elbv2.listener", Regional, by ["elasticloadbalancing:DescribeListeners"], version 1;
    TargetGroup(elbv2::TargetGroup) = "elbv2.target_group", Regional, by ["elasticloadbalancing:DescribeTargetGroups"], version 1;
    LambdaFunction(lambda::Function) = "lambda.function", Regional, by ["lambda:ListFunctions"], version 1;
    Secret(secretsmanager::Secret) = "secretsmanager.secret", Regional, by ["secretsmanager:ListSecrets"], version 1;
    KmsKey(kms::Key) = "kms.key", Regional, by ["kms:ListKeys"], version 1;
    EcrRepository(ecr::Repository) = "ecr.repository", Regional, by ["ecr:DescribeRepositories"], version 1;
    EcrRegistry(ecr::Registry) = "ecr.registry", Regional, by ["ecr:DescribeRepositories"], version 1;
    EcrImage(ecr::Image) = "ecr.image", Regional, by ["ecr:BatchGetImage"], version 1;
    SsmParameter(ssm::Parameter) = "ssm.parameter", Regional, by ["ssm:DescribeParameters"], version 1;
    ScalableTarget(application_autoscaling::ScalableTarget) = "application_autoscaling.scalable_target", Regional, by ["application-autoscaling:DescribeScalableTargets"], version 1;
    DeploymentGroup(codedeploy::DeploymentGroup) = "codedeploy.deployment_group", Regional, by ["codedeploy:ListDeploymentGroups"], version 1;
    LogGroup(logs::LogGroup) = "logs.log_group", Regional, by ["logs:DescribeLogGroups"], version 1;
    LogsResourcePolicy(logs::ResourcePolicy) = "logs.resource_policy", Regional, by ["logs:DescribeResourcePolicies"], version 1;
    Alarm(cloudwatch::Alarm) = "cloudwatch.alarm", Regional, by ["cloudwatch:DescribeAlarms"], version 1;
    Topic(sns::Topic) = "sns.topic", Regional, by ["cloudwatch:DescribeAlarms"], version 1;
    Certificate(acm::Certificate) = "acm.certificate", Regional, by ["acm:ListCertificates"], version 1;
    AutoScalingGroup(autoscaling::AutoScalingGroup) = "autoscaling.auto_scaling_group", Regional, by ["autoscaling:DescribeAutoScalingGroups"], version 1;
    EventsRule(events::Rule) = "events.rule", Regional, by ["events:ListRules"], version 1;
    FileSystem(efs::FileSystem) = "efs.file_system", Regional, by ["elasticfilesystem:DescribeFileSystems"], version 1;
    Stack(cloudformation::Stack) = "cloudformation.stack", Regional, by ["cloudformation:DescribeStacks"], version 1;
    CodeBuildProject(codebuild::Project) = "codebuild.project", Regional, by ["codebuild:ListProjects"], version 1;
    ComputeEnvironment(batch::ComputeEnvironment) = "batch.compute_environment", Regional, by ["batch:DescribeComputeEnvironments"], version 1;
    Namespace(servicediscovery::Namespace) = "servicediscovery.namespace", Regional, by ["servicediscovery:ListNamespaces"], version 1;
    LatticeService(vpc_lattice_network::LatticeService) = "vpc_lattice.service", Regional, by ["vpc-lattice:ListServices"], version 1;
    DomainVerification(vpc_lattice::DomainVerification) = "vpc_lattice.domain_verification", Regional, by ["vpc-lattice:ListDomainVerifications"], version 1;
    VpcIngressConnection(apprunner::VpcIngressConnection) = "apprunner.vpc_ingress_connection", Regional, by ["apprunner:ListVpcIngressConnections"], version 1;
    AutoScalingConfiguration(apprunner::AutoScalingConfiguration) = "apprunner.auto_scaling_configuration", Regional, by ["apprunner:ListServices"], version 1;
}

/// The kind of a name.
pub fn kind(name: &str) -> Option<&'static KindInfo> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Whether an operation belongs to a service that has no regions, or tells something of a resource
/// that has none, so that it is asked once for an account.
pub fn is_global(operation: &str) -> bool {
    // Asked for each call behind each fact: to search all kinds each time would be a share of judging.
    static SERVICES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
        let global = KINDS.iter().filter(|kind| kind.reach == Reach::Global);
        let told = global.flat_map(|kind| {
            let via = kind.record.attributes.iter().filter_map(|one| one.via);
            via.chain([kind.operation()])
        });
        told.map(service_of).collect()
    });
    SERVICES.contains(service_of(operation))
}

fn service_of(operation: &str) -> &str {
    operation.split(':').next().unwrap_or(operation)
}
