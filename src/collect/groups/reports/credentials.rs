//! The credential report as IAM writes it: a table, a line for each user and one for the root user.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html#id_credentials_understanding_the_report_format>

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use crate::collect::joined::Credentials;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::iam::CredentialReport;

/// What a user or the account knows of its line.
pub(in crate::collect::groups) type Line = Fact<CredentialReport>;

/// Reads a report.
///
/// # Errors
/// What of it cannot be read.
pub(super) fn read(content: &[u8]) -> Result<Credentials, String> {
    let mut table = ReaderBuilder::new().from_reader(content);
    let unreadable = |error: csv::Error| format!("the report is no table: {error}");
    let columns = table.headers().map_err(unreadable)?.clone();
    let column = |name: &str| {
        let found = columns.iter().position(|column| column == name);
        found.ok_or_else(|| format!("the report has no column {name}"))
    };
    let arn = column("arn")?;
    let enabled = column("password_enabled")?;
    let used = column("password_last_used")?;
    let changed = column("password_last_changed")?;
    let mut lines = BTreeMap::new();
    for line in table.records() {
        let line = line.map_err(unreadable)?;
        let value = |column| value(&line, column);
        let report = CredentialReport {
            password_enabled: match value(enabled) {
                Some("true" | "TRUE") => Fact::Known(true),
                Some("false" | "FALSE") => Fact::Known(false),
                Some(other) => return Err(format!("{other:?} stands for a yes or no")),
                None => Fact::None,
            },
            password_last_used: date(value(used))?,
            password_last_changed: date(value(changed))?,
        };
        lines.insert(Text::from(line.get(arn).unwrap_or("")), report);
    }
    Ok(lines)
}

/// A value; nothing where the report has a word for that.
fn value(line: &StringRecord, column: usize) -> Option<&str> {
    line.get(column)
        .filter(|value| !matches!(*value, "" | "N/A" | "not_supported" | "no_information"))
}

/// A time, as a snapshot has it.
fn date(told: Option<&str>) -> Result<Fact<Text>, String> {
    let Some(told) = told else {
        return Ok(Fact::None);
    };
    let time: jiff::Timestamp = told
        .parse()
        .map_err(|error| format!("{told:?} is no time: {error}"))?;
    let written = time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Ok(Fact::Known(Text::from(written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active\n";

    #[test]
    fn a_report_is_read_line_by_line() {
        let lines = [
            "<root_account>,arn:aws:iam::1:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,true\n",
            "\"a,b\",\"arn:aws:iam::1:user/a,b\",2020-01-01T00:00:00+00:00,true,2026-01-02T12:04:05+09:00,2025-01-01T00:00:00+00:00,false\n",
            "ci,arn:aws:iam::1:user/ci,2020-01-01T00:00:00+00:00,false,N/A,N/A,false\n",
        ];
        let told = read(format!("{HEAD}{}", lines.concat()).as_bytes()).expect("a report");
        let root = &told[&Text::from("arn:aws:iam::1:root")];
        assert_eq!(root.password_enabled, Fact::None);
        assert_eq!(root.password_last_used, Fact::None);
        let person = &told[&Text::from("arn:aws:iam::1:user/a,b")];
        assert_eq!(person.password_enabled, Fact::Known(true));
        assert_eq!(
            person.password_last_used,
            Fact::Known(Text::from("2026-01-02T03:04:05Z"))
        );
        let machine = &told[&Text::from("arn:aws:iam::1:user/ci")];
        assert_eq!(machine.password_enabled, Fact::Known(false));
        assert_eq!(told.len(), 3);
    }

    #[test]
    fn what_is_no_report_is_an_error() {
        let says = |content: &str, what: &str| {
            let why = read(content.as_bytes()).expect_err(content);
            assert!(why.contains(what), "{content}: {why}");
        };
        says("", "no column arn");
        says("arn,password_enabled\n", "no column password_last_used");
        says(&format!("{HEAD}a,b\n"), "no table");
        says(&format!("{HEAD}u,arn,x,maybe,N/A,N/A,false\n"), "maybe");
        says(
            &format!("{HEAD}u,arn,x,true,yesterday,N/A,false\n"),
            "yesterday",
        );
    }
}
