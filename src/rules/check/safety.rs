//! Variables: something binds each, in one order of the statements or another.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, LiteralStmt};

use super::super::metadata::Spot;
use super::super::problem::Problem;
use super::ast::{Closure, at};
use super::declarations::Declarations;
use super::program::{Clause, Unit};
use super::vars::{Demand, Names, Vars, declare};

/// Checks the variables of all definitions of a module.
pub(super) fn check(unit: &Unit<'_>, problems: &mut Vec<Problem>) {
    let mut safety = Safety {
        names: Names { unit },
        problems,
    };
    for clause in unit.clauses() {
        safety.clause(clause);
    }
}

/// What a query can see of the one around it.
#[derive(Clone, Default)]
struct Scope<'a> {
    /// The names that mean a variable of an outer query.
    visible: BTreeSet<&'a str>,
    /// Those of them that are bound.
    safe: BTreeSet<&'a str>,
    /// The arguments of the function, which must not be declared again in its own bodies.
    args: BTreeSet<&'a str>,
}

/// A query and the expressions that are computed for each of its answers.
struct Block<'a> {
    stmts: &'a [LiteralStmt],
    terms: Vec<&'a Expr>,
    given: Vec<(&'a str, Spot)>,
}

struct Safety<'p, 'a> {
    names: Names<'p, 'a>,
    problems: &'p mut Vec<Problem>,
}

impl<'a> Safety<'_, 'a> {
    fn clause(&mut self, clause: &Clause<'a>) {
        let mut args = Vec::new();
        for arg in &clause.args {
            declare(arg, &mut args);
        }
        args.retain(|(name, _)| *name != "_");
        let none = BTreeSet::new();
        let mut names = Declarations::new(self.names, &none, &none);
        names.hiding(&args);
        self.problems.extend(names.finish(&[]).1);
        let args: BTreeSet<&str> = args.into_iter().map(|(name, _)| name).collect();
        let scope = Scope {
            visible: args.clone(),
            safe: args.clone(),
            args,
        };
        let terms = |value: Option<&'a Expr>| clause.keys.iter().copied().chain(value).collect();
        if clause.bodies.is_empty() {
            let block = Block {
                stmts: &[],
                terms: terms(clause.value),
                given: Vec::new(),
            };
            self.block(&block, &scope);
        }
        for body in &clause.bodies {
            let block = Block {
                stmts: &body.query.stmts,
                terms: terms(body.value),
                given: Vec::new(),
            };
            self.block(&block, &scope);
        }
    }

    fn block(&mut self, block: &Block<'a>, outer: &Scope<'a>) {
        let declared = self.declarations(block, outer);
        let stmts = block.stmts.iter();
        let mut pending: Vec<Vec<Demand<'a>>> =
            stmts.map(|stmt| self.names.statement(stmt)).collect();
        let mut computed = Vars::default();
        for term in &block.terms {
            self.names.value(term, &mut computed);
        }
        pending.push(vec![Demand {
            ways: vec![computed],
        }]);
        let mut scope = outer.clone();
        scope.args = BTreeSet::new();
        for demand in pending.iter().flatten() {
            for vars in &demand.ways {
                scope.visible.extend(vars.needs.keys());
                scope.visible.extend(&vars.iterates);
                scope.visible.extend(&vars.assigns);
            }
        }
        scope.visible.extend(&declared);
        scope.safe.retain(|name| !declared.contains(name));
        scope.safe.extend(block.given.iter().map(|(name, _)| *name));
        let mut closures = Vec::new();
        for demand in pending.iter().flatten() {
            closures.extend(demand.ways.first().map(|vars| vars.closures.clone()));
        }
        self.order(pending, &mut scope);
        for closure in closures.into_iter().flatten() {
            self.closure(&closure, &scope);
        }
    }

    fn closure(&mut self, closure: &Closure<'a>, scope: &Scope<'a>) {
        let block = Block {
            stmts: &closure.query.stmts,
            terms: closure.terms.clone(),
            given: closure
                .given
                .iter()
                .map(|span| (span.text(), at(span)))
                .collect(),
        };
        self.block(&block, scope);
    }

    /// Binds variables until nothing more can be; what is left is not safe.
    fn order(&mut self, mut pending: Vec<Vec<Demand<'a>>>, scope: &mut Scope<'a>) {
        loop {
            let before = pending.len();
            pending.retain(|demands| match self.all_met(demands, scope) {
                Some(bound) => {
                    scope.safe.extend(bound);
                    false
                }
                None => true,
            });
            if pending.len() == before {
                break;
            }
        }
        let mut unsafe_: BTreeMap<&str, Spot> = BTreeMap::new();
        let unmet = pending.iter().flatten();
        for demand in unmet.filter(|demand| self.met(demand, scope).is_none()) {
            for vars in demand.ways.iter().take(1) {
                for (name, spot) in self.all_needs(vars, scope) {
                    let iterated = vars.iterates.contains(name) && name != "_";
                    if !scope.safe.contains(name) && !iterated {
                        unsafe_.entry(name).or_insert(spot);
                    }
                }
            }
        }
        for (name, spot) in unsafe_ {
            scope.safe.insert(name);
            let help = match name {
                "_" => "under `not` and as a value, name what is meant".to_owned(),
                _ => format!("bind it with `:=` or `some {name} in ...`, outside of `not`"),
            };
            self.refuse(spot, format!("nothing binds the variable `{name}`"), &help);
        }
    }

    /// What a statement binds, if all of its demands can be met one after the other.
    fn all_met(&self, demands: &[Demand<'a>], scope: &Scope<'a>) -> Option<BTreeSet<&'a str>> {
        let mut inner = scope.clone();
        let mut left: Vec<&Demand<'a>> = demands.iter().collect();
        while !left.is_empty() {
            let before = left.len();
            left.retain(|demand| match self.met(demand, &inner) {
                Some(bound) => {
                    inner.safe.extend(bound);
                    false
                }
                None => true,
            });
            if left.len() == before {
                return None;
            }
        }
        inner.safe.remove("_");
        Some(inner.safe)
    }

    /// What a demand binds, if all that it needs is bound.
    fn met(&self, demand: &Demand<'a>, scope: &Scope<'a>) -> Option<BTreeSet<&'a str>> {
        demand.ways.iter().find_map(|vars| {
            let needs = self.all_needs(vars, scope);
            let met = |name: &&str| {
                scope.safe.contains(name) || (vars.iterates.contains(name) && *name != "_")
            };
            let bound = vars.iterates.union(&vars.assigns).copied();
            needs.keys().all(met).then(|| bound.collect())
        })
    }

    /// The needs of a statement and those of its closures that mean variables out here.
    fn all_needs(&self, vars: &Vars<'a>, scope: &Scope<'a>) -> BTreeMap<&'a str, Spot> {
        let mut needs = vars.needs.clone();
        for closure in &vars.closures {
            for (name, spot) in self.names.free(closure) {
                if scope.visible.contains(name) {
                    let start = at(&closure.query.span);
                    let spot = if spot == Spot::default() { start } else { spot };
                    needs.entry(name).or_insert(spot);
                }
            }
        }
        needs
    }

    /// Checks the names of a query; those that it declares are returned.
    fn declarations(&mut self, block: &Block<'a>, outer: &Scope<'a>) -> BTreeSet<&'a str> {
        let mut names = Declarations::new(self.names, &outer.args, &outer.visible);
        names.given(&block.given);
        for stmt in block.stmts {
            names.statement(stmt);
        }
        let (declared, problems) = names.finish(&block.terms);
        self.problems.extend(problems);
        declared
    }

    fn refuse(&mut self, spot: Spot, message: impl Into<String>, help: &str) {
        let problem = self.names.unit.problem(spot, message, help);
        self.problems.push(problem);
    }
}
