//! The builtins of OPA that regorus lacks, exact in what they answer and in what they refuse.

mod cidr;
mod matches;
mod merge;
#[cfg(test)]
mod tests;

use anyhow::bail;
use regorus::{Engine, Value};

use cidr::block;

type Builtin = fn(Vec<Value>) -> anyhow::Result<Value>;

const BUILTINS: [(&str, u8, Builtin); 3] = [
    ("net.cidr_contains_matches", 2, matches::contains_matches),
    ("net.cidr_intersects", 2, intersects),
    ("net.cidr_merge", 1, merge::merge),
];

/// Adds the builtins to a new engine.
pub(crate) fn register(engine: &mut Engine) {
    for (name, takes, builtin) in BUILTINS {
        // Only a name that is taken is refused, and a new engine has none of these: a call of a
        // builtin that is not there is an error of the rule, never a pass.
        let _ = engine.add_extension(name.to_owned(), takes, Box::new(builtin));
    }
}

/// `net.cidr_intersects(cidr1, cidr2)`: whether two blocks share an address.
fn intersects(args: Vec<Value>) -> anyhow::Result<Value> {
    let [left, right] = args.as_slice() else {
        bail!("net.cidr_intersects takes 2 arguments");
    };
    let (left, right) = (block(text(left)?)?, block(text(right)?)?);
    Ok(Value::from(left.contains(&right) || right.contains(&left)))
}

/// A text, as an argument.
fn text(value: &Value) -> anyhow::Result<&str> {
    match value {
        Value::String(text) => Ok(text),
        other => bail!("expected a string, found {other}"),
    }
}
