//! Policy documents of IAM, as written: element by element, nothing judged.

use serde_json::Value as Json;

use crate::model::id::Text;
use crate::record;

record! {
    /// A policy document.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>
    PolicyDocument {
        /// `2012-10-17` or `2008-10-17`; the older one is the default.
        version: Text, default(Text::const_new("2008-10-17"));
        /// The statements.
        statements: Vec<Statement>, none;
    }
}

record! {
    /// A statement.
    Statement {
        /// Its label.
        sid: Text, none;
        /// `Allow` or `Deny`.
        effect: Text, gap;
        /// Whom it is about.
        principals: Vec<Principal>, none;
        /// Whom it is not about.
        not_principals: Vec<Principal>, none;
        /// The actions.
        actions: Vec<Text>, none;
        /// All but these actions.
        not_actions: Vec<Text>, none;
        /// The resources.
        resources: Vec<Text>, none;
        /// All but these resources.
        not_resources: Vec<Text>, none;
        /// The conditions, one for each operator and key; all must hold.
        conditions: Vec<Condition>, none;
    }
}

record! {
    /// A principal, one for each value of the element.
    Principal {
        /// `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for everyone.
        kind: Text, gap;
        /// The ARN, account, service, provider or `*`.
        value: Text, gap;
    }
}

record! {
    /// A condition: operator, key and the values of which one must match.
    Condition {
        /// The operator as written, such as `ForAnyValue:StringLikeIfExists`.
        operator: Text, gap;
        /// The key in lower case: keys are not case-sensitive.
        key: Text, gap;
        /// The values, each as text.
        values: Vec<Text>, none;
    }
}

/// Reads a policy document.
///
/// # Errors
/// What is not JSON, or not a document: the message says which element, never a value.
pub fn parse(document: &str) -> Result<PolicyDocument, PolicyError> {
    let json: Json = serde_json::from_str(document).map_err(|_| PolicyError::NotJson)?;
    let object = json.as_object().ok_or(PolicyError::Element("document"))?;
    let statements = match object.get("Statement") {
        Some(Json::Array(statements)) => {
            statements.iter().map(statement).collect::<Result<_, _>>()?
        }
        Some(one) => vec![statement(one)?],
        None => Vec::new(),
    };
    let mut document = PolicyDocument {
        version: text_of(object.get("Version"), "Version")?
            .into_iter()
            .next()
            .map_or(crate::model::fact::Fact::None, Into::into),
        statements: statements.into(),
    };
    crate::model::record::Shape::settle(&mut document);
    Ok(document)
}

/// Why a text is not a policy document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Not JSON.
    #[error("the policy document is not JSON")]
    NotJson,
    /// An element that is not as the grammar wants it.
    #[error("the element {0} of the policy document is not as the policy grammar wants it")]
    Element(&'static str),
}

fn statement(json: &Json) -> Result<Statement, PolicyError> {
    use crate::model::fact::Fact;
    let object = json.as_object().ok_or(PolicyError::Element("Statement"))?;
    let list = |name: &'static str| -> Result<Fact<Vec<Text>>, PolicyError> {
        match object.get(name) {
            None => Ok(Fact::None),
            some => text_of(some, name).map(Fact::Known),
        }
    };
    let one = |name: &'static str| -> Result<Fact<Text>, PolicyError> {
        Ok(Fact::told(
            text_of(object.get(name), name)?.into_iter().next(),
        ))
    };
    Ok(Statement {
        sid: one("Sid")?,
        effect: one("Effect")?,
        principals: principals(object.get("Principal"), "Principal")?,
        not_principals: principals(object.get("NotPrincipal"), "NotPrincipal")?,
        actions: list("Action")?,
        not_actions: list("NotAction")?,
        resources: list("Resource")?,
        not_resources: list("NotResource")?,
        conditions: conditions(object.get("Condition"))?.into(),
    })
}

fn principals(
    json: Option<&Json>,
    name: &'static str,
) -> Result<crate::model::fact::Fact<Vec<Principal>>, PolicyError> {
    let principal = |kind: &str, value: Text| Principal {
        kind: Text::from(kind).into(),
        value: value.into(),
    };
    match json {
        None => Ok(crate::model::fact::Fact::None),
        Some(Json::String(value)) if value == "*" => {
            Ok(vec![principal("*", Text::from("*"))].into())
        }
        Some(Json::Object(kinds)) => {
            let mut principals = Vec::new();
            for (kind, values) in kinds {
                principals.extend(
                    text_of(Some(values), name)?
                        .into_iter()
                        .map(|value| principal(kind, value)),
                );
            }
            Ok(principals.into())
        }
        Some(_) => Err(PolicyError::Element(name)),
    }
}

fn conditions(json: Option<&Json>) -> Result<Vec<Condition>, PolicyError> {
    let Some(json) = json else {
        return Ok(Vec::new());
    };
    let mut conditions = Vec::new();
    for (operator, keys) in json.as_object().ok_or(PolicyError::Element("Condition"))? {
        for (key, values) in keys.as_object().ok_or(PolicyError::Element("Condition"))? {
            conditions.push(Condition {
                operator: Text::from(operator.as_str()).into(),
                key: Text::from(key.to_ascii_lowercase()).into(),
                values: text_of(Some(values), "Condition")?.into(),
            });
        }
    }
    Ok(conditions)
}

/// A scalar or a list of scalars as texts, as the policy grammar allows nearly everywhere.
fn text_of(json: Option<&Json>, name: &'static str) -> Result<Vec<Text>, PolicyError> {
    let scalar = |json: &Json| match json {
        Json::String(text) => Ok(Text::from(text.as_str())),
        Json::Bool(value) => Ok(Text::from(if *value { "true" } else { "false" })),
        Json::Number(number) => Ok(Text::from(number.to_string())),
        Json::Null | Json::Array(_) | Json::Object(_) => Err(PolicyError::Element(name)),
    };
    match json {
        None => Ok(Vec::new()),
        Some(Json::Array(values)) => values.iter().map(scalar).collect(),
        Some(one) => Ok(vec![scalar(one)?]),
    }
}
