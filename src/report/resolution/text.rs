//! An answer to be read: what is answered first, then by whom, then what is not known.

use crate::model::gap::Gap;
use crate::model::reach::Certainty;
use crate::model::resolution::{NameAnswer, NameSpace, NameStep, NamedReachability, Resolution};

use super::super::escape::one_line;
use super::super::reach;

/// An answer as text.
pub fn text(answer: &Resolution) -> String {
    let mut page = Page::default();
    page.line(&headline(answer));
    if let Some(space) = &answer.decided_by {
        page.line("");
        page.line(&format!("  decided by {}", space_of(space)));
    }
    for space in &answer.shadowed {
        page.line(&format!("  and not by {}, which is wider", space_of(space)));
    }
    page.addresses(answer);
    page.steps(&answer.steps);
    page.gaps(&answer.unknown);
    page.text
}

/// Whether connections work by name; `about` says what was asked about.
pub fn reach(answer: &NamedReachability, about: &str) -> String {
    let (from, to) = (one_line(&answer.from), one_line(&answer.to));
    let about = one_line(about);
    let mut page = Page::default();
    page.line(&match answer.answer {
        Certainty::Yes => format!("yes: {from} can reach {to} on {about}"),
        Certainty::No => format!("no: {from} cannot reach {to} on {about}"),
        Certainty::Unknown => {
            format!("unknown: nobody can tell whether {from} can reach {to} on {about}")
        }
    });
    let mut out = page.text;
    for name in &answer.names {
        out.push('\n');
        out.push_str(&text(name));
    }
    for one in &answer.each {
        out.push('\n');
        out.push_str(&reach::text(one, &about));
    }
    out
}

fn headline(answer: &Resolution) -> String {
    let name = one_line(&answer.name);
    let vpc = one_line(answer.vpc.rsplit('/').next().unwrap_or(&answer.vpc));
    match answer.answer {
        NameAnswer::Addresses => {
            let addresses = answer.addresses.iter().map(|one| one_line(&one.address));
            let addresses: Vec<String> = addresses.collect();
            format!("addresses: {name} is {} in {vpc}", addresses.join(", "))
        }
        NameAnswer::NoSuchName => format!("no-such-name: there is no {name} in {vpc} (NXDOMAIN)"),
        NameAnswer::NoData => format!("no-data: {name} has no address in {vpc} (NODATA)"),
        NameAnswer::Loop => format!("loop: {name} leads in a circle in {vpc}"),
        NameAnswer::Blocked => {
            format!("blocked: DNS Firewall does not let {name} be answered in {vpc}")
        }
        NameAnswer::NoResolver => {
            format!("no-resolver: {vpc} has no resolver that could answer {name}")
        }
        NameAnswer::Public => {
            format!(
                "public: {name} is answered by public DNS in {vpc}, and no call tells with what"
            )
        }
        NameAnswer::Unknown => format!("unknown: nobody can tell what {name} is in {vpc}"),
    }
}

fn space_of(space: &NameSpace) -> String {
    let kind = one_line(&space.kind).replace('-', " ");
    format!(
        "{kind} {} ({})",
        one_line(&space.id),
        one_line(&space.domain)
    )
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn addresses(&mut self, answer: &Resolution) {
        if answer.addresses.is_empty() {
            return;
        }
        self.line("");
        for one in &answer.addresses {
            let interfaces: Vec<String> = one.interfaces.iter().map(|id| one_line(id)).collect();
            let holders = match interfaces.is_empty() {
                true => "no interface that is known".to_owned(),
                false => interfaces.join(", "),
            };
            self.line(&format!("  {:<40}{holders}", one_line(&one.address)));
        }
    }

    fn steps(&mut self, steps: &[NameStep]) {
        if steps.is_empty() {
            return;
        }
        self.line("");
        self.line("  the way:");
        for step in steps {
            let kind = one_line(&step.kind).replace('-', " ");
            self.line(&format!("    {}", one_line(&step.name)));
            self.line(&format!("      {kind:<16}{}", one_line(&step.id)));
            for by in &step.by {
                self.line(&format!("      {:<16}{}", "", one_line(&by.says)));
            }
        }
    }

    fn gaps(&mut self, gaps: &[Gap]) {
        if gaps.is_empty() {
            return;
        }
        self.line("");
        self.line("  not known:");
        for gap in gaps {
            let detail = match gap.detail.as_str() {
                "" => String::new(),
                detail => format!(": {detail}"),
            };
            self.line(&format!("    {}", one_line(&format!("{gap}{detail}"))));
        }
    }
}
