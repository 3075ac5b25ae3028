//! Rules: those that assize brings, and those of the user's directories.

use std::path::{Path, PathBuf};

use assize::rules::bundle::{Bundle, PolicyFile};
use assize::rules::metadata::Origin;
use assize::rules::set::{Rule, RuleSet};

use crate::apart::Apart;
use crate::end::Failure;
use crate::{files, near};

/// Rules that were loaded, and what they were loaded from.
pub(crate) struct Policies {
    /// The bundles.
    pub(crate) bundles: Vec<Bundle>,
    /// Their rules.
    pub(crate) set: RuleSet,
}

impl Policies {
    /// Loads the rules that assize brings and those of directories.
    pub(crate) fn load(directories: &[PathBuf]) -> Result<Self, Failure> {
        let mut bundles = vec![Bundle::built_in()];
        if !directories.is_empty() {
            bundles.push(Bundle::of_user(read_all(directories)?));
        }
        let policies = Self::of(bundles)?;
        let mut rules = policies.set.rules.iter();
        match directories.first() {
            Some(first) if !rules.any(|rule| policies.is_users(rule)) => Err(no_rules(first)),
            _ => Ok(policies),
        }
    }

    /// Loads bundles.
    pub(crate) fn of(bundles: Vec<Bundle>) -> Result<Self, Failure> {
        match RuleSet::load(&bundles) {
            Ok(set) => Ok(Policies { bundles, set }),
            Err(problems) => Err(Failure::usage_of("the policies are refused", &problems)),
        }
    }

    /// The rule with an id or an alias.
    pub(crate) fn rule(&self, id: &str) -> Result<&Rule, Failure> {
        self.set.rule(id).ok_or_else(|| {
            let otherwise = "`assize rules list` names them; `--policies DIR` adds your own";
            let help = near::help(id, self.set.ids(), otherwise);
            Failure::Usage(format!("there is no rule `{id}`; {help}"))
        })
    }

    /// Whether a rule is one of the user's.
    pub(crate) fn is_users(&self, rule: &Rule) -> bool {
        let of_user = self
            .bundles
            .iter()
            .filter(|bundle| bundle.origin == Origin::User);
        let mut files = of_user.flat_map(|bundle| &bundle.files);
        files.any(|file| file.path == rule.file)
    }
}

/// The policy files of directories, each once.
fn read_all(directories: &[PathBuf]) -> Result<Vec<PolicyFile>, Failure> {
    let mut all: Vec<PolicyFile> = Vec::new();
    for directory in directories {
        let files = read(directory)?;
        if !files.iter().any(|file| file.path.ends_with(".rego")) {
            return Err(no_rules(directory));
        }
        all.extend(files);
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all.dedup();
    Ok(all)
}

fn no_rules(directory: &Path) -> Failure {
    let shown = directory.display();
    Failure::Usage(format!(
        "the directory `{shown}` holds no rules; `assize rules new --policies {shown} ID` writes \
         the first"
    ))
}

/// Sees that nothing is written in place of the policies of directories.
pub(crate) fn keep_apart(directories: &[PathBuf], apart: &mut Apart) -> Result<(), Failure> {
    for directory in directories {
        for path in list(directory)? {
            apart.read(&path, "the policy")?;
        }
    }
    Ok(())
}

fn list(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let wanted = |name: &str| name.ends_with(".rego") || name.ends_with(".cases.yaml");
    files::find(directory, "the policies in", &wanted)
}

/// The policy files of one directory.
pub(crate) fn read(directory: &Path) -> Result<Vec<PolicyFile>, Failure> {
    let paths = list(directory)?;
    let read = |path: PathBuf| {
        let text = files::read_text(&path, "the policy")?;
        Ok(PolicyFile {
            path: path.display().to_string(),
            text,
        })
    };
    paths.into_iter().map(read).collect()
}
