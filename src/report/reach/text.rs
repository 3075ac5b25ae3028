//! An answer to be read, at night too: the answer first, then why, then what to do.

use crate::model::gap::Gap;
use crate::model::reach::{
    Certainty, Change, Hop, Leg, Packets, ReachItem, ReachList, Reachability,
};

use super::super::escape::one_line;

/// How many boxes, gaps and changes are shown.
const MOST: usize = 8;

/// An answer to one question; `about` says what it was asked about.
pub fn text(answer: &Reachability, about: &str) -> String {
    let mut page = Page::default();
    let (from, to) = (one_line(&answer.from), one_line(&answer.to));
    let about = one_line(about);
    page.line(&match answer.answer {
        Certainty::Yes => format!("yes: {from} can reach {to} on {about}"),
        Certainty::No => format!("no: {from} cannot reach {to} on {about}"),
        Certainty::Unknown => {
            format!("unknown: nobody can tell whether {from} can reach {to} on {about}")
        }
    });
    for (name, leg) in [
        ("there", Some(&answer.forward)),
        ("back", answer.back.as_ref()),
    ] {
        if let Some(leg) = leg {
            page.leg(name, leg);
        }
    }
    page.packets(&answer.packets);
    page.changes("to open it", &answer.to_open);
    page.changes("to close it", &answer.to_close);
    page.text
}

/// A list of other ends.
pub fn list(list: &ReachList) -> String {
    let mut page = Page::default();
    let of = one_line(&list.of);
    let (found, none) = match list.sources {
        true => (
            format!("these can reach {of}:"),
            format!("nothing is known to reach {of}"),
        ),
        false => (
            format!("{of} can reach these:"),
            format!("{of} is known to reach nothing"),
        ),
    };
    let certain = |item: &&ReachItem| item.answer == Certainty::Yes;
    page.line(if list.each.iter().any(|item| certain(&item)) {
        &found
    } else {
        &none
    });
    for item in list.each.iter().filter(certain) {
        page.item(item);
    }
    let unknown: Vec<&ReachItem> = list.each.iter().filter(|item| !certain(item)).collect();
    if !unknown.is_empty() {
        page.line("");
        page.line("of these nobody can tell:");
        for item in unknown {
            page.item(item);
            page.gaps(&item.unknown);
        }
    }
    if !list.unknown.is_empty() {
        page.line("");
        page.line("there may be others:");
        page.gaps(&list.unknown);
    }
    page.text
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

    fn leg(&mut self, name: &str, leg: &Leg) {
        self.line("");
        let answer = match leg.answer {
            Certainty::Yes => "arrives",
            Certainty::No => "does not arrive",
            Certainty::Unknown => "may arrive",
        };
        self.line(&format!("  {name}: {answer}"));
        for hop in &leg.path {
            self.hop(hop);
        }
        if let Some(stopped) = &leg.stopped {
            let at = match stopped.at.is_empty() {
                true => String::new(),
                false => format!(" at {}", one_line(&stopped.at)),
            };
            let why = one_line(&stopped.why);
            self.line(&format!(
                "    STOPPED{at}: {why} ({})",
                one_line(&stopped.code)
            ));
        }
        if leg.answer == Certainty::Unknown {
            self.line("    not known:");
            self.gaps(&leg.unknown);
        }
    }

    fn hop(&mut self, hop: &Hop) {
        let kind = one_line(&hop.kind).replace('-', " ");
        let id = one_line(&hop.id);
        let mut says = hop.by.iter().map(|by| one_line(&by.says));
        let first = says.next().unwrap_or_else(String::new);
        self.line(&format!("    {kind:<20}{id:<28}{first}"));
        for more in says {
            self.line(&format!("    {:<48}{more}", ""));
        }
    }

    fn packets(&mut self, packets: &[Packets]) {
        if packets.is_empty() {
            return;
        }
        self.line("");
        self.line("  what works:");
        for one in packets.iter().take(MOST) {
            self.line(&format!("    {}", sentence(one)));
        }
        self.rest(packets.len());
    }

    fn changes(&mut self, name: &str, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        self.line("");
        self.line(&format!("  {name}:"));
        for change in changes {
            let (at, what) = (one_line(&change.at), one_line(&change.what));
            self.line(&format!("    {at}: {what}"));
        }
    }

    fn item(&mut self, item: &ReachItem) {
        let label = match item.label == item.class {
            true => String::new(),
            false => one_line(&item.label),
        };
        let account = item.account.as_deref().map_or_else(String::new, |account| {
            format!(" (account {})", one_line(account))
        });
        self.line(&format!("  {:<14}{label}{account}", one_line(&item.class)));
        for one in item.packets.iter().take(MOST) {
            self.line(&format!("    {}", sentence(one)));
        }
        self.rest(item.packets.len());
        if !item.path.is_empty() {
            let path: Vec<String> = item.path.iter().map(|id| one_line(id)).collect();
            self.line(&format!("    by {}", path.join(" > ")));
        }
    }

    fn gaps(&mut self, gaps: &[Gap]) {
        for gap in gaps.iter().take(MOST) {
            let detail = match gap.detail.as_str() {
                "" => String::new(),
                detail => format!(": {detail}"),
            };
            self.line(&format!("      {}", one_line(&format!("{gap}{detail}"))));
        }
        self.rest(gaps.len());
    }

    fn rest(&mut self, count: usize) {
        if count > MOST {
            self.line(&format!("      and {} more", count - MOST));
        }
    }
}

fn sentence(packets: &Packets) -> String {
    let few = |blocks: &[String]| match blocks {
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more blocks", rest.len()),
        [] => "nowhere".to_owned(),
    };
    let ports = match packets.ports.as_str() {
        "all" => String::new(),
        ports => format!(" {ports}"),
    };
    let from_ports = match packets.source_ports.as_str() {
        "all" => String::new(),
        ports => format!(", source ports {ports}"),
    };
    one_line(&format!(
        "{} {}{ports} from {} to {}{from_ports}",
        packets.family,
        packets.protocol,
        few(&packets.from),
        few(&packets.to),
    ))
}
