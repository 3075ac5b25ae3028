//! The way of packets as a picture: Mermaid for Markdown, DOT for Graphviz.

use std::fmt::Write as _;

use crate::model::reach::{Certainty, Hop, Leg, Reachability};

use super::super::escape::one_line;

/// A node of a picture: what is written in it.
struct Node {
    lines: Vec<String>,
    stop: bool,
}

/// A flowchart for Mermaid. <https://mermaid.js.org/syntax/flowchart.html>
pub fn mermaid(answer: &Reachability) -> String {
    let mut out = String::from("flowchart LR\n");
    for (name, leg, ends) in legs(answer) {
        let nodes = nodes(leg, ends);
        for (at, node) in nodes.iter().enumerate() {
            let lines: Vec<String> = node.lines.iter().map(|line| mermaid_text(line)).collect();
            let (open, close) = if node.stop { ("{{", "}}") } else { ("[", "]") };
            // Writing to a String does not fail.
            let _ = writeln!(out, "  {name}{at}{open}\"{}\"{close}", lines.join("<br/>"));
        }
        for (at, node) in nodes.iter().enumerate().skip(1) {
            let arrow = if node.stop { "-.-x" } else { "-->" };
            let _ = writeln!(out, "  {name}{} {arrow} {name}{at}", at - 1);
        }
    }
    out
}

/// A graph for Graphviz. <https://graphviz.org/doc/info/lang.html>
pub fn dot(answer: &Reachability) -> String {
    let mut out = String::from("digraph reach {\n  rankdir=LR;\n  node [shape=box];\n");
    for (name, leg, ends) in legs(answer) {
        let nodes = nodes(leg, ends);
        for (at, node) in nodes.iter().enumerate() {
            let lines: Vec<String> = node.lines.iter().map(|line| dot_text(line)).collect();
            let shape = if node.stop { ", shape=octagon" } else { "" };
            let _ = writeln!(
                out,
                "  {name}{at} [label=\"{}\"{shape}];",
                lines.join("\\n")
            );
        }
        for (at, node) in nodes.iter().enumerate().skip(1) {
            let style = if node.stop { " [style=dashed]" } else { "" };
            let _ = writeln!(out, "  {name}{} -> {name}{at}{style};", at - 1);
        }
    }
    out.push_str("}\n");
    out
}

type Ends<'a> = (&'a str, &'a str);

fn legs(answer: &Reachability) -> Vec<(&'static str, &Leg, Ends<'_>)> {
    let there = (
        "there",
        &answer.forward,
        (answer.from.as_str(), answer.to.as_str()),
    );
    let back = answer.back.iter();
    let back = back.map(|leg| ("back", leg, (answer.to.as_str(), answer.from.as_str())));
    [there].into_iter().chain(back).collect()
}

fn nodes(leg: &Leg, ends: Ends<'_>) -> Vec<Node> {
    let plain = |lines| Node { lines, stop: false };
    let mut nodes = vec![plain(vec![ends.0.to_owned()])];
    nodes.extend(leg.path.iter().map(|hop| plain(lines(hop))));
    match (&leg.stopped, leg.answer) {
        (Some(stopped), _) => nodes.push(Node {
            lines: vec![stopped.code.clone(), stopped.why.clone()],
            stop: true,
        }),
        (None, Certainty::No) => nodes.push(Node {
            lines: vec!["no".to_owned()],
            stop: true,
        }),
        (None, _) => nodes.push(plain(vec![ends.1.to_owned()])),
    }
    nodes
}

fn lines(hop: &Hop) -> Vec<String> {
    let mut lines = vec![hop.kind.replace('-', " "), hop.id.clone()];
    lines.extend(hop.by.iter().map(|by| by.says.clone()));
    lines
}

/// Text inside the quotes of Mermaid: whatever is no letter, digit or harmless mark is an entity.
pub(in crate::report) fn mermaid_text(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if c.is_alphanumeric() || " -_.,:/()".contains(c) {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}

/// Text inside the quotes of DOT.
pub(in crate::report) fn dot_text(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('"', "\\\"")
}
