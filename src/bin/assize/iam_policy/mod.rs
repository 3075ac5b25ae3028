//! `assize iam-policy`: what collecting must be allowed to do.

#[cfg(feature = "aws")]
mod render;

use clap::{Args, ValueEnum};

use crate::end::{End, Failure};

/// Print the IAM policy that collecting needs: every call that it makes, and no other
///
/// It also refuses calls that read customers' data and secrets, so that a role that may do more than
/// this reads none either. No account and no credentials are needed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize iam-policy > policy.json
  aws iam create-policy --policy-name assize --policy-document file://policy.json
  assize iam-policy --split -f terraform > assize.tf
  assize iam-policy --split -f cloudformation > assize.template.json")]
pub(crate) struct Arguments {
    /// As many policies as IAM's limit for the size of one makes necessary
    ///
    /// A managed policy may have 6,144 characters. As JSON, this prints a list of policies.
    #[arg(long)]
    split: bool,

    /// How to write it
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value_t = Format::Json)]
    format: Format,

    /// Also what `--iam-reports` of collect and scan needs
    #[arg(long)]
    iam_reports: bool,

    /// Also what `--metrics` of collect and scan needs
    #[arg(long)]
    metrics: bool,
}

/// How policies are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As IAM takes it
    Json,
    /// Resources `aws_iam_policy`
    Terraform,
    /// A template with resources `AWS::IAM::ManagedPolicy`
    Cloudformation,
}

#[cfg(not(feature = "aws"))]
pub(crate) fn run(_: &Arguments) -> Result<End, Failure> {
    Err(Failure::usage(
        "this assize was built without AWS support, so it makes no calls that could be allowed; \
         build it with `cargo install --locked --path .` (without `--no-default-features`)",
    ))
}

#[cfg(feature = "aws")]
pub(crate) fn run(args: &Arguments) -> Result<End, Failure> {
    use assize::collect::{Extra, MANAGED_POLICY_LIMIT, Policy, operations};

    let wanted = operations().filter(|one| match one.only_with {
        None => true,
        Some(Extra::IamReports) => args.iam_reports,
        Some(Extra::Metrics) => args.metrics,
    });
    let whole = Policy::of(wanted);
    let policies = match args.split {
        true => whole.split(MANAGED_POLICY_LIMIT),
        false if whole.size() > MANAGED_POLICY_LIMIT => return Err(too_large(whole.size())),
        false => vec![whole],
    };
    let text = match (args.format, policies.as_slice()) {
        (Format::Json, [whole]) if !args.split => render::json(whole),
        (Format::Json, parts) => render::json(&parts),
        (Format::Terraform, parts) => render::terraform(parts),
        (Format::Cloudformation, parts) => render::cloudformation(parts),
    };
    crate::console::print(text.as_bytes())?;
    Ok(End::Done)
}

#[cfg(feature = "aws")]
fn too_large(size: usize) -> Failure {
    Failure::Usage(format!(
        "the policy has {size} characters, and IAM takes {} in one; `--split` writes several that \
         are the same when they are attached together",
        assize::collect::MANAGED_POLICY_LIMIT
    ))
}
