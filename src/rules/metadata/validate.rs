//! From the block as written to the contract: everything that a schema of keys cannot say.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use serde_saphyr::Spanned;

use crate::model::path::Need;
use crate::model::severity::Severity;

use super::super::nearest::did_you_mean;
use super::super::problem::Problem;
use super::super::source::Source;
use super::block::Block;
use super::name::{agree, is_kebab};
use super::written::{Custom, Text, Written, WrittenParam, WrittenRemediation};
use super::{Metadata, Origin, Param, Remediation, Spot, Spots, template};

const ENVIRONMENTS: [&str; 4] = ["prod", "staging", "dev", "unknown"];

/// Checks what is written and makes the contract of it.
pub(super) fn validate(
    source: Source<'_>,
    origin: Origin,
    block: &Block,
    written: Written,
) -> Result<Metadata, Vec<Problem>> {
    let mut checker = Checker {
        file: source.file,
        origin,
        block,
        problems: Vec::new(),
    };
    let custom = written.custom.value;
    let id_at = checker.spot(&custom.id);
    let id = custom.id.value.as_str();
    let service = agree(source, origin, block, id, id_at, &mut checker.problems);
    checker.scope(written.scope.as_ref());
    let title = checker.text(&written.title, "title");
    let description = checker.text(&written.description, "description");
    let metadata = checker.contract(service, title, description, custom);
    if checker.problems.is_empty() {
        return Ok(metadata);
    }
    checker.problems.sort();
    Err(checker.problems)
}

/// Collects what is wrong.
struct Checker<'a> {
    file: &'a str,
    origin: Origin,
    block: &'a Block,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn contract(
        &mut self,
        service: String,
        title: String,
        description: String,
        custom: Custom,
    ) -> Metadata {
        let mut spots = Spots {
            package: self.block.package_at,
            id: self.spot(&custom.id),
            subject: self.spot(&custom.subject),
            partial: custom.partial.as_ref().map(|partial| self.spot(partial)),
            ..Spots::default()
        };
        self.filled(&custom.needs, "needs");
        let applies = custom.applies.as_ref().map(|applies| {
            self.filled(&applies.needs, "applies.needs");
            self.needs(&applies.needs.value, &mut spots.applies)
        });
        let needs = self.needs(&custom.needs.value, &mut spots.needs);
        let wants = self.needs(&custom.wants, &mut spots.wants);
        Metadata {
            package: self.block.package.clone(),
            service,
            title,
            description,
            severities: self.severities(&custom.severities),
            subject: self.text(&custom.subject, "subject"),
            applies,
            needs,
            wants,
            partial: self.partial(custom.partial.as_ref()),
            params: self.params(custom.params),
            messages: custom
                .messages
                .map_or_else(BTreeMap::new, |messages| self.messages(messages)),
            frameworks: self.frameworks(custom.frameworks),
            remediation: self.remediation(custom.remediation),
            references: self.references(custom.references),
            aliases: self.aliases(&custom.id.value, custom.aliases),
            deprecated: custom.deprecated.map(|reason| reason.value),
            since: custom.since.map(|version| version.value),
            id: custom.id.value,
            spots,
        }
    }

    /// Our own rules say what to do; a user's own may leave it out.
    fn remediation(&mut self, written: Option<WrittenRemediation>) -> Remediation {
        let Some(written) = written else {
            if self.origin == Origin::BuiltIn {
                let at = self.block.spot(1, 1);
                let message = "METADATA lacks the key `remediation`";
                self.problems
                    .push(at.problem(self.file, message, "add it under `custom`"));
            }
            return Remediation::default();
        };
        Remediation {
            text: self.text(&written.text, "remediation.text"),
            cli: written.cli,
            terraform: written.terraform,
        }
    }

    fn spot<T>(&self, text: &Spanned<T>) -> Spot {
        self.block
            .spot(text.referenced.line(), text.referenced.column())
    }

    fn refuse<T>(&mut self, at: &Spanned<T>, message: impl Into<String>, help: impl Into<String>) {
        let problem = self.spot(at).problem(self.file, message, help);
        self.problems.push(problem);
    }

    fn filled<T>(&mut self, list: &Spanned<Vec<T>>, key: &str) {
        if list.value.is_empty() {
            self.refuse(list, format!("`{key}` is empty"), "name at least one");
        }
    }

    fn text(&mut self, text: &Text, key: &str) -> String {
        if text.value.trim().is_empty() {
            self.refuse(text, format!("`{key}` is empty"), "write it");
        }
        text.value.trim().to_owned()
    }

    fn scope(&mut self, scope: Option<&Text>) {
        if let Some(scope) = scope.filter(|scope| scope.value != "package") {
            let message = format!("the contract of a rule has the scope `{}`", scope.value);
            self.refuse(
                scope,
                message,
                "leave `scope` out, or write `scope: package`",
            );
        }
    }

    fn severities(&mut self, list: &Spanned<Vec<Text>>) -> Vec<Severity> {
        self.filled(list, "severities");
        let mut severities = Vec::new();
        for text in &list.value {
            match text.value.parse::<Severity>() {
                Ok(severity) if severities.contains(&severity) => {
                    self.refuse(text, format!("`{severity}` is listed twice"), "keep one");
                }
                Ok(severity) => severities.push(severity),
                Err(_) => {
                    let known = Severity::WORST_FIRST.map(Severity::as_str);
                    let help = did_you_mean(&text.value, "the severities", known);
                    self.refuse(text, format!("`{}` is no severity", text.value), help);
                }
            }
        }
        severities
    }

    fn needs(&mut self, texts: &[Text], spots: &mut Vec<Spot>) -> Vec<Need> {
        let mut needs = Vec::new();
        for text in texts {
            match text.value.parse::<Need>() {
                Ok(need) => {
                    spots.push(self.spot(text));
                    needs.push(need);
                }
                Err(error) => {
                    let message = format!("`{}` is no path of facts: {error}", text.value);
                    let help =
                        "path: `name.name[].name[?field == value].fact(\"argument\") as alias`";
                    self.refuse(text, message, help);
                }
            }
        }
        needs
    }

    fn partial(&mut self, partial: Option<&Text>) -> bool {
        if let Some(text) = partial.filter(|text| text.value != "deny-stands") {
            let message = format!("`partial` is `{}`", text.value);
            self.refuse(
                text,
                message,
                "the only value is `deny-stands`; else leave it out",
            );
        }
        partial.is_some()
    }

    fn params(
        &mut self,
        written: BTreeMap<String, Spanned<WrittenParam>>,
    ) -> BTreeMap<String, Param> {
        let mut params = BTreeMap::new();
        for (name, written) in written {
            if !is_snake(&name) {
                let help = "use lower-case words joined by `_`";
                self.refuse(
                    &written,
                    format!("`{name}` is no name of a parameter"),
                    help,
                );
            }
            params.insert(name.clone(), self.param(&name, written.value));
        }
        params
    }

    fn param(&mut self, name: &str, written: WrittenParam) -> Param {
        let param = Param {
            kind: written.kind,
            default: written.default.value.clone(),
            unit: written.unit,
            min: written.min.as_ref().map(|min| min.value),
            max: written.max.as_ref().map(|max| max.value),
            by_environment: written
                .by_environment
                .iter()
                .map(|(name, value)| (name.clone(), value.value.clone()))
                .collect(),
            description: written.description,
        };
        if let Some(max) = written
            .max
            .filter(|max| param.min.is_some_and(|min| min > max.value))
        {
            self.refuse(
                &max,
                format!("`{name}` has a `max` below its `min`"),
                "swap them",
            );
        }
        self.value(name, &param, &written.default);
        for (environment, value) in &written.by_environment {
            if !ENVIRONMENTS.contains(&environment.as_str()) {
                let help = did_you_mean(environment, "the environments", ENVIRONMENTS);
                self.refuse(value, format!("`{environment}` is no environment"), help);
            }
            self.value(name, &param, value);
        }
        param
    }

    fn value(&mut self, name: &str, param: &Param, value: &Spanned<Json>) {
        if let Err(why) = param.check(&value.value) {
            self.refuse(
                value,
                format!("a value of the parameter `{name}`: {why}"),
                "correct the value, the type or the bounds",
            );
        }
    }

    fn messages(&mut self, written: Spanned<BTreeMap<String, Text>>) -> BTreeMap<String, String> {
        if written.value.is_empty() {
            self.refuse(
                &written,
                "`messages` is empty",
                "give each denial a message",
            );
        }
        let mut messages = BTreeMap::new();
        for (id, text) in written.value {
            if !is_kebab(&id.replace('_', "-")) {
                self.refuse(
                    &text,
                    format!("`{id}` is no message id"),
                    "use lower-case words",
                );
            }
            if let Err(why) = template::parts(&text.value) {
                self.refuse(
                    &text,
                    format!("the message `{id}` has {why}"),
                    "correct the template",
                );
            }
            messages.insert(id, text.value);
        }
        messages
    }

    fn frameworks(
        &mut self,
        written: BTreeMap<String, Spanned<Vec<Text>>>,
    ) -> BTreeMap<String, Vec<String>> {
        let mut frameworks = BTreeMap::new();
        for (name, controls) in written {
            self.filled(&controls, &format!("frameworks.{name}"));
            let controls = controls.value.into_iter().map(|id| id.value).collect();
            frameworks.insert(name, controls);
        }
        frameworks
    }

    fn references(&mut self, written: Vec<Text>) -> Vec<String> {
        for text in &written {
            if !text.value.starts_with("https://") {
                self.refuse(
                    text,
                    format!("`{}` is no reference", text.value),
                    "write an https:// address",
                );
            }
        }
        written.into_iter().map(|text| text.value).collect()
    }

    fn aliases(&mut self, id: &str, written: Vec<Text>) -> Vec<String> {
        let mut seen = BTreeSet::from([id.to_owned()]);
        for text in &written {
            if !is_kebab(&text.value) {
                let help = "use lower-case words joined by `-`";
                self.refuse(text, format!("`{}` is no rule id", text.value), help);
            } else if !seen.insert(text.value.clone()) {
                self.refuse(
                    text,
                    format!("`{}` is the id or another alias", text.value),
                    "keep one",
                );
            }
        }
        written.into_iter().map(|text| text.value).collect()
    }
}

fn is_snake(text: &str) -> bool {
    !text.contains('-') && is_kebab(&text.replace('_', "-"))
}
