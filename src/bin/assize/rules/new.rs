//! `assize rules new`: a rule that loads and its cases that hold, to be changed into what is wanted.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use assize::graph::schema::{self, GraphKind};
use assize::rules::bundle::{Bundle, PolicyFile};
use assize::rules::metadata::Origin;
use clap::Args;

use super::starter::Starter;
use super::{schema as schema_command, test};
use crate::console::{plain, print};
use crate::end::{End, Failure};
use crate::files::{self, Readers};
use crate::policies::{self, Policies};

/// Write a new rule and its cases: both work as written, and are there to be changed
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize rules new --policies rules rds-no-postgres-13
  assize rules new --policies rules ec2/no-old-images --subject ec2.instance

In the directory with the rules of assize itself (package assize...) the new rule is one of those.")]
pub(crate) struct Arguments {
    /// The id of the rule in kebab-case, for ever; before it, if you like, a service and a slash
    #[arg(value_name = "[SERVICE/]ID")]
    name: String,

    /// The directory with your rules; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    policies: PathBuf,

    /// The kind of resource to judge; by default one of the service
    #[arg(long, value_name = "KIND")]
    subject: Option<String>,
}

pub(crate) fn run(args: &Arguments) -> Result<End, Failure> {
    let (folder, id) = match args.name.split_once('/') {
        Some((service, id)) => (Some(service), id),
        None => (None, args.name.as_str()),
    };
    let service = folder.unwrap_or_else(|| id.split('-').next().unwrap_or(id));
    check_words(&args.name, service, id)?;
    let subject = match &args.subject {
        Some(name) => schema_command::find(name)?,
        None => usual_subject(service)?,
    };
    let there = match args.policies.is_dir() {
        true => policies::read(&args.policies)?,
        false => Vec::new(),
    };
    let origin = origin_of(&there);
    let starter = Starter {
        id,
        service,
        subject,
        origin,
    };
    let home = match (folder, origin) {
        (None, Origin::User) => args.policies.clone(),
        _ => args.policies.join(service),
    };
    let stem = home.join(starter.name());
    let new = [
        file(&stem, "rego", starter.rule()),
        file(&stem, "cases.yaml", starter.cases()),
    ];
    if let Some(taken) = new.iter().find(|file| Path::new(&file.path).exists()) {
        let path = &taken.path;
        return Err(Failure::Usage(format!(
            "`{path}` is there already; choose another id, or change that file"
        )));
    }
    let told = check(id, origin, there, &new)?;
    files::make_directory(&home)?;
    for file in &new {
        let text = file.text.as_bytes();
        files::write(Path::new(&file.path), Readers::Usual, |file| {
            file.write_all(text)
        })?;
    }
    let written = new.iter().map(|file| format!("wrote {}\n", file.path));
    print(plain(&(written.collect::<String>() + &told)).as_bytes())?;
    Ok(End::Done)
}

fn file(stem: &Path, extension: &str, text: String) -> PolicyFile {
    PolicyFile {
        path: stem.with_extension(extension).display().to_string(),
        text,
    }
}

/// Loads the new rule with those that are there, and runs its cases: nothing is written that would
/// not work.
fn check(
    id: &str,
    origin: Origin,
    mut files: Vec<PolicyFile>,
    new: &[PolicyFile],
) -> Result<String, Failure> {
    files.extend_from_slice(new);
    let bundles = match origin {
        Origin::User => vec![Bundle::built_in(), Bundle::of_user(files)],
        Origin::BuiltIn => {
            files.sort_by(|a, b| a.path.cmp(&b.path));
            vec![Bundle { origin, files }]
        }
    };
    let policies = Policies::of(bundles)?;
    let reports = test::test(&policies, &[policies.rule(id)?]);
    let told = test::told(&reports, false);
    match reports.iter().all(|report| report.failures.is_empty()) {
        true => Ok(told),
        false => Err(Failure::Failed(format!(
            "the new rule does not work, so it is not written:\n{told}"
        ))),
    }
}

/// Whose rules a directory holds: those of assize itself say `package assize`.
fn origin_of(files: &[PolicyFile]) -> Origin {
    let says = |root: &str| {
        let mut lines = files.iter().flat_map(|file| file.text.lines());
        lines.any(|line| line.starts_with(root))
    };
    match says("package assize.") && !says("package user.") {
        true => Origin::BuiltIn,
        false => Origin::User,
    }
}

fn check_words(name: &str, service: &str, id: &str) -> Result<(), Failure> {
    let is_word = |word: &str| {
        let mut chars = word.chars();
        !word.is_empty() && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let begins = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase());
    if !begins(id) || !id.split('-').all(is_word) {
        return Err(Failure::Usage(format!(
            "`{name}` names no rule: the id is lower-case words joined by `-`, such as \
             `rds-no-postgres-13`"
        )));
    }
    if !begins(service) || !service.split('_').all(is_word) {
        return Err(Failure::Usage(format!(
            "`{service}` is no service: use lower-case words joined by `_`, such as `vpc_lattice`"
        )));
    }
    Ok(())
}

/// What a rule about a service most often judges; of a service that we do not know, the account.
fn usual_subject(service: &str) -> Result<&'static GraphKind, Failure> {
    let usual = match service {
        "ec2" | "sg" => "ec2.security_group",
        "rds" | "db" => "rds.db_instance",
        "iam" => "iam.role",
        "vpc" => "ec2.vpc",
        _ => "account",
    };
    let of_service = |kind: &&GraphKind| kind.name.split('.').next() == Some(service);
    match schema::kinds().iter().find(of_service) {
        Some(kind) if usual == "account" => Ok(kind),
        _ => schema_command::find(usual),
    }
}
