//! What a security group has to admit, for people, and as a patch: commands of the AWS CLI, Terraform.

use std::fmt::Write as _;

use crate::model::gap::Gap;
use crate::model::privilege::{Direction, Fate, Peer, Privilege, Privileges, Proof, Rule, Rules};
use crate::model::reach::Certainty;

use super::escape::one_line;

/// The answers for people.
pub fn text(told: &Privileges) -> String {
    let mut each: Vec<String> = told.groups.iter().map(group).collect();
    each.extend(told.unknown.iter().map(|gap| {
        let gap = one_line(&words(gap));
        format!("there may be more groups: {gap}\n")
    }));
    each.join("\n")
}

fn group(told: &Privilege) -> String {
    let mut out = String::new();
    let headline = headline(&told.ingress, Direction::Ingress);
    // Writing to a String does not fail.
    let _ = writeln!(out, "{}: {headline}", one_line(&told.id));
    let _ = writeln!(out, "  {}", one_line(&told.group));
    of_rules(&told.ingress, &mut out);
    if let Some(egress) = &told.egress {
        let headline = self::headline(egress, Direction::Egress);
        let _ = writeln!(out, "\n{}: {headline}", one_line(&told.id));
        out.push_str("  what code asks for and no fact names is not known to be needed\n");
        of_rules(egress, &mut out);
    }
    let patch = of_cli(told);
    if !patch.is_empty() {
        let _ = writeln!(
            out,
            "\n  change it: what is needed is admitted before anything is taken away"
        );
    }
    for line in patch.lines() {
        let _ = writeln!(out, "    {line}");
    }
    out
}

fn of_rules(told: &Rules, out: &mut String) {
    for gap in &told.unknown {
        let _ = writeln!(out, "  not known: {}", one_line(&words(gap)));
    }
    for one in &told.rules {
        let (fate, rule) = (one.fate.as_str(), one_line(&one.rule.label()));
        let _ = writeln!(out, "\n  {fate:<8}{rule}");
        let why = one
            .unknown
            .iter()
            .map(|gap| format!("not known: {}", words(gap)));
        for why in [one.why.clone()]
            .into_iter()
            .chain(why)
            .filter(|why| !why.is_empty())
        {
            let _ = writeln!(out, "          {}", one_line(&why));
        }
    }
    if !told.needed.is_empty() {
        out.push_str("\n  needed\n");
    }
    for one in &told.needed {
        let line = format!("{} to {} on {}: {}", one.from, one.to, one.service, one.why);
        let _ = writeln!(out, "    {}", one_line(&line));
    }
    if let Some(proof) = &told.proof {
        proved(proof, out);
    }
}

/// What is not known, in words: with what the gap is about, if it says it.
fn words(gap: &Gap) -> String {
    match gap.detail.as_str() {
        "" => gap.to_string(),
        detail => format!("{detail} ({gap})"),
    }
}

fn headline(told: &Rules, direction: Direction) -> String {
    let of = |fate| told.rules.iter().filter(|one| one.fate == fate).count();
    let counts = [
        (of(Fate::Keep), "needed"),
        (of(Fate::Narrow), "wider than needed"),
        (of(Fate::Remove), "not needed"),
        (of(Fate::Unknown), "of unknown need"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    match (counts.is_empty(), told.unknown.is_empty()) {
        (true, true) => match direction {
            Direction::Ingress => "admits nothing".to_owned(),
            Direction::Egress => "lets nothing out".to_owned(),
        },
        (true, false) => format!("no {} rule is known", direction.name()),
        _ => format!("{} rules: {}", direction.name(), counts.join(", ")),
    }
}

fn proved(proof: &Proof, out: &mut String) {
    let word = match proof.holds {
        Certainty::Yes => {
            "with these rules all that is needed still works, and the excess does not"
        }
        Certainty::No => "these rules alone do not do it: see what is not as wanted",
        Certainty::Unknown => "not all of it can be shown: what is not known decides",
    };
    let _ = writeln!(out, "\n  proof     {word}");
    for (sort, all) in [("needed", &proof.wanted), ("excess", &proof.excess)] {
        for one in all {
            let line = format!(
                "{sort}: {} to {} on {}: {} today, {} then",
                one.from,
                one.to,
                one.service,
                one.before.as_str(),
                one.after.as_str()
            );
            let _ = writeln!(out, "    {}", one_line(&line));
        }
    }
}

/// The commands that make the rules the least ones: what is needed is admitted before anything is
/// taken away. <https://docs.aws.amazon.com/cli/latest/reference/ec2/authorize-security-group-ingress.html>
pub fn cli(told: &Privileges) -> String {
    told.groups.iter().map(of_cli).collect()
}

fn of_cli(told: &Privilege) -> String {
    let directions = [Some(&told.ingress), told.egress.as_ref()];
    let mut out = String::new();
    for rules in directions.into_iter().flatten() {
        let today: Vec<&Rule> = rules.rules.iter().map(|one| &one.rule).collect();
        let new = rules.least.iter().filter(|rule| !today.contains(rule));
        new.for_each(|rule| out.push_str(&command(told, "authorize", rule)));
        let gone = rules.rules.iter().filter(|one| one.fate.goes());
        gone.for_each(|one| out.push_str(&command(told, "revoke", &one.rule)));
    }
    out
}

fn command(told: &Privilege, verb: &str, rule: &Rule) -> String {
    let region = told.group.split(':').nth(3).unwrap_or_default();
    let (direction, id, permission) = (rule.direction.name(), &told.id, permission(rule));
    format!(
        "aws ec2 {verb}-security-group-{direction} --region {region} --group-id {id} --ip-permissions '{permission}'\n"
    )
}

/// A rule in the shorthand of the AWS CLI.
fn permission(rule: &Rule) -> String {
    let ports = rule.ports.map_or_else(String::new, |(first, last)| {
        format!(",FromPort={first},ToPort={last}")
    });
    let peer = match &rule.peer {
        Peer::CidrIpv4(range) => format!("IpRanges=[{{CidrIp={range}}}]"),
        Peer::CidrIpv6(range) => format!("Ipv6Ranges=[{{CidrIpv6={range}}}]"),
        Peer::PrefixList(id) => format!("PrefixListIds=[{{PrefixListId={id}}}]"),
        Peer::Group(id, None) => format!("UserIdGroupPairs=[{{GroupId={id}}}]"),
        Peer::Group(id, Some(owner)) => {
            format!("UserIdGroupPairs=[{{GroupId={id},UserId={owner}}}]")
        }
    };
    format!("IpProtocol={}{ports},{peer}", rule.protocol)
}

/// The least rules as resources of Terraform.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule>
pub fn terraform(told: &Privileges) -> String {
    told.groups.iter().map(of_terraform).collect()
}

fn of_terraform(told: &Privilege) -> String {
    let mut out = String::new();
    let directions = [Some(&told.ingress), told.egress.as_ref()];
    let least = directions.into_iter().flatten();
    let least = least.flat_map(|rules| rules.least.iter().enumerate());
    for (at, rule) in least {
        let name = format!("{}_{at}", told.id.replace('-', "_"));
        let direction = rule.direction.name();
        let _ = writeln!(
            out,
            "resource \"aws_vpc_security_group_{direction}_rule\" \"{name}\" {{"
        );
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(out, "  {name:<28} = {value}");
        };
        line("security_group_id", &quoted(&told.id));
        line("ip_protocol", &quoted(&rule.protocol));
        if let Some((first, last)) = rule.ports {
            line("from_port", &first.to_string());
            line("to_port", &last.to_string());
        }
        match &rule.peer {
            Peer::CidrIpv4(range) => line("cidr_ipv4", &quoted(range)),
            Peer::CidrIpv6(range) => line("cidr_ipv6", &quoted(range)),
            Peer::PrefixList(id) => line("prefix_list_id", &quoted(id)),
            Peer::Group(id, None) => line("referenced_security_group_id", &quoted(id)),
            Peer::Group(id, Some(owner)) => {
                line(
                    "referenced_security_group_id",
                    &quoted(&format!("{owner}/{id}")),
                );
            }
        }
        out.push_str("}\n\n");
    }
    out
}

/// A text of Terraform; ids, ranges and protocols need no escape, and what is none of them gets one.
fn quoted(text: &str) -> String {
    let text = one_line(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace("${", "$${").replace("%{", "%%{"))
}
