//! A set of rules, loaded and checked: what judging needs.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::graph::ViewPlan;
use crate::model::path::Need;

use super::bundle::Bundle;
use super::check;
use super::engine::Engine;
use super::metadata::{Metadata, Origin};
use super::problem::Problem;
use super::source::Source;

/// A rule that passed every check.
pub struct Rule {
    /// What it says about itself.
    pub metadata: Metadata,
    /// The file it came from.
    pub file: String,
    /// What its `deny` sees: the facts of `applies`, `needs` and `wants`.
    pub view: ViewPlan,
    /// What its `applies` sees, if it has one.
    pub applies: Option<ViewPlan>,
}

/// The rules of a run, sorted by id, with the engine that holds their modules.
pub struct RuleSet {
    /// The rules.
    pub rules: Vec<Rule>,
    pub(super) engine: Engine,
}

impl RuleSet {
    /// Loads bundles together, and checks those of users; what comes with the tool was checked by
    /// [`super::vet_all`] when it was built.
    ///
    /// # Errors
    /// Every problem of every file: a set of which one rule is wrong judges nothing.
    pub fn load(bundles: &[Bundle]) -> Result<RuleSet, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut rules = Vec::new();
        let mut engine = Engine::new();
        for bundle in bundles {
            let libraries: Vec<Source<'_>> = bundle.libraries().collect();
            let shared: Vec<Source<'_>> = match bundle.origin {
                Origin::BuiltIn => libraries.clone(),
                Origin::User => with_built_in(bundles, &libraries),
            };
            for library in &libraries {
                problems.extend(engine.add(library).err());
            }
            let sources: Vec<Source<'_>> = bundle.rules().collect();
            let each = sources.par_iter();
            let loaded = each.map(|source| load_rule(*source, bundle.origin, &shared));
            let loaded: Vec<Result<Rule, Vec<Problem>>> = loaded.collect();
            for (source, loaded) in sources.iter().zip(loaded) {
                match loaded {
                    Ok(rule) => {
                        problems.extend(engine.add(source).err());
                        rules.push(rule);
                    }
                    Err(found) => problems.extend(found),
                }
            }
        }
        problems.extend(duplicates(&rules));
        rules.sort_by(|a, b| a.metadata.id.cmp(&b.metadata.id));
        if problems.is_empty() {
            engine
                .prepare(rules.first())
                .map_err(|problem| vec![problem])?;
            Ok(RuleSet { rules, engine })
        } else {
            problems.sort();
            problems.dedup();
            Err(problems)
        }
    }

    /// The rule with an id or an alias.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| {
            rule.metadata.id == id || rule.metadata.aliases.iter().any(|alias| alias == id)
        })
    }

    /// The rule of each alias.
    pub(super) fn aliases(&self) -> BTreeMap<&str, &str> {
        let mut aliases = BTreeMap::new();
        for Rule { metadata, .. } in &self.rules {
            for alias in &metadata.aliases {
                aliases.insert(alias.as_str(), metadata.id.as_str());
            }
        }
        aliases
    }

    /// Every id and alias.
    pub fn ids(&self) -> BTreeSet<&str> {
        let names = self.rules.iter().flat_map(|rule| {
            let aliases = rule.metadata.aliases.iter().map(String::as_str);
            aliases.chain([rule.metadata.id.as_str()])
        });
        names.collect()
    }
}

fn with_built_in<'a>(bundles: &'a [Bundle], own: &[Source<'a>]) -> Vec<Source<'a>> {
    let built_in = bundles
        .iter()
        .filter(|bundle| bundle.origin == Origin::BuiltIn);
    built_in
        .flat_map(Bundle::libraries)
        .chain(own.iter().copied())
        .collect()
}

fn load_rule(
    source: Source<'_>,
    origin: Origin,
    libraries: &[Source<'_>],
) -> Result<Rule, Vec<Problem>> {
    let metadata = Metadata::read(source, origin)?;
    // The tests have checked what comes with the tool: not every start has to do it again.
    let mut problems = match origin {
        Origin::BuiltIn => Vec::new(),
        Origin::User => check::check(&source, &metadata, libraries),
    };
    let applies_needs: &[Need] = metadata.applies.as_deref().unwrap_or(&[]);
    let all: Vec<Need> = applies_needs
        .iter()
        .chain(&metadata.needs)
        .cloned()
        .collect();
    let view = ViewPlan::new(&metadata.subject, &all, &metadata.wants);
    let applies = match &metadata.applies {
        Some(needs) => ViewPlan::new(&metadata.subject, needs, &[]).map(Some),
        None => Ok(None),
    };
    match (view, applies) {
        (Ok(view), Ok(applies)) if problems.is_empty() => Ok(Rule {
            metadata,
            file: source.file.to_owned(),
            view,
            applies,
        }),
        (view, _) => {
            for error in view.err().unwrap_or_default() {
                let spot = spot_of(&metadata, &error.path);
                let message = format!("`{}`: {}", error.path, error.message);
                problems.push(spot.problem(source.file, message, error.help));
            }
            Err(problems)
        }
    }
}

/// The place of a path in the METADATA block.
fn spot_of(metadata: &Metadata, path: &str) -> super::metadata::Spot {
    let spots = &metadata.spots;
    let applies = metadata.applies.iter().flatten().zip(&spots.applies);
    let needs = metadata.needs.iter().zip(&spots.needs);
    let wants = metadata.wants.iter().zip(&spots.wants);
    applies
        .chain(needs)
        .chain(wants)
        .find(|(need, _)| need.to_string() == path)
        .map_or(spots.subject, |(_, spot)| *spot)
}

/// Two rules with one id or alias, or one package.
fn duplicates(rules: &[Rule]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for rule in rules {
        let metadata = &rule.metadata;
        let names = metadata
            .aliases
            .iter()
            .map(String::as_str)
            .chain([metadata.id.as_str()]);
        for name in names.chain([metadata.package.as_str()]) {
            if let Some(other) = seen.insert(name, &rule.file) {
                let message = format!("`{name}` is taken by {other}");
                let help = "ids, aliases and packages are unique: choose another name";
                problems.push(metadata.spots.id.problem(&rule.file, message, help));
            }
        }
    }
    problems
}
