//! Answers about reachability: as text for a terminal, as JSON, as a picture for Mermaid or Graphviz.

mod picture;
#[cfg(test)]
mod tests;
mod text;

pub use picture::{dot, mermaid};
pub(super) use picture::{dot_text, mermaid_text};
pub use text::{list, text};

use serde::Serialize;

/// Any answer as JSON.
pub fn json(answer: &impl Serialize) -> String {
    // What is written is made of texts and lists: it cannot fail.
    let json = serde_json::to_string_pretty(answer).unwrap_or_else(|error| error.to_string());
    format!("{json}\n")
}
