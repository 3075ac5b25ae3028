//! The page that leads to the reports of the reference systems.

use std::fmt::Write as _;

use assize::model::verdict::Verdict;

use super::command::Judged;

/// The page, in Markdown.
pub(super) fn page(judged: &[Judged<'_>]) -> String {
    let mut page = String::from(HEAD);
    for one in judged {
        let system = one.system;
        let (name, title) = (system.name, &system.title);
        let counts =
            [Verdict::Fail, Verdict::Unknown, Verdict::Pass].map(|one_of| one.count(one_of));
        let [fail, unknown, pass] = counts;
        // Writing to a text cannot fail, here and below.
        let _ = writeln!(
            page,
            "| [{title}]({name}/report.md) | {fail} | {unknown} | {pass} |"
        );
    }
    for one in judged {
        let system = one.system;
        let (name, title, about) = (system.name, &system.title, &system.about);
        let _ = write!(
            page,
            "\n## {title}\n\n{about}\n\n[Markdown]({name}/report.md), [JSON]({name}/report.json)"
        );
        for account in &one.assessment.snapshot.accounts {
            let _ = write!(page, ", [SARIF of {account}]({name}/{account}.sarif)");
        }
        page.push('\n');
    }
    page
}

const HEAD: &str = "\
# Example reports

What `assize demo -o reports` writes: five reference systems, judged by all rules. Each is described by a
file in `demo/`; the numbers are verdicts.

| system | fail | unknown | pass |
| ------ | ---: | ------: | ---: |
";
