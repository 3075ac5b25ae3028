//! The text of a new rule and of its cases, for any kind of resource.

use assize::graph::schema::GraphKind;
use assize::model::record::Type;
use assize::rules::metadata::Origin;

/// A rule that is to be written.
pub(super) struct Starter<'a> {
    pub(super) id: &'a str,
    pub(super) service: &'a str,
    pub(super) subject: &'static GraphKind,
    pub(super) origin: Origin,
}

/// The fact that the rule begins with, a value that it denies, and one that it does not.
struct Fact {
    name: &'static str,
    bad: &'static str,
    good: &'static str,
}

impl Starter<'_> {
    /// The id as files and packages spell it.
    pub(super) fn name(&self) -> String {
        self.id.replace('-', "_")
    }

    /// The rule.
    pub(super) fn rule(&self) -> String {
        let root = match self.origin {
            Origin::BuiltIn => "assize",
            Origin::User => "user",
        };
        let fact = self.fact();
        RULE.replace("{ROOT}", root)
            .replace("{SERVICE}", self.service)
            .replace("{NAME}", &self.name())
            .replace("{ID}", self.id)
            .replace("{KIND}", self.subject.name)
            .replace("{FACT}", fact.name)
            .replace("{WORD}", fact.bad.trim_matches('"'))
            .replace("{BAD}", fact.bad)
    }

    /// The cases: one that fails, one that passes, one of which nothing is known.
    pub(super) fn cases(&self) -> String {
        let fact = self.fact();
        CASES
            .replace("{FACT}", fact.name)
            .replace("{BAD}", fact.bad)
            .replace("{GOOD}", fact.good)
    }

    /// A fact of the kind that is one value: true or false, else a number, else a text.
    fn fact(&self) -> Fact {
        let attributes = self.subject.record.attributes.iter();
        let attributes = attributes.map(|attribute| (attribute.name, (attribute.ty)()));
        let derived = self.subject.derived.iter();
        let derived = derived.map(|derived| (derived.name, (derived.ty)()));
        let facts: Vec<(&'static str, Type)> = attributes.chain(derived).collect();
        let first = |wanted: fn(&Type) -> bool| {
            let found = facts.iter().find(|(_, ty)| wanted(ty));
            found.map(|(name, _)| *name)
        };
        if let Some(name) = first(|ty| matches!(ty, Type::Boolean)) {
            let (bad, good) = ("true", "false");
            return Fact { name, bad, good };
        }
        if let Some(name) = first(|ty| matches!(ty, Type::Integer)) {
            let (bad, good) = ("0", "1");
            return Fact { name, bad, good };
        }
        // Every subject has its environment, whatever its kind.
        let name = first(|ty| matches!(ty, Type::Text)).unwrap_or("environment");
        let (bad, good) = ("\"wrong\"", "\"right\"");
        Fact { name, bad, good }
    }
}

const RULE: &str = "\
# METADATA
# title: {FACT} is {WORD}
# description: What is wrong, and why it matters. Change this.
# custom:
#   id: {ID}
#   severities: [medium]
#   subject: {KIND}
#   needs: [{FACT}]
#   messages: {wrong: \"{FACT} is {value}\"}
#   remediation: {text: What to do about it. Change this.}
package {ROOT}.{SERVICE}.{NAME}

deny contains {
\t\"facts\": [\"{FACT}\"],
\t\"message\": \"wrong\",
\t\"args\": {\"value\": input.{FACT}},
} if {
\tinput.{FACT} == {BAD}
}
";

const CASES: &str = "\
- name: what is wrong
  given: { {FACT}: {BAD} }
  want: { fail: [{ message: wrong }] }
- name: what is right
  given: { {FACT}: {GOOD} }
  want: pass
- name: nobody told
  given: { {FACT}: { unknown: denied } }
  want: unknown
";
