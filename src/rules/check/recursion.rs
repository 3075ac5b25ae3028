//! Recursion: no rule or function depends on itself. regorus would overflow its stack.

use std::collections::{BTreeMap, BTreeSet};

use super::super::problem::Problem;
use super::program::Program;
use super::refs::{Target, uses};

/// A rule or function: its unit and its name.
type Node = (usize, String);

/// What each rule uses.
pub(super) struct Graph {
    edges: BTreeMap<Node, BTreeSet<Node>>,
}

impl Graph {
    /// Reads the graph off a program.
    pub(super) fn of(program: &Program<'_>) -> Self {
        let mut edges: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
        for (at, unit) in program.units.iter().enumerate() {
            for clause in unit.clauses() {
                let to = edges.entry((at, clause.name.to_owned())).or_default();
                for it in uses(program, at, clause) {
                    if let Target::Rule(unit, name, _) = it.target {
                        to.insert((unit, name));
                    }
                }
            }
        }
        Graph { edges }
    }

    /// A rule and everything that it uses, however far.
    pub(super) fn reachable(&self, from: &Node) -> BTreeSet<Node> {
        let mut reached = BTreeSet::new();
        let mut next = vec![from.clone()];
        while let Some(node) = next.pop() {
            if reached.insert(node.clone()) {
                next.extend(self.edges.get(&node).into_iter().flatten().cloned());
            }
        }
        reached
    }

    /// The shortest way from a rule back to itself.
    fn cycle(&self, start: &Node) -> Option<Vec<Node>> {
        let mut from: BTreeMap<&Node, &Node> = BTreeMap::new();
        let mut layer = vec![self.edges.get_key_value(start)?.0];
        while !layer.is_empty() {
            let mut next = Vec::new();
            for node in layer {
                for to in self.edges.get(node).into_iter().flatten() {
                    if to == start {
                        return Some(way(&from, node, start));
                    }
                    if !from.contains_key(to) {
                        from.insert(to, node);
                        next.push(to);
                    }
                }
            }
            layer = next;
        }
        None
    }
}

/// The way back from the last rule of a cycle to its first.
fn way(from: &BTreeMap<&Node, &Node>, last: &Node, start: &Node) -> Vec<Node> {
    let mut way = vec![start.clone(), last.clone()];
    let mut node = last;
    while node != start {
        let Some(before) = from.get(node) else { break };
        node = before;
        way.push(node.clone());
    }
    if last == start {
        way.pop();
    }
    way.reverse();
    way.dedup();
    if way.len() == 1 {
        way.extend(way.clone());
    }
    way
}

/// Refuses each rule that depends on itself.
pub(super) fn check(program: &Program<'_>, graph: &Graph, problems: &mut Vec<Problem>) {
    for (at, unit) in program.units.iter().enumerate() {
        for (name, clauses) in &unit.rules {
            let Some(cycle) = graph.cycle(&(at, name.clone())) else {
                continue;
            };
            let names: Vec<&str> = cycle.iter().map(|(_, name)| name.as_str()).collect();
            let message = format!("`{name}` depends on itself: {}", names.join(" -> "));
            if let Some(clause) = clauses.first() {
                problems.push(unit.problem(
                    clause.spot,
                    message,
                    "Rego has no recursion: use a comprehension, `walk` or `graph.reachable`",
                ));
            }
        }
    }
}
