//! What a security group has to admit, for people, and as a patch: commands of the AWS CLI, Terraform.

use std::fmt::Write as _;

use crate::model::privilege::{Fate, Judged, Peer, Privilege, Proof, Rule};
use crate::model::reach::Certainty;

use super::escape::one_line;

/// The answer for people.
pub fn text(told: &Privilege) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = writeln!(out, "{}: {}", one_line(&told.id), headline(told));
    let _ = writeln!(out, "  {}", one_line(&told.group));
    for one in &told.rules {
        let fate = format!("{:?}", one.fate).to_lowercase();
        let _ = writeln!(out, "\n  {fate:<8}{}", one_line(&one.rule.label()));
        let _ = writeln!(out, "          {}", one_line(&one.why));
    }
    if !told.needed.is_empty() {
        out.push_str("\n  needed\n");
    }
    for one in &told.needed {
        let line = format!("{} to {} on {}: {}", one.from, one.to, one.service, one.why);
        let _ = writeln!(out, "    {}", one_line(&line));
    }
    if let Some(proof) = &told.proof {
        proved(proof, &mut out);
        let patch = cli(told);
        let _ = writeln!(out, "\n  change it (authorize first, then revoke)");
        for line in patch.lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}

fn headline(told: &Privilege) -> String {
    let count = |fate| told.rules.iter().filter(|one| one.fate == fate).count();
    let (keep, unknown) = (count(Fate::Keep), count(Fate::Unknown));
    match (told.rules.len(), keep, unknown) {
        (0, ..) => "admits nothing".to_owned(),
        (all, keep, _) if all == keep => "admits what is needed and nothing else".to_owned(),
        (all, 0, unknown) if all == unknown => "what is needed of it is not known".to_owned(),
        (all, ..) => format!(
            "of {all} rules {} can go, {} can be narrower, {keep} stay, and of {unknown} the need is not known",
            count(Fate::Remove),
            count(Fate::Narrow),
        ),
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
pub fn cli(told: &Privilege) -> String {
    let today: Vec<&Rule> = told.rules.iter().map(|one| &one.rule).collect();
    let new = told.least.iter().filter(|rule| !today.contains(rule));
    let gone = told.rules.iter().filter(|one| goes(one));
    let region = told.group.split(':').nth(3).unwrap_or_default();
    let command = |verb: &str, rule: &Rule| {
        format!(
            "aws ec2 {verb}-security-group-ingress --region {region} --group-id {} --ip-permissions '{}'\n",
            told.id,
            permission(rule)
        )
    };
    let mut out = String::new();
    new.for_each(|rule| out.push_str(&command("authorize", rule)));
    gone.for_each(|one| out.push_str(&command("revoke", &one.rule)));
    out
}

fn goes(one: &Judged) -> bool {
    matches!(one.fate, Fate::Narrow | Fate::Remove)
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
pub fn terraform(told: &Privilege) -> String {
    let mut out = String::new();
    for (at, rule) in told.least.iter().enumerate() {
        let name = format!("{}_{at}", told.id.replace('-', "_"));
        let _ = writeln!(
            out,
            "resource \"aws_vpc_security_group_ingress_rule\" \"{name}\" {{"
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
