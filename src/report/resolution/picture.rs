//! The way to an answer as a picture.

use std::fmt::Write as _;

use crate::model::resolution::{NameAnswer, Resolution};

use super::super::reach::{dot_text, mermaid_text};

/// A flowchart for Mermaid. <https://mermaid.js.org/syntax/flowchart.html>
pub fn mermaid(answer: &Resolution) -> String {
    let mut out = String::from("flowchart LR\n");
    let boxes = boxes(answer);
    for (at, lines) in boxes.iter().enumerate() {
        let lines: Vec<String> = lines.iter().map(|line| mermaid_text(line)).collect();
        // Writing to a String does not fail.
        let _ = writeln!(out, "  n{at}[\"{}\"]", lines.join("<br/>"));
    }
    for at in 1..boxes.len() {
        let _ = writeln!(out, "  n{} --> n{at}", at - 1);
    }
    out
}

/// A graph for Graphviz. <https://graphviz.org/doc/info/lang.html>
pub fn dot(answer: &Resolution) -> String {
    let mut out = String::from("digraph resolution {\n  rankdir=LR;\n  node [shape=box];\n");
    let boxes = boxes(answer);
    for (at, lines) in boxes.iter().enumerate() {
        let lines: Vec<String> = lines.iter().map(|line| dot_text(line)).collect();
        let _ = writeln!(out, "  n{at} [label=\"{}\"];", lines.join("\\n"));
    }
    for at in 1..boxes.len() {
        let _ = writeln!(out, "  n{} -> n{at};", at - 1);
    }
    out.push_str("}\n");
    out
}

/// The question, each step, and the answer.
fn boxes(answer: &Resolution) -> Vec<Vec<String>> {
    let vpc = answer.vpc.rsplit('/').next().unwrap_or(&answer.vpc);
    let mut boxes = vec![vec![answer.name.clone(), vpc.to_owned()]];
    for step in &answer.steps {
        let mut lines = vec![format!("{} {}", step.kind.replace('-', " "), step.id)];
        lines.extend(step.by.iter().map(|by| by.says.clone()));
        if step.name != answer.name {
            lines.insert(0, step.name.clone());
        }
        boxes.push(lines);
    }
    let mut last = vec![answer.answer.as_str().to_owned()];
    if answer.answer == NameAnswer::Addresses {
        last = answer
            .addresses
            .iter()
            .map(|one| one.address.clone())
            .collect();
    }
    last.extend(answer.unknown.iter().map(|gap| format!("not known: {gap}")));
    boxes.push(last);
    boxes
}
