//! XML as JSON: an element with elements in it is an object, a repeated one an array, any other its
//! text. What is a list and what is a number says the record that it becomes.

use serde_json::{Map, Value as Json};

/// Reads a document; the name of its root is not kept.
pub(super) fn read(body: &[u8]) -> Result<Json, String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let document = roxmltree::Document::parse(text).map_err(|error| error.to_string())?;
    let root = document.root_element();
    // Whatever stands between here and the service, a proxy say, answers with pages.
    match root.tag_name().name().eq_ignore_ascii_case("html") {
        true => Err("the answer is a page".to_owned()),
        false => element(root, DEEPEST),
    }
}

/// How deep elements may stand in each other: several times what any answer of AWS has.
const DEEPEST: usize = 128;

fn element(node: roxmltree::Node<'_, '_>, deepest: usize) -> Result<Json, String> {
    let Some(below) = deepest.checked_sub(1) else {
        return Err("its elements are nested too deep".to_owned());
    };
    let mut members: Map<String, Json> = Map::new();
    for child in node.children().filter(roxmltree::Node::is_element) {
        let (name, value) = (child.tag_name().name(), element(child, below)?);
        match members.get_mut(name) {
            None => {
                members.insert(name.to_owned(), value);
            }
            Some(Json::Array(items)) => items.push(value),
            Some(first) => *first = Json::Array(vec![first.take(), value]),
        }
    }
    Ok(match members.is_empty() {
        true => Json::String(node.text().unwrap_or("").to_owned()),
        false => Json::Object(members),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_in_elements_are_read_to_a_depth_that_no_answer_has() {
        let nested = |depth: usize| {
            read(format!("{}1{}", "<a>".repeat(depth), "</a>".repeat(depth)).as_bytes())
        };
        assert!(nested(100).is_ok());
        assert!(nested(100_000).is_err());
    }
}
