//! The denials that a rule writes out: their keys, message, arguments, severity and facts.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Literal};

use crate::model::path::FactPath;
use crate::model::severity::Severity;

use super::super::metadata::{Metadata, Part, parts};
use super::super::nearest::did_you_mean;
use super::super::problem::Problem;
use super::ast::{spot, text, variable};
use super::declared::{Node, follow, view};
use super::program::{Clause, Unit};

const KEYS: [&str; 5] = ["facts", "message", "args", "severity", "key"];
const REQUIRED: [&str; 2] = ["facts", "message"];

/// Checks the denials of a rule; what is computed is checked when the rule is judged.
pub(super) fn check(unit: &Unit<'_>, metadata: &Metadata, problems: &mut Vec<Problem>) {
    let mut denials = Denials {
        unit,
        metadata,
        view: view(metadata),
        problems,
    };
    for clause in unit.rules.get("deny").into_iter().flatten() {
        for denial in &clause.keys {
            denials.check(written(clause, denial));
        }
    }
}

/// The object that a variable of a definition stands for, if the definition says `x := {...}`.
fn written<'a>(clause: &Clause<'a>, denial: &'a Expr) -> &'a Expr {
    let Some(name) = variable(denial) else {
        return denial;
    };
    let stmts = clause.bodies.iter().flat_map(|body| &body.query.stmts);
    let mut assigned = stmts.filter_map(|stmt| match &stmt.literal {
        Literal::Expr { expr, .. } => match expr.as_ref() {
            Expr::AssignExpr { lhs, rhs, .. } if variable(lhs) == Some(name) => Some(rhs.as_ref()),
            _ => None,
        },
        _ => None,
    });
    assigned.next_back().unwrap_or(denial)
}

struct Denials<'p, 'a> {
    unit: &'p Unit<'a>,
    metadata: &'p Metadata,
    view: Node,
    problems: &'p mut Vec<Problem>,
}

impl Denials<'_, '_> {
    fn check(&mut self, denial: &Expr) {
        let Expr::Object { fields, .. } = denial else {
            let computed = matches!(
                denial,
                Expr::Var { .. } | Expr::Call { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. }
            );
            if !computed {
                self.refuse(
                    denial,
                    "a denial is not an object",
                    "write `{\"facts\": [...], \"message\": ...}`",
                );
            }
            return;
        };
        let mut known: BTreeMap<&str, &Expr> = BTreeMap::new();
        for (_, key, value) in fields {
            match text(key) {
                Some(name) if KEYS.contains(&name) => {
                    known.insert(name, value);
                }
                Some(name) => {
                    let help = did_you_mean(name, "the keys of a denial", KEYS);
                    self.refuse(key, format!("a denial has no key `{name}`"), help);
                }
                None => self.refuse(key, "a key of a denial is computed", "write the key out"),
            }
        }
        for name in REQUIRED
            .into_iter()
            .filter(|name| !known.contains_key(name))
        {
            self.refuse(denial, format!("a denial lacks the key `{name}`"), "add it");
        }
        if let Some(facts) = known.get("facts") {
            self.facts(facts);
        }
        if let Some(severity) = known.get("severity") {
            self.severity(severity);
        }
        if let Some(message) = known.get("message") {
            self.message(message, known.get("args").copied());
        }
    }

    fn facts(&mut self, facts: &Expr) {
        let Expr::Array { items, .. } = facts else {
            let literal = matches!(
                facts,
                Expr::String { .. }
                    | Expr::RawString { .. }
                    | Expr::Object { .. }
                    | Expr::Set { .. }
            );
            if literal {
                self.refuse(
                    facts,
                    "`facts` is not an array",
                    "write an array of paths: `[\"ingress[0].cidr\"]`",
                );
            }
            return;
        };
        if items.is_empty() {
            self.refuse(
                facts,
                "`facts` is empty",
                "name the facts that the denial stands on: no verdict without evidence",
            );
        }
        for item in items {
            let Some(path) = fact(item) else { continue };
            match path.parse::<FactPath>() {
                Ok(path) => {
                    if let Err((message, help)) = follow(&self.view, &path) {
                        self.refuse(item, format!("the fact `{path}`: {message}"), help);
                    }
                }
                Err(error) => {
                    let help = "write a path in the view: `ingress[0].cidr`";
                    self.refuse(
                        item,
                        format!("`{path}` is no path of a fact: {error}"),
                        help,
                    );
                }
            }
        }
    }

    fn severity(&mut self, severity: &Expr) {
        let Some(name) = text(severity) else { return };
        let listed = &self.metadata.severities;
        match name.parse::<Severity>() {
            Ok(known) if listed.contains(&known) => {}
            Ok(known) => {
                let names: Vec<&str> = listed.iter().map(|severity| severity.as_str()).collect();
                let message = format!("the severity `{known}` is not among those of METADATA");
                self.refuse(
                    severity,
                    message,
                    format!("`severities` has {}", names.join(", ")),
                );
            }
            Err(_) => {
                let all = Severity::WORST_FIRST.map(Severity::as_str);
                let help = did_you_mean(name, "the severities", all);
                self.refuse(severity, format!("`{name}` is no severity"), help);
            }
        }
    }

    fn message(&mut self, message: &Expr, args: Option<&Expr>) {
        let Some(id) = text(message) else { return };
        let Some(template) = self.metadata.template(id) else {
            let known = self.metadata.messages.keys().map(String::as_str);
            let help = did_you_mean(id, "`messages` of METADATA", known);
            self.refuse(message, format!("METADATA has no message `{id}`"), help);
            return;
        };
        let given: Vec<&str> = match args {
            None => Vec::new(),
            Some(Expr::Object { fields, .. }) => {
                let names: Option<Vec<&str>> = fields.iter().map(|(_, key, _)| text(key)).collect();
                let Some(names) = names else { return };
                names
            }
            Some(_) => return,
        };
        for part in parts(template).unwrap_or_default() {
            if let Part::Argument(name) = part
                && !given.contains(&name)
            {
                let text = format!("the message `{id}` needs the argument `{name}`");
                let help = did_you_mean(name, "given in `args`", given.iter().copied());
                self.refuse(message, text, help);
            }
        }
    }

    fn refuse(&mut self, at: &Expr, message: impl Into<String>, help: impl Into<String>) {
        self.problems
            .push(self.unit.problem(spot(at), message, help));
    }
}

/// A path that is written out, or a `sprintf` of one with numbers only, as for the first element.
fn fact(item: &Expr) -> Option<String> {
    if let Some(path) = text(item) {
        return Some(path.to_owned());
    }
    match item {
        Expr::Call { fcn, params, .. } if variable(fcn) == Some("sprintf") => {
            let format = text(params.first()?)?.replace("%d", "0").replace("%v", "0");
            (!format.contains('%')).then_some(format)
        }
        _ => None,
    }
}
