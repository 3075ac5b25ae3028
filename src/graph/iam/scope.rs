//! How far a claim of GitHub's tokens is bound: to an owner, a repository, a branch, a workflow.

use super::pattern::{MARK, Pattern};

/// What a set of tokens is bound to. Claims that must hold together add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    owner: bool,
    repository: bool,
    /// A branch, a tag or an environment by a part of its name.
    some_refs: bool,
    /// One branch, tag or environment.
    one_ref: bool,
    /// One workflow file at one ref, which decides what is run.
    workflow: bool,
}

/// How wide a set of tokens is, from the narrowest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    Pinned,
    Refs,
    Repository,
    Owner,
    Anyone,
}

impl Scope {
    /// The name in facts.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Scope::Pinned => "pinned",
            Scope::Refs => "refs",
            Scope::Repository => "repository",
            Scope::Owner => "owner",
            Scope::Anyone => "anyone",
        }
    }
}

impl Bounds {
    const NONE: Bounds = Bounds {
        owner: false,
        repository: false,
        some_refs: false,
        one_ref: false,
        workflow: false,
    };
    const OWNER: Bounds = Bounds {
        owner: true,
        ..Bounds::NONE
    };
    /// A repository has one owner.
    const REPOSITORY: Bounds = Bounds {
        repository: true,
        ..Bounds::OWNER
    };

    /// What holds of tokens of which both are said.
    #[must_use]
    pub(super) fn and(self, other: Bounds) -> Bounds {
        Bounds {
            owner: self.owner || other.owner,
            repository: self.repository || other.repository,
            some_refs: self.some_refs || other.some_refs,
            one_ref: self.one_ref || other.one_ref,
            workflow: self.workflow || other.workflow,
        }
    }

    /// What holds of tokens of which one or the other is said.
    #[must_use]
    pub(super) fn or(self, other: Bounds) -> Bounds {
        Bounds {
            owner: self.owner && other.owner,
            repository: self.repository && other.repository,
            some_refs: (self.some_refs || self.one_ref) && (other.some_refs || other.one_ref),
            one_ref: self.one_ref && other.one_ref,
            workflow: self.workflow && other.workflow,
        }
    }

    /// How wide that is. A branch or an environment binds nothing without its repository:
    /// everybody can name one so.
    pub(super) fn scope(self) -> Scope {
        if self.workflow || (self.repository && self.one_ref) {
            Scope::Pinned
        } else if self.repository && self.some_refs {
            Scope::Refs
        } else if self.repository {
            Scope::Repository
        } else if self.owner {
            Scope::Owner
        } else {
            Scope::Anyone
        }
    }
}

/// What a value of `sub` binds: `repo:OWNER/REPO:` and a context by default, or the claims that the
/// repository or the organization has chosen, each with its name; a `:` inside a value is escaped.
/// <https://docs.github.com/en/actions/reference/security/oidc#customizing-the-token-claims>
pub(super) fn of_subject(pattern: &Pattern) -> Bounds {
    let prefix = pattern.prefix();
    let parts: Vec<&str> = prefix.split(':').collect();
    let mut bounds = Bounds::default();
    let mut at = 0;
    while at < parts.len() {
        if parts[at] == "pull_request" {
            at += 1;
            continue;
        }
        if let Some(value) = parts.get(at + 1) {
            let whole = pattern.is_exact() || at + 2 < parts.len();
            bounds = bounds.and(of_value(parts[at], value, whole));
        }
        at += 2;
    }
    bounds.and(of_open_ids(&pattern.marked()))
}

/// What a subject binds that names an owner and a repository and leaves their ids open, as
/// `repo:OWNER@*/REPO@*:environment:prod`. No name has an `@`. A branch may be called `x/REPO@y`, but has
/// no `:`: the repository is bound where its id has no room for the name of a branch of another one.
fn of_open_ids(subject: &str) -> Bounds {
    let is_name = |name: &str| !name.is_empty() && !name.contains([MARK, '/', ':']);
    let is_id = |id: &str| id.chars().all(|char| char == MARK || char.is_ascii_digit());
    let value = subject.strip_prefix("repo:");
    let Some((_, rest)) = value
        .and_then(|value| value.split_once('@'))
        .filter(|(name, _)| is_name(name))
    else {
        return Bounds::NONE;
    };
    let Some((id, rest)) = rest.split_once('/').filter(|(id, _)| is_id(id)) else {
        return Bounds::OWNER;
    };
    let Some((_, rest)) = rest.split_once('@').filter(|(name, _)| is_name(name)) else {
        return Bounds::OWNER;
    };
    let Some((_, context)) = rest.split_once(':').filter(|(id, _)| is_id(id)) else {
        return match id.contains(MARK) {
            true => Bounds::OWNER,
            false => Bounds::REPOSITORY,
        };
    };
    let Some((claim, value)) = context.split_once(':') else {
        return Bounds::REPOSITORY;
    };
    let known = value.split(MARK).next().unwrap_or_default();
    let whole = known == value;
    match claim {
        "ref" | "environment" => Bounds::REPOSITORY.and(of_value(claim, known, whole)),
        _ => Bounds::REPOSITORY,
    }
}

/// The claims beside `sub` that conditions of AWS can ask about; of another one nothing is known.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif>
const EVALUATED: [&str; 8] = [
    "actor",
    "actor_id",
    "enterprise_id",
    "environment",
    "job_workflow_ref",
    "ref",
    "repository",
    "repository_id",
];

/// What the values of another claim bind.
pub(super) fn of_claim(name: &str, values: &[Pattern]) -> Bounds {
    if !EVALUATED.contains(&name) {
        return Bounds::default();
    }
    let one = |value: &Pattern| of_value(name, &value.prefix(), value.is_exact());
    values
        .iter()
        .map(one)
        .reduce(Bounds::or)
        .unwrap_or_default()
}

/// What a claim binds whose value is known whole, or begins with a text.
fn of_value(claim: &str, value: &str, whole: bool) -> Bounds {
    let (name, rest) = value.split_once('/').unwrap_or((value, ""));
    let has_owner = !name.is_empty() && value.contains('/');
    match claim {
        "repo" | "repository" if has_owner && whole && !rest.is_empty() => Bounds::REPOSITORY,
        "repo" | "repository" if has_owner => Bounds::OWNER,
        "repository_id" if whole && !value.is_empty() => Bounds::REPOSITORY,
        "repository_owner" | "repository_owner_id" if whole && !value.is_empty() => Bounds::OWNER,
        "ref" => of_ref(value, whole),
        "environment" => named(value, whole),
        // Whoever can make an account start workflows elsewhere has its tokens there too.
        "enterprise_id" | "actor" | "actor_id" if whole && !value.is_empty() => Bounds::OWNER,
        "job_workflow_ref" | "workflow_ref" => match value.split_once('@') {
            Some((_, at)) => Bounds::REPOSITORY.and(of_workflow_at(at, whole)),
            None if rest.contains('/') => Bounds::REPOSITORY,
            None if has_owner => Bounds::OWNER,
            None => Bounds::NONE,
        },
        _ => Bounds::NONE,
    }
}

fn of_ref(value: &str, whole: bool) -> Bounds {
    let name = ["refs/heads/", "refs/tags/"]
        .iter()
        .find_map(|kind| value.strip_prefix(kind));
    match name {
        Some(name) => named(name, whole),
        // Another ref, such as that of a pull request, is anybody's who can open one.
        None => Bounds::default(),
    }
}

/// What is bound by the ref at which a workflow file is taken: at a whole one, or at a commit, one that
/// nobody else can change.
fn of_workflow_at(at: &str, whole: bool) -> Bounds {
    let is_commit = at.len() >= 40 && at.chars().all(|char| char.is_ascii_hexdigit());
    let bounds = of_ref(at, whole);
    Bounds {
        workflow: bounds.one_ref || (whole && is_commit),
        ..bounds
    }
}

fn named(name: &str, whole: bool) -> Bounds {
    Bounds {
        some_refs: !name.is_empty(),
        one_ref: whole && !name.is_empty(),
        ..Bounds::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::Text;

    fn scope(text: &str) -> &'static str {
        let pattern = Pattern::new(&Text::from(text), true, true);
        of_subject(&pattern).scope().as_str()
    }

    #[test]
    fn a_subject_is_pinned_by_repository_and_branch_tag_or_environment() {
        for subject in [
            "repo:o/r:ref:refs/heads/main",
            "repo:o/r:ref:refs/tags/v1",
            "repo:o/r:environment:prod",
            "repo:o@1/r@2:environment:prod",
            "repo:o@*/r@*:environment:prod",
            "repo:o@1/r@*:ref:refs/heads/main",
            "repository_id:123:environment:prod",
            "repo:o/r:environment:prod:*",
            "job_workflow_ref:o/r/.github/workflows/x.yml@refs/heads/main",
            "repo:o/r:job_workflow_ref:o/r/.github/workflows/x.yml@refs/heads/main",
        ] {
            assert_eq!(scope(subject), "pinned", "{subject}");
        }
    }

    #[test]
    fn a_subject_may_leave_the_ref_open() {
        for subject in [
            "repo:o/r:ref:refs/heads/release/*",
            "repo:o/r:ref:refs/tags/v?",
            "repo:o/r:environment:prod*",
            "repo:o@*/r@*:environment:prod*",
            "repo:o/r:job_workflow_ref:o/r/.github/workflows/x.yml@refs/heads/release/*",
        ] {
            assert_eq!(scope(subject), "refs", "{subject}");
        }
        for subject in [
            "repo:o/r:*",
            "repo:o/r",
            "repo:o/r:pull_request",
            "repo:o/r:ref:*",
            "repo:o/r:ref:refs/heads/*",
            "repo:o/r:ref:refs/pull/*",
            "repo:o/r:environment:*",
            "repo:o/r:pull_request:*",
            "repository_id:123:*",
        ] {
            assert_eq!(scope(subject), "repository", "{subject}");
        }
    }

    #[test]
    fn a_subject_may_leave_the_repository_open() {
        for subject in [
            "repo:o/*",
            "repo:o/r*",
            "repo:o/?",
            "repo:o/*:ref:refs/heads/main",
            "repository_owner:o",
            "repository_owner:o:*",
            "repo:o@*",
            "repo:o@*/*",
            "repo:o@*/r*@*:environment:prod",
            // A branch `x/r@y` of another repository.
            "repo:o@*/r@*",
        ] {
            assert_eq!(scope(subject), "owner", "{subject}");
        }
    }

    #[test]
    fn a_subject_may_be_anyones() {
        for subject in [
            "*",
            "",
            "repo:*",
            "repo:o*",
            "repo:?/r:ref:refs/heads/main",
            "repo:*/r:environment:prod",
            "*:ref:refs/heads/main",
            "environment:prod",
            "ref:refs/heads/main",
            "repository_owner:o*",
            "repo:*@*/r@*:environment:prod",
            "repo:o*@1/r@2:environment:prod",
            "re*",
        ] {
            assert_eq!(scope(subject), "anyone", "{subject}");
        }
    }

    #[test]
    fn values_that_may_each_hold_bind_what_they_have_in_common() {
        let values = |texts: &[&str]| -> Vec<Pattern> {
            let pattern = |text: &&str| Pattern::new(&Text::from(*text), true, true);
            texts.iter().map(pattern).collect()
        };
        let repositories = of_claim("repository", &values(&["o/a", "o/b"]));
        assert_eq!(repositories.scope(), Scope::Repository);
        let mixed = of_claim("repository", &values(&["o/a", "o/*"]));
        assert_eq!(mixed.scope(), Scope::Owner);
        let environments = of_claim("environment", &values(&["prod", "stag*"]));
        assert_eq!(repositories.and(environments).scope(), Scope::Refs);
        assert_eq!(environments.scope(), Scope::Anyone);
    }

    #[test]
    fn a_claim_binds_if_aws_asks_about_it() {
        let claim = |name: &str, text: &str| {
            let pattern = Pattern::new(&Text::from(text), true, true);
            of_claim(name, &[pattern])
        };
        let repository = claim("repository_id", "7");
        for (name, value, wanted) in [
            ("enterprise_id", "42", Scope::Owner),
            ("actor_id", "42", Scope::Owner),
            ("actor", "octocat", Scope::Owner),
            ("actor_id", "4*", Scope::Anyone),
            ("repository_owner", "o", Scope::Anyone),
            ("repository_owner_id", "42", Scope::Anyone),
            ("workflow", "deploy", Scope::Anyone),
            ("workflow_ref", "o/r/x.yml@refs/heads/main", Scope::Anyone),
            (
                "job_workflow_ref",
                "o/r/x.yml@refs/heads/main",
                Scope::Pinned,
            ),
            ("job_workflow_ref", "o/r/x.yml@refs/tags/v*", Scope::Refs),
            ("job_workflow_ref", "o/r/x.yml@*", Scope::Repository),
        ] {
            assert_eq!(claim(name, value).scope(), wanted, "{name} {value}");
        }
        let commit = format!("o/r/x.yml@{}", "0a".repeat(20));
        assert_eq!(claim("job_workflow_ref", &commit).scope(), Scope::Pinned);
        let actor = claim("actor_id", "42");
        assert_eq!(actor.and(repository).scope(), Scope::Repository);
    }
}
