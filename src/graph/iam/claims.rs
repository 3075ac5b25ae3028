//! What conditions and denials leave of the claims of a token.

use std::collections::BTreeMap;

use crate::model::id::Text;
use crate::model::kinds::policy::{Condition, Statement};

use super::pattern::{Pattern, common};

/// What is said of the claims of the tokens that a statement admits, by the name of the claim.
#[derive(Debug, Clone, Default)]
pub(super) struct Claims {
    admitted: BTreeMap<String, Vec<Pattern>>,
    /// The same in any case, in lower case: nothing is compared with these.
    folded: BTreeMap<String, Vec<Pattern>>,
    excluded: BTreeMap<String, Vec<Pattern>>,
    /// Claims that are compared only if the token has them.
    pub(super) skipped: Vec<String>,
}

/// A condition operator, taken apart.
struct Operator {
    base: String,
    if_exists: bool,
    for_all: bool,
    for_any: bool,
}

/// What a condition compares.
enum Compared<'c> {
    /// A claim of the issuer, by name.
    Claim(&'c str),
    /// Something that no token of the issuer carries: a claim of another issuer, of SAML.
    Foreign,
    /// Something else, such as the address of the caller.
    Other,
}

impl Claims {
    /// What an Allow statement says of an issuer's tokens; nothing if it can admit none of them.
    pub(super) fn of(statement: &Statement, issuer: &str, variables: bool) -> Option<Claims> {
        let mut claims = Claims::default();
        for condition in statement.conditions.known().into_iter().flatten() {
            if !claims.require(condition, issuer, variables) {
                return None;
            }
        }
        Some(claims)
    }

    /// Adds a condition that must hold; tells whether it can.
    fn require(&mut self, condition: &Condition, issuer: &str, variables: bool) -> bool {
        let operator = Operator::of(condition);
        let holds_without = operator.if_exists || operator.for_all;
        let is_text = ["stringequals", "stringlike", "stringequalsignorecase"]
            .contains(&operator.base.as_str());
        match compared(condition, issuer) {
            Compared::Claim(name) if is_text => {
                if holds_without && name != "sub" {
                    self.skipped.push(name.to_owned());
                } else {
                    self.admit(name, &operator, condition, variables);
                }
                true
            }
            // Every token has a subject and an audience.
            Compared::Claim("sub" | "aud") if operator.base == "null" => {
                let wanted = condition.values.known().into_iter().flatten();
                !wanted
                    .into_iter()
                    .any(|value| value.eq_ignore_ascii_case("true"))
            }
            Compared::Foreign => !is_text || holds_without,
            Compared::Claim(_) | Compared::Other => true,
        }
    }

    /// Subtracts what a Deny statement about the issuer refuses; tells whether anything is left.
    ///
    /// A denial under several conditions holds only where all of them do, so that nothing follows
    /// for a claim alone.
    pub(super) fn deny(&mut self, statement: &Statement, issuer: &str, variables: bool) -> bool {
        let conditions = statement.conditions.known().map_or(&[][..], Vec::as_slice);
        let condition = match conditions {
            [] => return false,
            [condition] => condition,
            _ => return true,
        };
        let Compared::Claim(name) = compared(condition, issuer) else {
            return true;
        };
        let operator = Operator::of(condition);
        match operator.base.as_str() {
            "stringnotequals" | "stringnotlike" | "stringnotequalsignorecase"
                if name == "sub" || !operator.for_any =>
            {
                self.admit(name, &operator, condition, variables);
            }
            "stringequals" | "stringlike" => {
                let excluded = self.excluded.entry(name.to_owned()).or_default();
                excluded.extend(operator.patterns(condition, variables));
            }
            _ => {}
        }
        true
    }

    fn admit(&mut self, name: &str, operator: &Operator, condition: &Condition, variables: bool) {
        let patterns = operator.patterns(condition, variables);
        if operator.ignores_case() {
            self.folded.insert(name.to_owned(), patterns);
            return;
        }
        let admitted = match self.admitted.get(name) {
            Some(before) => common(before, &patterns),
            None => patterns,
        };
        self.admitted.insert(name.to_owned(), admitted);
    }

    /// The values of a claim that are admitted; nothing if every value is.
    pub(super) fn values(&self, name: &str) -> Option<Vec<Pattern>> {
        let excluded = self.excluded.get(name).map_or(&[][..], Vec::as_slice);
        let is_left = |value: &Pattern| !excluded.iter().any(|out| out.covers(value));
        match (self.admitted.get(name), self.folded.get(name)) {
            (Some(values), _) => Some(
                values
                    .iter()
                    .filter(|value| is_left(value))
                    .cloned()
                    .collect(),
            ),
            (None, Some(values)) => Some(values.clone()),
            (None, None) if is_left(&Pattern::everything()) => None,
            (None, None) => Some(Vec::new()),
        }
    }

    /// The claims of which something is said.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let folded = self.folded.keys();
        let folded = folded.filter(|name| !self.admitted.contains_key(*name));
        self.admitted.keys().chain(folded).map(String::as_str)
    }
}

impl Operator {
    fn of(condition: &Condition) -> Operator {
        let text = condition.operator.known().map_or("", Text::as_str);
        let text = text.to_ascii_lowercase();
        let (set, base) = text.split_once(':').unwrap_or(("", &text));
        let base_alone = base.strip_suffix("ifexists");
        Operator {
            base: base_alone.unwrap_or(base).to_owned(),
            if_exists: base_alone.is_some(),
            for_all: set == "forallvalues",
            for_any: set == "foranyvalue",
        }
    }

    fn ignores_case(&self) -> bool {
        self.base.ends_with("ignorecase")
    }

    fn patterns(&self, condition: &Condition, variables: bool) -> Vec<Pattern> {
        let wildcards = self.base.ends_with("like");
        let values = condition.values.known().into_iter().flatten();
        let pattern = |value: &Text| match self.ignores_case() {
            true => Pattern::new(&value.to_lowercase(), wildcards, variables),
            false => Pattern::new(value, wildcards, variables),
        };
        values.map(pattern).collect()
    }
}

/// Keys are the issuer without `https://`, `:`, and the claim, in any case; the model has them in
/// lower case.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif>
fn compared<'c>(condition: &'c Condition, issuer: &str) -> Compared<'c> {
    let key = condition.key.known().map_or("", Text::as_str);
    let Some((owner, claim)) = key.rsplit_once(':') else {
        return Compared::Other;
    };
    if owner == issuer.to_ascii_lowercase() {
        Compared::Claim(claim)
    } else if owner == "saml" || (owner.contains('.') && !super::github::is_github(owner)) {
        Compared::Foreign
    } else {
        Compared::Other
    }
}
