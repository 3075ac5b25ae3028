//! IAM: roles with trust policies, users, groups, managed policies and a provider.

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::iam::{
    AttachedPolicy, Group, InlinePolicy, ManagedPolicy, OidcProvider, Role, User,
};
use assize::model::kinds::policy::{Condition, PolicyDocument, Principal, Statement};

use super::site::{Site, compact_text, text, told};

const ROLES: usize = 60;
const USERS: usize = 5;
const GROUPS: usize = 2;
const POLICIES: usize = 15;
const GITHUB: &str = "token.actions.githubusercontent.com";

impl Site {
    /// Names carry the region: the places of one account share its IAM.
    pub(super) fn add_iam(&mut self) {
        let region = self.region.clone();
        let policies: Vec<Text> = (0..POLICIES)
            .map(|number| compact_text(format_args!("{region}-policy-{number}")))
            .collect();
        for name in &policies {
            let facts = ManagedPolicy {
                policy_name: told(name.clone()),
                attachment_count: told(4),
                default_version_document: told(self.permissions(6)),
            };
            self.add_global("iam", &format!("policy/{name}"), facts);
        }
        for number in 0..ROLES {
            self.add_role(number, &policies[number % POLICIES]);
        }
        for (number, policy) in policies.iter().take(GROUPS).enumerate() {
            self.add_group_of_users(number, policy);
        }
        for number in 0..USERS {
            self.add_user(number);
        }
        if region.as_str() == super::REGIONS[0] {
            let facts = OidcProvider {
                url: text(GITHUB),
                client_id_list: told(vec![Text::const_new("sts.amazonaws.com")]),
                thumbprint_list: told(Vec::new()),
            };
            self.add_global("iam", &format!("oidc-provider/{GITHUB}"), facts);
        }
    }

    fn add_role(&mut self, number: usize, policy: &Text) {
        let own = self.is_own();
        let name = compact_text(format_args!("{}-role-{number}", self.region));
        let trust = match number % 10 {
            0 => self.trust_github(own),
            1 => self.trust(("AWS", "arn:aws:iam::100000000000:root"), Vec::new()),
            _ => self.trust(("Service", "ec2.amazonaws.com"), Vec::new()),
        };
        let inline = InlinePolicy {
            policy_name: text("own"),
            policy_document: told(self.permissions(3)),
        };
        let facts = Role {
            role_name: told(name.clone()),
            path: text("/"),
            role_id: text(format!("AROA{number:016}")),
            assume_role_policy_document: told(trust),
            role_policy_list: told(vec![inline]),
            attached_managed_policies: told(vec![self.attached(policy)]),
            permissions_boundary_arn: Fact::None,
            tags: self.tags(&name),
            ..Role::default()
        };
        self.add_global("iam", &format!("role/{name}"), facts);
    }

    fn attached(&self, policy: &Text) -> AttachedPolicy {
        AttachedPolicy {
            policy_name: told(policy.clone()),
            policy_arn: text(format!("arn:aws:iam::{}:policy/{policy}", self.account)),
        }
    }

    /// Trust in the workflows of one repository; some forget to say which.
    fn trust_github(&mut self, own: bool) -> PolicyDocument {
        let provider = format!("arn:aws:iam::{}:oidc-provider/{GITHUB}", self.account);
        let repository = self.name(own, &["platform", "orders", "website"]);
        let condition = |operator: &str, key: &str, value: String| Condition {
            operator: text(operator),
            key: text(format!("{GITHUB}:{key}")),
            values: told(vec![Text::from(value)]),
        };
        let mut conditions = vec![condition(
            "StringEquals",
            "aud",
            "sts.amazonaws.com".to_owned(),
        )];
        if !self.random.percent(10) {
            let subject = format!("repo:example/{repository}:ref:refs/heads/main");
            conditions.push(condition("StringLike", "sub", subject));
        }
        self.trust(("Federated", &provider), conditions)
    }

    fn trust(&self, principal: (&str, &str), conditions: Vec<Condition>) -> PolicyDocument {
        let action = match principal.0 {
            "Federated" => "sts:AssumeRoleWithWebIdentity",
            _ => "sts:AssumeRole",
        };
        let statement = Statement {
            sid: Fact::None,
            effect: text("Allow"),
            principals: told(vec![Principal {
                kind: text(principal.0),
                value: text(principal.1),
            }]),
            not_principals: Fact::None,
            actions: told(vec![Text::from(action)]),
            not_actions: Fact::None,
            resources: Fact::None,
            not_resources: Fact::None,
            conditions: told(conditions),
        };
        PolicyDocument {
            version: text("2012-10-17"),
            statements: told(vec![statement]),
        }
    }

    fn permissions(&mut self, statements: usize) -> PolicyDocument {
        let services = ["s3", "sqs", "dynamodb", "secretsmanager", "kms"];
        let statement = |number: usize| {
            let service = services[number % services.len()];
            let action = |verb: &str| compact_text(format_args!("{service}:{verb}"));
            Statement {
                sid: Fact::None,
                effect: text("Allow"),
                principals: Fact::None,
                not_principals: Fact::None,
                actions: told(vec![action("Get*"), action("List*"), action("Describe*")]),
                not_actions: Fact::None,
                resources: told(vec![compact_text(format_args!(
                    "arn:aws:{service}:{}:{}:orders-*",
                    self.region, self.account
                ))]),
                not_resources: Fact::None,
                conditions: told(Vec::new()),
            }
        };
        PolicyDocument {
            version: text("2012-10-17"),
            statements: told((0..statements).map(statement).collect::<Vec<_>>()),
        }
    }

    fn add_group_of_users(&mut self, number: usize, policy: &Text) {
        let name = compact_text(format_args!("{}-group-{number}", self.region));
        let facts = Group {
            group_name: told(name.clone()),
            path: text("/"),
            group_id: text(format!("AGPA{number:016}")),
            group_policy_list: told(Vec::new()),
            attached_managed_policies: told(vec![self.attached(policy)]),
        };
        self.add_global("iam", &format!("group/{name}"), facts);
    }

    fn add_user(&mut self, number: usize) {
        let name = compact_text(format_args!("{}-user-{number}", self.region));
        let facts = User {
            user_name: told(name.clone()),
            path: text("/"),
            user_id: text(format!("AIDA{number:016}")),
            user_policy_list: told(Vec::new()),
            attached_managed_policies: told(Vec::new()),
            group_list: told(vec![compact_text(format_args!("{}-group-0", self.region))]),
            permissions_boundary_arn: Fact::None,
            tags: self.tags(&name),
            ..User::default()
        };
        self.add_global("iam", &format!("user/{name}"), facts);
    }
}
