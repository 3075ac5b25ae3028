//! A rule and the libraries that it may use, parsed, with their names.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Module, Query, Ref, Rule, RuleHead, Span};

use super::super::metadata::Spot;
use super::super::problem::Problem;
use super::super::source::Source;
use super::ast::{self, Step, chain, variable};

/// The rule under check and its libraries. The rule is the first unit.
pub(super) struct Program<'a> {
    pub units: Vec<Unit<'a>>,
}

/// One module.
pub(super) struct Unit<'a> {
    pub source: Source<'a>,
    pub module: &'a Module,
    /// The package, without `data`.
    pub package: Vec<String>,
    /// What each import is called here, and its path without `data`.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// The definitions of each rule and function, in the order of the file.
    pub rules: BTreeMap<String, Vec<Clause<'a>>>,
}

/// What a definition makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One value.
    Value,
    /// A part of an object: `m[k] := v`, `a.b := v`.
    Object,
    /// A part of a set: `s contains x`.
    Set,
    /// A function of so many arguments.
    Function(usize),
}

/// One definition of a rule or a function.
pub(super) struct Clause<'a> {
    pub name: &'a str,
    pub shape: Shape,
    pub default: bool,
    /// Whether the head is `s[x]` alone, as older Rego wrote a part of a set.
    pub bracket: bool,
    pub spot: Spot,
    pub args: Vec<&'a Expr>,
    /// The expressions of the head: the key, and the indexes of `m[k]`.
    pub keys: Vec<&'a Expr>,
    /// The value of the head.
    pub value: Option<&'a Expr>,
    /// Each body; one of an `else` has a value of its own.
    pub bodies: Vec<Body<'a>>,
}

/// One body of a definition.
pub(super) struct Body<'a> {
    pub query: &'a Query,
    pub value: Option<&'a Expr>,
    pub otherwise: bool,
}

impl<'a> Unit<'a> {
    pub(super) fn new(source: Source<'a>, module: &'a Module) -> Self {
        let aliases = module.imports.iter().filter_map(|import| {
            let path = chain(&import.refr).path()?;
            let (root, rest) = path.split_first()?;
            let name = match &import.r#as {
                Some(name) => name.text(),
                None => rest.last().copied()?,
            };
            let path = rest.iter().map(|part| (*part).to_owned()).collect();
            (*root == "data").then(|| (name.to_owned(), path))
        });
        let mut rules: BTreeMap<String, Vec<Clause<'a>>> = BTreeMap::new();
        for rule in &module.policy {
            let clause = clause(rule);
            rules
                .entry(clause.name.to_owned())
                .or_default()
                .push(clause);
        }
        Unit {
            source,
            module,
            package: package(module),
            aliases: aliases.collect(),
            rules,
        }
    }

    /// Whether a name is the same everywhere in the module, so that no variable can have it.
    pub(super) fn is_global(&self, name: &str) -> bool {
        matches!(name, "input" | "data")
            || self.rules.contains_key(name)
            || self.aliases.contains_key(name)
    }

    /// What a global name is, for messages.
    pub(super) fn describe(&self, name: &str) -> String {
        match name {
            "input" | "data" => format!("`{name}`"),
            _ if self.rules.contains_key(name) => format!("the rule `{name}`"),
            _ => format!("the import `{name}`"),
        }
    }

    /// All definitions.
    pub(super) fn clauses(&self) -> impl Iterator<Item = &Clause<'a>> {
        self.rules.values().flatten()
    }

    pub(super) fn problem(
        &self,
        spot: Spot,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        spot.problem(self.source.file, message, help)
    }
}

impl<'a> Program<'a> {
    /// The rule that a path under `data` means, and how many of its parts name it.
    pub(super) fn find(&self, path: &[&str]) -> Option<(usize, &str, usize)> {
        self.units.iter().enumerate().find_map(|(at, unit)| {
            let rest = strip(path, &unit.package)?;
            let (name, _) = unit.rules.get_key_value(*rest.first()?)?;
            Some((at, name.as_str(), unit.package.len() + 1))
        })
    }

    /// The rule that a path means in a unit, if it is all of the path that names it.
    pub(crate) fn rule(&self, at: usize, path: &[&str]) -> Option<&[Clause<'a>]> {
        let unit = self.units.get(at)?;
        let (root, rest) = path.split_first()?;
        if let Some(clauses) = unit.rules.get(*root) {
            return rest.is_empty().then_some(clauses);
        }
        let full: Vec<&str> = match unit.aliases.get(*root) {
            Some(alias) => alias
                .iter()
                .map(String::as_str)
                .chain(rest.iter().copied())
                .collect(),
            None if *root == "data" => rest.to_vec(),
            None => return None,
        };
        let (at, name, taken) = self.find(&full)?;
        let clauses = self.units.get(at)?.rules.get(name)?;
        (taken == full.len()).then_some(clauses)
    }

    /// Whether some module has this package.
    pub(super) fn has_package(&self, path: &[String]) -> bool {
        self.units.iter().any(|unit| unit.package == path)
    }

    /// The packages, for messages.
    pub(super) fn packages(&self) -> BTreeSet<String> {
        let units = self.units.iter();
        units.map(|unit| unit.package.join(".")).collect()
    }
}

/// The package of a module, without `data`.
pub(super) fn package(module: &Module) -> Vec<String> {
    let path = chain(&module.package.refr).path().unwrap_or_default();
    path.into_iter().map(str::to_owned).collect()
}

/// What is left of a path after a prefix.
pub(super) fn strip<'p, 's>(path: &'p [&'s str], prefix: &[String]) -> Option<&'p [&'s str]> {
    let (head, rest) = path.split_at_checked(prefix.len())?;
    head.iter().zip(prefix).all(|(l, r)| l == r).then_some(rest)
}

fn clause(rule: &Ref<Rule>) -> Clause<'_> {
    match rule.as_ref() {
        Rule::Default {
            refr, args, value, ..
        } => {
            let mut clause = head(refr, rule.span());
            clause.default = true;
            clause.value = Some(value);
            clause.args = args.iter().map(AsRef::as_ref).collect();
            if !args.is_empty() {
                clause.shape = Shape::Function(args.len());
            }
            clause
        }
        Rule::Spec {
            head: it, bodies, ..
        } => {
            let mut clause = spec(it, rule.span());
            clause.bodies = bodies
                .iter()
                .map(|body| Body {
                    query: &body.query,
                    value: match &body.assign {
                        Some(assign) => Some(&assign.value),
                        None if body.is_else => None,
                        None => clause.value,
                    },
                    otherwise: body.is_else,
                })
                .collect();
            clause
        }
    }
}

fn spec<'a>(it: &'a RuleHead, span: &'a Span) -> Clause<'a> {
    match it {
        RuleHead::Compr { refr, assign, .. } => {
            let mut clause = head(refr, span);
            clause.value = assign.as_ref().map(|assign| assign.value.as_ref());
            clause
        }
        RuleHead::Set {
            refr,
            key,
            span: text,
        } => {
            let mut clause = head(refr, span);
            clause.shape = match (key, clause.keys.is_empty() && clause.shape == Shape::Value) {
                (Some(_), true) => Shape::Set,
                _ => Shape::Object,
            };
            clause.keys.extend(key.iter().map(AsRef::as_ref));
            let rest = text.text().strip_prefix(clause.name).unwrap_or_default();
            clause.bracket = variable(refr).is_some() && rest.trim_start().starts_with('[');
            clause
        }
        RuleHead::Func {
            refr, args, assign, ..
        } => {
            let mut clause = head(refr, span);
            clause.shape = Shape::Function(args.len());
            clause.args = args.iter().map(AsRef::as_ref).collect();
            clause.value = assign.as_ref().map(|assign| assign.value.as_ref());
            clause
        }
    }
}

/// A definition of which only the reference of the head is known.
fn head<'a>(refr: &'a Expr, span: &'a Span) -> Clause<'a> {
    let chain = chain(refr);
    let keys = chain.steps.iter().filter_map(|step| match step {
        Step::Index(index) => Some(*index),
        Step::Field(_) => None,
    });
    Clause {
        name: chain.name().unwrap_or_default(),
        shape: match chain.steps.is_empty() {
            true => Shape::Value,
            false => Shape::Object,
        },
        default: false,
        bracket: false,
        spot: ast::at(span),
        args: Vec::new(),
        keys: keys.collect(),
        value: None,
        bodies: Vec::new(),
    }
}
