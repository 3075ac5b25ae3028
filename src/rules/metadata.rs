//! What a rule says about itself: the `# METADATA` block of its package, read and checked.

mod block;
mod name;
mod param;
mod template;
#[cfg(test)]
mod tests;
mod validate;
mod written;

use std::collections::BTreeMap;

use crate::model::path::Need;
use crate::model::severity::Severity;

use super::problem::Problem;
use super::source::Source;

pub use param::{Param, ParamType};
pub use template::{Part, parts, render};

/// Who wrote a rule; it decides the first part of its package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// We: `package assize.<service>.<id>`, in a folder named after the service.
    BuiltIn,
    /// The user: `package user.<service>.<id>`.
    User,
}

/// The contract of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// The package of the rule, such as `assize.rds.storage_encrypted`.
    pub package: String,
    /// The second part of the package.
    pub service: String,
    /// What is wrong, in a line.
    pub title: String,
    /// What is wrong and why it matters.
    pub description: String,
    /// The name of the rule in every output, waiver and key; for ever.
    pub id: String,
    /// The severities that a denial may use; the first is the rule's own.
    pub severities: Vec<Severity>,
    /// The kind of resource that is judged.
    pub subject: String,
    /// What the rule `applies` reads, if there is one.
    pub applies: Option<Vec<Need>>,
    /// What `deny` reads; a gap in any makes the verdict unknown.
    pub needs: Vec<Need>,
    /// What enriches a denial and never decides it.
    pub wants: Vec<Need>,
    /// `partial: deny-stands`: a denial on known facts stands whatever else is not known.
    pub partial: bool,
    /// What a user can set.
    pub params: BTreeMap<String, Param>,
    /// Message id to template; `{name}` is replaced by that argument of the denial. Without any, the
    /// message of a denial is itself the template.
    pub messages: BTreeMap<String, String>,
    /// Framework to control ids.
    pub frameworks: BTreeMap<String, Vec<String>>,
    /// What to do about a denial.
    pub remediation: Remediation,
    /// Where to read more.
    pub references: Vec<String>,
    /// Ids that the rule had before.
    pub aliases: Vec<String>,
    /// Why the rule should no longer be used, if so.
    pub deprecated: Option<String>,
    /// The first version of assize that has the rule.
    pub since: Option<String>,
    /// Where all this stands in the file.
    pub spots: Spots,
}

/// What to do about a denial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remediation {
    /// In words.
    pub text: String,
    /// With the AWS command line.
    pub cli: Option<String>,
    /// With Terraform.
    pub terraform: Option<String>,
}

/// A place in a file, counted from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// Where the parts of a contract stand, for errors that are found later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spots {
    /// The `package` line.
    pub package: Spot,
    /// The value of `id`.
    pub id: Spot,
    /// The value of `subject`.
    pub subject: Spot,
    /// The value of `partial`, if there is one.
    pub partial: Option<Spot>,
    /// Each of the needs of `applies`.
    pub applies: Vec<Spot>,
    /// Each of `needs`.
    pub needs: Vec<Spot>,
    /// Each of `wants`.
    pub wants: Vec<Spot>,
}

impl Spot {
    /// A problem that stands here.
    pub(crate) fn problem(
        self,
        file: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem {
            file: file.to_owned(),
            line: self.line,
            column: self.column,
            message: message.into(),
            help: help.into(),
        }
    }
}

impl Metadata {
    /// Reads the contract of a rule.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the file. An error of YAML, or a key or a
    /// type that is wrong, hides what comes after it.
    pub fn read(source: Source<'_>, origin: Origin) -> Result<Metadata, Vec<Problem>> {
        let block = block::find(source)?;
        let written = written::read(source, &block)?;
        validate::validate(source, origin, &block, written)
    }

    /// The template of a denial's message; none if METADATA has messages and this is none of them.
    pub fn template<'a>(&'a self, message: &'a str) -> Option<&'a str> {
        if self.messages.is_empty() {
            return Some(message);
        }
        self.messages.get(message).map(String::as_str)
    }

    /// The severity of the rule as a whole: the first that it lists.
    pub fn severity(&self) -> Severity {
        self.severities.first().copied().unwrap_or_default()
    }

    /// The id as it stands in the name of the file and in the package.
    pub fn name(&self) -> String {
        self.id.replace('-', "_")
    }
}
