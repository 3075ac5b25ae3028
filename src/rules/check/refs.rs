//! What a definition refers to: rules, functions, builtins, `input`, and what nobody defines.

use regorus::unstable::{Expr, Query};

use super::super::metadata::Spot;
use super::ast::{self, chain, children, spot};
use super::program::{Clause, Program};

/// One use of a name.
pub(super) struct Use {
    pub spot: Spot,
    /// The name as it is written, with dots.
    pub name: String,
    /// The number of arguments, if it is called.
    pub call: Option<usize>,
    pub target: Target,
}

/// What a name means.
pub(super) enum Target {
    /// A rule or a function: the unit, its name, and whether a field of it is read.
    Rule(usize, String, bool),
    /// The root `input`.
    Input,
    /// A path under `data`, or an import, that leads to no rule.
    Nowhere,
    /// A called name that no rule has: a builtin, or unknown.
    Called,
}

/// The uses of names in a definition of a unit.
pub(super) fn uses(program: &Program<'_>, unit: usize, clause: &Clause<'_>) -> Vec<Use> {
    let mut finder = Finder {
        program,
        unit,
        uses: Vec::new(),
    };
    let head = clause.args.iter().chain(&clause.keys).copied();
    for expr in head.chain(clause.value) {
        finder.expr(expr);
    }
    for body in &clause.bodies {
        if body.otherwise {
            body.value.into_iter().for_each(|value| finder.expr(value));
        }
        finder.query(body.query);
    }
    finder.uses
}

struct Finder<'p, 'a> {
    program: &'p Program<'a>,
    unit: usize,
    uses: Vec<Use>,
}

impl Finder<'_, '_> {
    fn query(&mut self, query: &Query) {
        for stmt in &query.stmts {
            for part in ast::parts(&stmt.literal) {
                self.expr(part);
            }
            for modifier in &stmt.with_mods {
                self.expr(&modifier.r#as);
            }
            if let Some(closure) = ast::every(&stmt.literal) {
                self.query(closure.query);
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Var { .. } => self.reference(expr, None),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                self.reference(expr, None);
                self.indexes(expr);
            }
            Expr::Call { fcn, params, .. } => {
                self.reference(fcn, Some(params.len()));
                self.indexes(fcn);
                params.iter().for_each(|param| self.expr(param));
            }
            _ => {
                children(expr)
                    .into_iter()
                    .for_each(|child| self.expr(child));
                if let Some(closure) = ast::closure(expr) {
                    closure.terms.iter().for_each(|term| self.expr(term));
                    self.query(closure.query);
                }
            }
        }
    }

    fn indexes(&mut self, expr: &Expr) {
        let chain = chain(expr);
        if chain.name().is_none() {
            self.expr(chain.root);
        }
        for step in chain.steps {
            if let ast::Step::Index(index) = step {
                self.expr(index);
            }
        }
    }

    fn reference(&mut self, expr: &Expr, call: Option<usize>) {
        let chain = chain(expr);
        let Some(root) = chain.name() else {
            if call.is_some() {
                self.push(expr, "a computed value".to_owned(), call, Target::Called);
            }
            return;
        };
        // The fields up to the first index that is computed.
        let fields = chain.steps.iter().map_while(|step| match step {
            ast::Step::Field(name) => Some(*name),
            ast::Step::Index(_) => None,
        });
        let path: Vec<&str> = std::iter::once(root).chain(fields).collect();
        let exact = path.len() == chain.steps.len() + 1;
        let name = path.join(".");
        let target = match self.resolve(&path, exact) {
            Some(target) => target,
            None if call.is_some() => Target::Called,
            None => return,
        };
        self.push(expr, name, call, target);
    }

    /// What a path means; `None` if its root is a variable or the name of a builtin.
    fn resolve(&self, path: &[&str], exact: bool) -> Option<Target> {
        let unit = self.program.units.get(self.unit)?;
        let (root, rest) = path.split_first()?;
        if *root == "input" {
            return Some(Target::Input);
        }
        if unit.rules.contains_key(*root) {
            let deeper = !rest.is_empty() || !exact;
            return Some(Target::Rule(self.unit, (*root).to_owned(), deeper));
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
        Some(match self.program.find(&full) {
            Some((at, name, taken)) => {
                let deeper = full.len() > taken || !exact;
                Target::Rule(at, name.to_owned(), deeper)
            }
            None => Target::Nowhere,
        })
    }

    fn push(&mut self, expr: &Expr, name: String, call: Option<usize>, target: Target) {
        self.uses.push(Use {
            spot: spot(expr),
            name,
            call,
            target,
        });
    }
}
