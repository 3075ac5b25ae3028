//! The groups that a resource carries, or gives to what it makes.

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::batch::ComputeResource;
use crate::model::kinds::ec2_launch::LaunchTemplateVersion;
use crate::model::kinds::ec2_network::NetworkInterface;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::kinds::rds::VpcSecurityGroupMembership;
use crate::model::kinds::{Facts, ecs, events};
use crate::model::resource::Resource;

use crate::graph::node::Graph;

/// The groups that a resource names.
#[derive(Default)]
pub(super) struct Told<'s> {
    /// Each by its id, with what carries it and the attribute that says so.
    pub(super) groups: Vec<(&'s str, &'static str, &'static str)>,
    /// The same where only a name is told.
    pub(super) names: Vec<(&'s str, &'static str, &'static str)>,
    /// The attributes that were read.
    pub(super) paths: Vec<&'static str>,
    /// One that was not told in full.
    pub(super) untold: Option<&'static str>,
}

impl<'s> Told<'s> {
    /// Why a list that was read may lack items.
    pub(super) fn hole(&self, graph: &Graph<'_>, resource: &Resource) -> Option<Gap> {
        let root = |path: &&'static str| path.split('.').next().unwrap_or(path);
        let mut roots = self.paths.iter().map(root);
        roots.find_map(|path| graph.hole(resource, path))
    }

    pub(super) fn read(&mut self, facts: &'s Facts) {
        match facts {
            Facts::NetworkInterface(f) => {
                let sort = sort_of(f);
                if sort.is_err() {
                    self.untold = sort.err();
                }
                let sort = sort.unwrap_or("interface");
                self.records(sort, "groups", &f.groups, |one| &one.group_id);
            }
            Facts::VpcEndpoint(f) => {
                self.records("endpoint", "groups", &f.groups, |one| &one.group_id);
            }
            Facts::LoadBalancer(f) => {
                self.texts("load-balancer", "security_groups", &f.security_groups);
            }
            Facts::DbInstance(f) => {
                let groups = &f.vpc_security_groups;
                let id = |one: &'s _| id_of(one);
                self.records("database", "vpc_security_groups", groups, id);
            }
            Facts::DbCluster(f) => {
                let groups = &f.vpc_security_groups;
                let id = |one: &'s _| id_of(one);
                self.records("database", "vpc_security_groups", groups, id);
            }
            Facts::DbProxy(f) => {
                let groups = &f.vpc_security_group_ids;
                self.texts("proxy", "vpc_security_group_ids", groups);
            }
            Facts::DbProxyEndpoint(f) => {
                let groups = &f.vpc_security_group_ids;
                self.texts("proxy", "vpc_security_group_ids", groups);
            }
            Facts::LambdaFunction(f) => {
                let path = "vpc_config.security_group_ids";
                self.inside("function", path, &f.vpc_config, |one| {
                    &one.security_group_ids
                });
            }
            Facts::EcsService(f) => self.service(f),
            Facts::VpcConnector(f) => {
                self.texts("connector", "security_groups", &f.security_groups);
            }
            Facts::ResourceGateway(f) => {
                self.texts("gateway", "security_group_ids", &f.security_group_ids);
            }
            Facts::ServiceNetworkVpcAssociation(f) => {
                self.texts("association", "security_group_ids", &f.security_group_ids);
            }
            Facts::LaunchTemplate(f) => {
                self.template("default_version", &f.default_version);
                self.template("latest_version", &f.latest_version);
            }
            Facts::CodeBuildProject(f) => {
                let path = "vpc_config.security_group_ids";
                self.inside("build", path, &f.vpc_config, |one| &one.security_group_ids);
            }
            Facts::ComputeEnvironment(f) => {
                let path = "compute_resources.security_group_ids";
                let groups = |one: &'s ComputeResource| &one.security_group_ids;
                self.inside("batch", path, &f.compute_resources, groups);
            }
            Facts::EventsRule(f) => self.schedule(f),
            _ => {}
        }
    }

    fn texts(&mut self, sort: &'static str, path: &'static str, fact: &'s Fact<Vec<Text>>) {
        self.paths.push(path);
        if fact.is_missing() {
            self.untold.get_or_insert(path);
        }
        let known = fact.known().into_iter().flatten();
        self.groups
            .extend(known.map(|id| (id.as_str(), sort, path)));
    }

    fn records<T>(
        &mut self,
        sort: &'static str,
        path: &'static str,
        fact: &'s Fact<Vec<T>>,
        id: impl Fn(&'s T) -> &'s Fact<Text>,
    ) {
        self.paths.push(path);
        if fact.is_missing() {
            self.untold.get_or_insert(path);
        }
        for one in fact.known().into_iter().flatten() {
            match id(one) {
                Fact::Known(id) => self.groups.push((id.as_str(), sort, path)),
                Fact::None => {}
                Fact::Missing => {
                    self.untold.get_or_insert(path);
                }
            }
        }
    }

    fn inside<T>(
        &mut self,
        sort: &'static str,
        path: &'static str,
        fact: &'s Fact<T>,
        groups: impl Fn(&'s T) -> &'s Fact<Vec<Text>>,
    ) {
        match fact {
            Fact::Known(inside) => self.texts(sort, path, groups(inside)),
            Fact::None => {}
            Fact::Missing => {
                self.untold.get_or_insert(path);
            }
        }
    }

    /// A service that CodeDeploy deploys has its network in its task sets.
    fn service(&mut self, service: &'s ecs::Service) {
        self.network("network_configuration", &service.network_configuration);
        self.paths.push("task_sets");
        if service.task_sets.is_missing() {
            self.untold.get_or_insert("task_sets");
        }
        for set in service.task_sets.known().into_iter().flatten() {
            self.network("task_sets", &set.network_configuration);
        }
    }

    fn network(&mut self, path: &'static str, network: &'s Fact<ecs::NetworkConfiguration>) {
        match network {
            Fact::Known(network) => {
                let inside = &network.awsvpc_configuration;
                self.inside("task", path, inside, |one| &one.security_groups);
            }
            Fact::None => {}
            Fact::Missing => {
                self.untold.get_or_insert(path);
            }
        }
    }

    fn schedule(&mut self, rule: &'s events::Rule) {
        let path = "targets";
        self.paths.push(path);
        if rule.targets.is_missing() {
            self.untold.get_or_insert(path);
        }
        for target in rule.targets.known().into_iter().flatten() {
            let tasks = match &target.ecs_parameters {
                Fact::Known(tasks) => &tasks.network_configuration,
                Fact::None => continue,
                Fact::Missing => {
                    self.untold.get_or_insert(path);
                    continue;
                }
            };
            match tasks {
                Fact::Known(network) => {
                    let inside = &network.awsvpc_configuration;
                    self.inside("schedule", path, inside, |one| &one.security_groups);
                }
                Fact::None => {}
                Fact::Missing => {
                    self.untold.get_or_insert(path);
                }
            }
        }
    }

    fn template(&mut self, path: &'static str, version: &'s Fact<LaunchTemplateVersion>) {
        let version = match version {
            Fact::Known(version) => version,
            Fact::None => return,
            Fact::Missing => {
                self.untold.get_or_insert(path);
                return;
            }
        };
        self.texts("template", path, &version.security_group_ids);
        if version.security_groups.is_missing() || version.network_interfaces.is_missing() {
            self.untold.get_or_insert(path);
        }
        let names = version.security_groups.known().into_iter().flatten();
        self.names
            .extend(names.map(|name| (name.as_str(), "template", path)));
        for interface in version.network_interfaces.known().into_iter().flatten() {
            self.texts("template", path, &interface.groups);
        }
    }
}

fn id_of(one: &VpcSecurityGroupMembership) -> &Fact<Text> {
    &one.vpc_security_group_id
}

/// What an interface is of, as far as it says; or the attribute that would say it and is not told.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>
fn sort_of(facts: &NetworkInterface) -> Result<&'static str, &'static str> {
    match facts.interface_type.known().map(Text::as_str) {
        None => return Err("interface_type"),
        Some("vpc_endpoint" | "gateway_load_balancer_endpoint") => return Ok("endpoint"),
        Some("lambda") => return Ok("function"),
        Some("network_load_balancer" | "load_balancer") => return Ok("load-balancer"),
        Some(_) => {}
    }
    match &facts.attachment {
        Fact::Known(attachment) if attachment.instance_id.known().is_some() => {
            return Ok("instance");
        }
        Fact::Known(attachment) if attachment.instance_id.is_missing() => return Err("attachment"),
        Fact::Missing => return Err("attachment"),
        Fact::Known(_) | Fact::None => {}
    }
    match &facts.requester_id {
        Fact::Known(requester) if requester == "amazon-rds" => return Ok("database"),
        Fact::Known(requester) if requester == "amazon-elb" => return Ok("load-balancer"),
        Fact::Missing => return Err("requester_id"),
        Fact::Known(_) | Fact::None => {}
    }
    match &facts.description {
        Fact::Known(about) if is_of_task(about) => return Ok("task"),
        Fact::Known(_) | Fact::None => {}
        Fact::Missing => return Err("description"),
    }
    // <https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html>
    match &facts.tags {
        Fact::Known(tags) if tags.iter().any(is_of_app_runner) => Ok("connector"),
        Fact::Known(_) | Fact::None => Ok("interface"),
        Fact::Missing => Err("tags"),
    }
}

/// App Runner tags the interfaces of its connectors.
fn is_of_app_runner(tag: &Tag) -> bool {
    tag.key
        .known()
        .is_some_and(|key| key == "AWSAppRunnerManaged")
}

/// ECS writes the attachment of the task into the description of its interface:
/// `arn:aws:ecs:REGION:ACCOUNT:attachment/ID`.
fn is_of_task(about: &str) -> bool {
    let mut parts = about.splitn(6, ':');
    parts.next() == Some("arn")
        && parts.nth(1) == Some("ecs")
        && parts
            .last()
            .is_some_and(|rest| rest.starts_with("attachment/"))
}
