//! Answers about names: as text for a terminal, as JSON, as a picture for Mermaid or Graphviz.

mod picture;
#[cfg(test)]
mod tests;
mod text;

pub use picture::{dot, mermaid};
pub use text::{reach, text};

pub use super::reach::json;
