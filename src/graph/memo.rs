//! Answers that are computed once for a node, and only if somebody asks.

use std::sync::OnceLock;

use super::node::{Graph, NodeId};

/// The answers about the nodes of a kind, which stand together in the graph.
pub(in crate::graph) struct Memo<T> {
    cells: OnceLock<(u32, Box<[OnceLock<T>]>)>,
}

impl<T> Memo<T> {
    pub(in crate::graph) fn new() -> Self {
        Memo {
            cells: OnceLock::new(),
        }
    }

    /// The answer about a node; nothing for a node of another kind.
    pub(in crate::graph) fn get(
        &self,
        graph: &Graph<'_>,
        kind: &str,
        node: NodeId,
        compute: impl FnOnce() -> T,
    ) -> Option<&T> {
        let (first, cells) = self.cells.get_or_init(|| {
            let nodes = graph.of_kind(kind);
            let first = nodes.first().map_or(0, |node| node.0);
            let end = nodes.last().map_or(0, |node| node.0 + 1);
            (first, (first..end).map(|_| OnceLock::new()).collect())
        });
        let cell = cells.get(node.0.checked_sub(*first)? as usize)?;
        Some(cell.get_or_init(compute))
    }
}
