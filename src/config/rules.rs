//! The ids of rules in `assize.toml` against the rules that there are.

use std::collections::{BTreeMap, BTreeSet};

use super::nearest::did_you_mean;
use super::places::At;
use super::problem::ConfigProblem;
use super::{RuleEntry, ValidConfig};

impl ValidConfig {
    /// The rules that are named and do not exist, and those that are named twice, once by an alias.
    /// `aliases` leads from each alias to its rule.
    pub fn check_rule_ids(
        &self,
        known: &BTreeSet<&str>,
        aliases: &BTreeMap<&str, &str>,
    ) -> Vec<ConfigProblem> {
        let rules = self.rules.iter().map(|(id, entry)| (id, entry.at));
        let of_resources = self.resources.iter().flat_map(|entry| &entry.params);
        let named = rules.chain(of_resources.map(|(id, params)| (id, params.at)));
        let mut problems: Vec<ConfigProblem> = named
            .filter(|(id, _)| !known.contains(id.as_str()) && !aliases.contains_key(id.as_str()))
            .map(|(id, at)| {
                let names = known.iter().chain(aliases.keys()).copied();
                let help = did_you_mean(id, "see `assize rules list`; rules", names);
                self.problem(at, format!("there is no rule `{id}`"), help)
            })
            .collect();
        for (alias, entry) in &self.rules {
            let id = aliases.get(alias.as_str()).copied();
            if let Some(id) = id.filter(|id| self.rules.contains_key(*id)) {
                let message =
                    format!("`{alias}` is the rule `{id}`, which has an entry of its own");
                problems.push(self.problem(entry.at, message, "make one entry of both".to_owned()));
            }
        }
        problems.sort();
        problems
    }

    /// What is said of each rule, by the rule's own id.
    pub fn rules_by_id<'a>(
        &'a self,
        aliases: &BTreeMap<&'a str, &'a str>,
    ) -> BTreeMap<&'a str, &'a RuleEntry> {
        let own = |id: &'a str| aliases.get(id).copied().unwrap_or(id);
        self.rules
            .iter()
            .map(|(id, entry)| (own(id), entry))
            .collect()
    }

    /// A problem of this file that somebody else found, such as a parameter out of its bounds.
    pub fn problem(&self, at: At, message: String, help: String) -> ConfigProblem {
        ConfigProblem {
            file: self.path.clone(),
            at,
            message,
            help,
        }
    }
}
