//! Reports: which formats go where. Seen to be possible before the work begins, written at its end.

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use assize::model::assessment::Assessment;
use assize::model::id::AccountId;
use assize::report::{self, Format, Options};

use crate::apart::Apart;
use crate::console::print;
use crate::end::Failure;
use crate::files::{self, Readers};

/// What a path has in place of the account.
const ACCOUNT: &str = "{account}";

/// One `-f FORMAT[=PATH]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    format: Format,
    to: To,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum To {
    Stdout,
    File(String),
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = text.split_once('=').unwrap_or((text, "-"));
        let format = format
            .parse::<Format>()
            .map_err(|error| error.to_string())?;
        let to = match path {
            "" => return Err("a path must follow `=`; `-` is standard output".to_owned()),
            "-" => To::Stdout,
            path => To::File(path.to_owned()),
        };
        Ok(Output { format, to })
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.to {
            To::Stdout => write!(f, "{}=-", self.format),
            To::File(path) => write!(f, "{}={path}", self.format),
        }
    }
}

impl Output {
    /// Whether each account has a file of its own.
    fn is_by_account(&self) -> bool {
        matches!(&self.to, To::File(path) if path.contains(ACCOUNT))
    }

    fn path_of(&self, account: &str) -> Option<PathBuf> {
        match &self.to {
            To::Stdout => None,
            To::File(path) => Some(PathBuf::from(path.replace(ACCOUNT, account))),
        }
    }

    fn keep_apart(&self, account: &str, apart: &mut Apart) -> Result<(), Failure> {
        match self.path_of(account) {
            Some(path) => apart.write(&path, &format!("-f {}", self.format)),
            None => Ok(()),
        }
    }
}

/// Sees that outputs do not get in each other's way or in that of other files, and that each can be
/// written.
pub(crate) fn check(outputs: &[Output], apart: &mut Apart) -> Result<(), Failure> {
    let on_stdout: Vec<&Output> = outputs.iter().filter(|one| one.to == To::Stdout).collect();
    if let [first, second, ..] = on_stdout.as_slice() {
        return Err(Failure::Usage(format!(
            "`-f {first}` and `-f {second}` both go to standard output; give one of them a path"
        )));
    }
    for output in outputs {
        output.keep_apart(ACCOUNT, apart)?;
    }
    probe(outputs.iter().filter(|one| !one.is_by_account()), "")
}

/// The same once the accounts are known. No SARIF file is about several of them: an upload of one
/// would close the alerts of the others.
pub(crate) fn check_accounts(
    outputs: &[Output],
    accounts: &[AccountId],
    apart: &Apart,
) -> Result<(), Failure> {
    let one_for_all = |one: &&Output| one.format == Format::Sarif && !one.is_by_account();
    if let Some(one) = outputs
        .iter()
        .find(one_for_all)
        .filter(|_| accounts.len() > 1)
    {
        return Err(Failure::Usage(format!(
            "`-f {one}` would be one SARIF file for {} accounts, and code scanning takes one for \
             each; write `{ACCOUNT}` into its path, such as `-f sarif=out-{ACCOUNT}.sarif`",
            accounts.len()
        )));
    }
    let mut apart = apart.clone();
    for account in accounts {
        let by_account = || outputs.iter().filter(|one| one.is_by_account());
        for output in by_account() {
            output.keep_apart(account.as_str(), &mut apart)?;
        }
        probe(by_account(), account.as_str())?;
    }
    Ok(())
}

fn probe<'a>(outputs: impl Iterator<Item = &'a Output>, account: &str) -> Result<(), Failure> {
    let mut paths = outputs.filter_map(|one| one.path_of(account));
    paths.try_for_each(|path| files::probe(&path))
}

/// Writes all outputs, also those after one that cannot be written.
///
/// # Errors
/// One for each output that could not be written.
pub(crate) fn write(
    outputs: &[Output],
    assessment: &Assessment,
    options: &Options,
) -> Result<(), Vec<Failure>> {
    let mut failures = Vec::new();
    for output in outputs {
        if output.is_by_account() {
            for account in &assessment.snapshot.accounts {
                let own = assessment.of_account(account);
                let path = output.path_of(account.as_str());
                failures.extend(write_one(output, path.as_deref(), &own, options).err());
            }
        } else {
            let path = output.path_of("");
            failures.extend(write_one(output, path.as_deref(), assessment, options).err());
        }
    }
    match failures.is_empty() {
        true => Ok(()),
        false => Err(failures),
    }
}

fn write_one(
    output: &Output,
    path: Option<&Path>,
    assessment: &Assessment,
    options: &Options,
) -> Result<(), Failure> {
    let bytes = report::render(output.format, assessment, options)
        .map_err(|error| Failure::Failed(error.to_string()))?;
    match path {
        None => print(&bytes),
        Some(path) => files::write(path, Readers::Usual, |file| file.write_all(&bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Apart, Output, check_accounts};
    use assize::model::id::AccountId;

    #[test]
    fn a_format_has_a_path_or_goes_to_standard_output() {
        for (given, means) in [
            ("json", "json=-"),
            ("json=-", "json=-"),
            ("markdown=a=b.md", "markdown=a=b.md"),
        ] {
            let output: Output = given.parse().expect(given);
            assert_eq!(output.to_string(), means);
        }
        for wrong in ["", "html", "json=", "=a", "JSON"] {
            assert!(wrong.parse::<Output>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn sarif_is_for_one_account() {
        let accounts = [
            AccountId::from("111111111111"),
            AccountId::from("222222222222"),
        ];
        let fits = |given: &str, count: usize| {
            let output: Output = given.parse().expect(given);
            check_accounts(&[output], &accounts[..count], &Apart::default()).is_ok()
        };
        assert!(fits("sarif=a.sarif", 1));
        assert!(!fits("sarif=a.sarif", 2));
        assert!(!fits("sarif", 2));
        assert!(fits("sarif={account}.sarif", 2));
        assert!(fits("json=a.json", 2));
    }
}
