//! Names: each is declared once in its query, above its first use, and used.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Literal, LiteralStmt};

use super::super::metadata::Spot;
use super::super::problem::Problem;
use super::vars::{Names, Vars};

/// What is known of the names of a query while its statements are read from the top.
pub(super) struct Declarations<'p, 'a> {
    names: Names<'p, 'a>,
    /// The arguments of the function whose own body the query is.
    args: &'p BTreeSet<&'a str>,
    /// The names that mean a variable of an outer query.
    visible: &'p BTreeSet<&'a str>,
    /// The names so far, and whether they were declared or used.
    seen: BTreeMap<&'a str, &'static str>,
    unused: BTreeMap<&'a str, Spot>,
    negated: BTreeMap<&'a str, Spot>,
    declared: BTreeSet<&'a str>,
    problems: Vec<Problem>,
}

impl<'p, 'a> Declarations<'p, 'a> {
    /// The names of a query before its first statement.
    pub(super) fn new(
        names: Names<'p, 'a>,
        args: &'p BTreeSet<&'a str>,
        visible: &'p BTreeSet<&'a str>,
    ) -> Self {
        Declarations {
            names,
            args,
            visible,
            seen: BTreeMap::new(),
            unused: BTreeMap::new(),
            negated: BTreeMap::new(),
            declared: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// Takes the names that `every` gives to its query.
    pub(super) fn given(&mut self, given: &[(&'a str, Spot)]) {
        self.hiding(given);
        for (name, spot) in given {
            self.seen.insert(name, "declared");
            self.declared.insert(name);
            self.unused.insert(name, *spot);
        }
    }

    /// Takes the next statement.
    pub(super) fn statement(&mut self, stmt: &'a LiteralStmt) {
        let names = self.names.declared(&stmt.literal);
        self.hiding(&names);
        let used = self.used(stmt, &names);
        match stmt.literal {
            Literal::NotExpr { .. } => self.negation(&used),
            _ => self.bound_below(&used),
        }
        for name in used.keys() {
            self.seen.entry(name).or_insert("used");
            self.unused.remove(name);
        }
        for (name, spot) in names {
            self.declare(name, spot);
            if matches!(stmt.literal, Literal::SomeVars { .. }) {
                self.unused.insert(name, spot);
            }
        }
    }

    /// Takes what is computed for each answer; returns the declared names and what is wrong.
    pub(super) fn finish(mut self, terms: &[&'a Expr]) -> (BTreeSet<&'a str>, Vec<Problem>) {
        let (mut vars, mut used) = (Vars::default(), BTreeMap::new());
        for term in terms {
            self.names.value(term, &mut vars);
        }
        self.names.mentioned(&vars, &mut used);
        for (name, spot) in std::mem::take(&mut self.unused) {
            if !used.contains_key(name) && name != "_" {
                let message = format!("the declared variable `{name}` is not used");
                self.refuse(spot, message, "remove it, or write `_`");
            }
        }
        (self.declared, self.problems)
    }

    /// The names that a statement uses, besides those that it declares.
    fn used(&self, stmt: &'a LiteralStmt, names: &[(&'a str, Spot)]) -> BTreeMap<&'a str, Spot> {
        let mut used = BTreeMap::new();
        for demand in self.names.statement(stmt) {
            if let Some(mut vars) = demand.ways.into_iter().next() {
                vars.assigns
                    .retain(|name| !names.iter().any(|(declared, _)| declared == name));
                self.names.mentioned(&vars, &mut used);
            }
        }
        used
    }

    fn negation(&mut self, used: &BTreeMap<&'a str, Spot>) {
        for (name, spot) in used {
            if !self.seen.contains_key(name) && !self.visible.contains(name) {
                self.negated.insert(name, *spot);
            }
        }
    }

    fn bound_below(&mut self, used: &BTreeMap<&'a str, Spot>) {
        for name in used.keys() {
            if let Some(spot) = self.negated.remove(name) {
                let message = format!("the variable `{name}` is bound below this `not`");
                self.refuse(
                    spot,
                    message,
                    "bind it above: the engine looks at `not` too early",
                );
            }
        }
    }

    fn declare(&mut self, name: &'a str, spot: Spot) {
        if self.args.contains(name) {
            let message = format!("`{name}` is an argument of the function already");
            self.refuse(spot, message, "use another name");
        } else if let Some(how) = self.seen.get(name) {
            let message = format!("the variable `{name}` is {how} above already");
            self.refuse(spot, message, "declare it once, before its first use");
        }
        self.seen.insert(name, "declared");
        self.declared.insert(name);
    }

    /// A variable must not have the name of a rule, an import, `input` or `data`.
    pub(super) fn hiding(&mut self, names: &[(&'a str, Spot)]) {
        for (name, spot) in names {
            if self.names.unit.is_global(name) {
                let what = self.names.unit.describe(name);
                let message = format!("the variable `{name}` hides {what}");
                self.refuse(*spot, message, "use another name");
            }
        }
    }

    fn refuse(&mut self, spot: Spot, message: String, help: &str) {
        let problem = self.names.unit.problem(spot, message, help);
        self.problems.push(problem);
    }
}
