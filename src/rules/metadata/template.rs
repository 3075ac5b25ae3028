//! Message templates: text with `{name}` where an argument of the denial goes.

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text that stands for itself.
    Text(&'a str),
    /// The argument of this name.
    Argument(&'a str),
}

/// The parts of a template. `{{` and `}}` are braces that stand for themselves.
///
/// # Errors
/// What is wrong with the braces.
pub fn parts(template: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (text, brace) = rest.split_at(at);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        if let Some(after) = brace
            .strip_prefix("{{")
            .or_else(|| brace.strip_prefix("}}"))
        {
            parts.push(Part::Text(&brace[..1]));
            rest = after;
            continue;
        }
        let name = brace
            .strip_prefix('{')
            .and_then(|inner| inner.split_once('}'));
        let Some((name, after)) = name.filter(|(name, _)| is_name(name)) else {
            return Err("a brace that is no `{name}`; write `{{` and `}}` for braces".to_owned());
        };
        parts.push(Part::Argument(name));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    Ok(parts)
}

/// A template with its arguments filled in.
///
/// # Errors
/// The name of an argument that is not given, or what is wrong with the template.
pub fn render(template: &str, argument: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut text = String::new();
    for part in parts(template)? {
        match part {
            Part::Text(part) => text.push_str(part),
            Part::Argument(name) => match argument(name) {
                Some(value) => text.push_str(&value),
                None => return Err(format!("the message needs the argument `{name}`")),
            },
        }
    }
    Ok(text)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::{parts, render};

    fn fill(template: &str) -> Result<String, String> {
        render(template, |name| (name == "port").then(|| "5432".to_owned()))
    }

    #[test]
    fn arguments_are_filled_in() {
        assert_eq!(
            fill("port {port} {{open}}").as_deref(),
            Ok("port 5432 {open}")
        );
        assert_eq!(fill("").as_deref(), Ok(""));
        assert_eq!(
            fill("{cidr}"),
            Err("the message needs the argument `cidr`".to_owned())
        );
    }

    #[test]
    fn braces_are_checked() {
        for wrong in ["{", "}", "{}", "{a b}", "{Port}", "a}b", "{port"] {
            assert!(parts(wrong).is_err(), "{wrong}");
        }
    }
}
