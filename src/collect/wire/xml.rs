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
        false => Ok(element(root)),
    }
}

fn element(node: roxmltree::Node<'_, '_>) -> Json {
    let mut members: Map<String, Json> = Map::new();
    for child in node.children().filter(roxmltree::Node::is_element) {
        let (name, value) = (child.tag_name().name(), element(child));
        match members.get_mut(name) {
            None => {
                members.insert(name.to_owned(), value);
            }
            Some(Json::Array(items)) => items.push(value),
            Some(first) => *first = Json::Array(vec![first.take(), value]),
        }
    }
    match members.is_empty() {
        true => Json::String(node.text().unwrap_or("").to_owned()),
        false => Json::Object(members),
    }
}
