//! Running cases.

use crate::graph::ViewPlan;
use crate::model::datum::{Cell, Datum};
use crate::model::id::Text;

use super::super::engine::{Denial, Engine};
use super::super::findings;
use super::super::partial;
use super::super::set::{Rule, RuleSet};
use super::super::settings::{Settings, from_json};
use super::super::source::Source;
use super::blank;
use super::written::{Case, PlainWant, Want, WantedDenial};

/// What became of the cases of a rule.
#[derive(Debug, Clone, Default)]
pub struct CaseReport {
    /// The rule.
    pub rule: String,
    /// How many cases were written.
    pub cases: usize,
    /// How many views the runner made of them by blanking and truncating.
    pub blanked: usize,
    /// What did not hold.
    pub failures: Vec<CaseFailure>,
}

/// A case that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFailure {
    /// The case.
    pub case: String,
    /// What was expected and what came.
    pub message: String,
}

/// What a rule said of a view.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    NotApplicable,
    Pass,
    Unknown,
    Denied(Vec<Denial>),
    Error(String),
}

/// Runs the cases of a rule: each as written, then with every needed fact blanked and every list
/// cut short in turn (`unknown`, or a part of the same denials under `partial: deny-stands`), and with
/// every wanted fact blanked in turn (the same verdict).
pub fn run(set: &RuleSet, rule: &Rule, cases: Option<&Source<'_>>) -> CaseReport {
    let mut report = CaseReport {
        rule: rule.metadata.id.clone(),
        ..CaseReport::default()
    };
    let mut fail = |case: &str, message: String| {
        report.failures.push(CaseFailure {
            case: case.to_owned(),
            message,
        });
    };
    let Some(source) = cases else {
        let file = rule.file.replace(".rego", ".cases.yaml");
        fail("", format!("the rule has no cases: write {file}"));
        return report;
    };
    let cases = match Case::read(source.text) {
        Ok(cases) => cases,
        Err((line, column, message)) => {
            fail("", format!("{}:{line}:{column}: {message}", source.file));
            return report;
        }
    };
    for missing in missing_sorts(rule, &cases) {
        fail("", format!("no case wants `{missing}`"));
    }
    let mut blanked = 0;
    let mut runner = Runner {
        engine: set.engine.clone(),
        rule,
    };
    for case in &cases {
        match runner.case(case) {
            Ok(count) => blanked += count,
            Err(message) => fail(&case.name, message),
        }
    }
    report.cases = cases.len();
    report.blanked = blanked;
    report
}

/// Every rule has cases that pass, fail and are unknown, and one to which it does not apply if it
/// says when it applies.
fn missing_sorts(rule: &Rule, cases: &[Case]) -> Vec<&'static str> {
    let has = |test: &dyn Fn(&Want) -> bool| cases.iter().any(|case| test(&case.want));
    let plain = |want| has(&move |w: &Want| matches!(w, Want::Plain(plain) if *plain == want));
    let mut missing = Vec::new();
    if !plain(PlainWant::Pass) {
        missing.push("pass");
    }
    if !has(&|want| matches!(want, Want::Fail { .. })) {
        missing.push("fail");
    }
    if !plain(PlainWant::Unknown) {
        missing.push("unknown");
    }
    if rule.applies.is_some() && !plain(PlainWant::NotApplicable) {
        missing.push("not-applicable");
    }
    missing
}

struct Runner<'a> {
    engine: Engine,
    rule: &'a Rule,
}

impl Runner<'_> {
    fn case(&mut self, case: &Case) -> Result<usize, String> {
        let view = blank::fit(&self.rule.view, &from_json(&case.given))?;
        let params = self.params(case)?;
        let said = self.ask(&view, params.as_ref());
        // Denials are about what is known.
        let known = view.clone().known_part();
        self.compare(&case.want, &said, known.as_ref().unwrap_or(&view))?;
        if said == Said::Unknown {
            return Ok(0);
        }
        let blanks = blank::blanks(&self.rule.view, &view);
        let count = blanks.len();
        for blanked in blanks {
            let now = self.ask(&blanked.view, params.as_ref());
            let holds = match (blanked.needed, &said) {
                (true, Said::NotApplicable) => {
                    matches!(now, Said::Unknown | Said::NotApplicable)
                }
                (true, _) => now == Said::Unknown || still(&said, &now),
                (false, _) => same_verdict(&said, &now),
            };
            if !holds {
                let want = if blanked.needed {
                    "unknown"
                } else {
                    "the same verdict"
                };
                return Err(format!(
                    "with `{}` not known: want {want}, got {}",
                    blanked.path,
                    told(&now)
                ));
            }
        }
        Ok(count)
    }

    fn params(&self, case: &Case) -> Result<Option<Cell>, String> {
        let declared = &self.rule.metadata.params;
        if let Some(name) = case
            .params
            .keys()
            .find(|name| !declared.contains_key(*name))
        {
            return Err(format!("the rule has no parameter `{name}`"));
        }
        let settings = Settings::with_params(self.rule, case.params.clone());
        let environment = case
            .given
            .get("environment")
            .and_then(|value| value.as_str());
        Ok(settings.params(self.rule, environment.unwrap_or("unknown"), ""))
    }

    fn ask(&mut self, view: &Cell, params: Option<&Cell>) -> Said {
        if let Some(plan) = &self.rule.applies {
            let part = part_of(plan, view);
            if has_gaps(&part) {
                return Said::Unknown;
            }
            match self.engine.applies(self.rule, &with_params(part, params)) {
                Ok(true) => {}
                Ok(false) => return Said::NotApplicable,
                Err(error) => return Said::Error(error),
            }
        }
        if has_gaps(view) {
            return self.ask_partly(view, params);
        }
        match self
            .engine
            .deny(self.rule, &with_params(view.clone(), params))
        {
            Ok(denials) if denials.is_empty() => Said::Pass,
            Ok(denials) => Said::Denied(denials),
            Err(error) => Said::Error(error),
        }
    }

    /// As in judging: unknown, unless the rule denies what is known.
    fn ask_partly(&mut self, view: &Cell, params: Option<&Cell>) -> Said {
        let known = view.clone().known_part();
        let Some(known) = known.filter(|_| self.rule.metadata.partial) else {
            return Said::Unknown;
        };
        let view = with_params(known, params);
        match partial::stands(&mut self.engine, self.rule, &view) {
            denials if denials.is_empty() => Said::Unknown,
            denials => Said::Denied(denials),
        }
    }

    fn compare(&self, want: &Want, said: &Said, view: &Cell) -> Result<(), String> {
        let wanted = match want {
            Want::Plain(PlainWant::Pass) => *said == Said::Pass,
            Want::Plain(PlainWant::Unknown) => *said == Said::Unknown,
            Want::Plain(PlainWant::NotApplicable) => *said == Said::NotApplicable,
            Want::Fail { fail } => match said {
                Said::Denied(denials) => {
                    self.check_denials(denials, view)?;
                    denials.len() == fail.len()
                        && fail.iter().all(|wanted| {
                            denials.iter().any(|denial| self.is_wanted(wanted, denial))
                        })
                }
                _ => false,
            },
        };
        if wanted {
            Ok(())
        } else {
            Err(format!("want {want:?}, got {}", told(said)))
        }
    }

    /// Every fact that a denial names is in the view, and its message can be rendered.
    fn check_denials(&self, denials: &[Denial], view: &Cell) -> Result<(), String> {
        for denial in denials {
            findings::message(self.rule, denial)?;
            if denial.facts.is_empty() {
                return Err(format!("the denial `{}` names no fact", denial.message));
            }
            for fact in &denial.facts {
                findings::locate(view, fact)?;
            }
        }
        Ok(())
    }

    fn is_wanted(&self, wanted: &WantedDenial, denial: &Denial) -> bool {
        let severity = denial
            .severity
            .or(self.rule.metadata.severities.first().copied());
        wanted.message == denial.message
            && (wanted.severity.is_none() || wanted.severity == severity)
            && (wanted.key.is_none() || wanted.key == denial.key)
            && wanted
                .facts
                .as_ref()
                .is_none_or(|facts| *facts == denial.facts)
    }
}

/// The fields of a view that a plan asks for.
fn part_of(plan: &ViewPlan, view: &Cell) -> Cell {
    let names: Vec<Text> = plan.outline().into_iter().map(|field| field.name).collect();
    match &view.datum {
        Datum::Record(fields) => {
            let fields = fields.iter().filter(|(name, _)| names.contains(name));
            Cell::plain(Datum::Record(fields.cloned().collect()))
        }
        _ => view.clone(),
    }
}

fn with_params(mut view: Cell, params: Option<&Cell>) -> Cell {
    if let (Datum::Record(fields), Some(params)) = (&mut view.datum, params) {
        fields.push((Text::const_new("params"), params.clone()));
    }
    view
}

fn has_gaps(view: &Cell) -> bool {
    let mut gaps = Vec::new();
    view.datum.gaps(&mut gaps);
    !gaps.is_empty()
}

/// Whether nothing is denied that was not denied before; the paths of facts follow from what is known.
fn still(before: &Said, now: &Said) -> bool {
    let (Said::Denied(before), Said::Denied(now)) = (before, now) else {
        return false;
    };
    let is_same = |one: &Denial, other: &Denial| {
        (&one.message, &one.key, one.severity) == (&other.message, &other.key, other.severity)
    };
    now.iter()
        .all(|now| before.iter().any(|before| is_same(before, now)))
}

fn same_verdict(one: &Said, other: &Said) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn told(said: &Said) -> String {
    match said {
        Said::NotApplicable => "not-applicable".to_owned(),
        Said::Pass => "pass".to_owned(),
        Said::Unknown => "unknown".to_owned(),
        Said::Error(error) => format!("error: {error}"),
        Said::Denied(denials) => {
            let denials = denials.iter().map(|denial| {
                format!(
                    "{}{}{} on {}",
                    denial.message,
                    denial
                        .severity
                        .map(|severity| format!(" ({severity})"))
                        .unwrap_or_default(),
                    denial
                        .key
                        .as_ref()
                        .map(|key| format!(" [{key}]"))
                        .unwrap_or_default(),
                    denial.facts.join(", ")
                )
            });
            format!("fail: {}", denials.collect::<Vec<_>>().join("; "))
        }
    }
}
