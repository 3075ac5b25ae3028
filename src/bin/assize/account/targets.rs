//! From arguments to the accounts that are meant, and the way into each.

use assize::collect::{Regions, Session, Target, Way};
use assize::config::ValidConfig;
use assize::model::gap::Gap;
use assize::model::id::{AccountId, Arn};

use super::{AccessArgs, regions};
use crate::console::Console;
use crate::end::Failure;

/// Sees that the arguments fit together.
pub(super) fn check(args: &AccessArgs) -> Result<(), Failure> {
    if args.role_name.is_some() && !args.goes_on() {
        return Err(Failure::usage(
            "`--role-name` is the role of several accounts: say which with `--accounts` or \
             `--organization`, or give one role by `--role-arn`",
        ));
    }
    let several_roles = args.role_arn.len() > 1;
    if several_roles && args.goes_on() {
        return Err(Failure::usage(
            "`--accounts` and `--organization` go out from one role: give `--role-arn` once, or leave them out",
        ));
    }
    if args.profile.len() > 1 && (several_roles || args.goes_on()) {
        return Err(Failure::usage(
            "several profiles are accounts of their own: give one `--profile` with `--role-arn`, `--accounts` and `--organization`",
        ));
    }
    for role in &args.role_arn {
        role_account(role)?;
    }
    Ok(())
}

/// The role that the session itself takes on. Several are accounts of their own.
pub(super) fn first_role(args: &AccessArgs) -> Option<String> {
    match args.role_arn.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The accounts that a session is to read.
pub(super) fn of(
    args: &AccessArgs,
    listed: &[AccountId],
    config: &ValidConfig,
    session: &Session,
) -> Result<Vec<Target>, Failure> {
    let own = session.account();
    let mut ways: Vec<(AccountId, Way)> = Vec::new();
    for role in args.role_arn.iter().filter(|_| args.role_arn.len() > 1) {
        ways.push((role_account(role)?, Way::Role(role.clone())));
    }
    for account in args.accounts.iter().chain(listed) {
        let way = match &args.role_name {
            Some(name) => session.way(account, name),
            None if account == own => Way::Own,
            None => return Err(no_way(account, own)),
        };
        ways.push((account.clone(), way));
    }
    if ways.is_empty() {
        ways.push((own.clone(), Way::Own));
    }
    let target = |(account, way): (AccountId, Way)| {
        let regions = regions::choose(&args.region, config, &account, session.default_region())?;
        Ok(Target {
            account,
            way,
            regions: regions.map_or(Regions::All, Regions::Named),
        })
    };
    ways.into_iter().map(target).collect()
}

/// The accounts of the organization, if they are asked for; else, or if nobody tells, none, and then
/// the account of the credentials is all that can be read.
pub(super) fn of_organization(
    args: &AccessArgs,
    session: &Session,
    console: Console,
) -> (Vec<AccountId>, Option<Result<usize, Gap>>) {
    if !args.organization {
        return (Vec::new(), None);
    }
    match session.organization() {
        Ok(told) => {
            for (account, state) in &told.left_out {
                console.warn(&format!("account {account} is left out: it is {state}"));
            }
            let count = told.accounts.len() + told.left_out.len();
            (told.accounts, Some(Ok(count)))
        }
        Err(gap) => {
            console.warn(&format!(
                "the organization is not visible from account {} ({gap}: {}); only this account is \
                 read. Use credentials of the management account or of a delegated administrator, or \
                 name the accounts with `--accounts`",
                session.account(),
                gap.detail
            ));
            (Vec::new(), Some(Err(gap)))
        }
    }
}

fn no_way(account: &AccountId, own: &AccountId) -> Failure {
    Failure::Usage(format!(
        "the credentials are those of account {own}, and nothing says how to get into account \
         {account}: name the role to take on there with `--role-name NAME`"
    ))
}

/// The account of a role.
fn role_account(role: &str) -> Result<AccountId, Failure> {
    let arn: Option<Arn> = role.parse().ok();
    let arn = arn.filter(|arn| arn.account().len() == 12 && arn.resource().starts_with("role/"));
    match arn {
        Some(arn) => Ok(AccountId::from(arn.account())),
        None => Err(Failure::Usage(format!(
            "`{role}` is not the ARN of a role; write it as arn:aws:iam::123456789012:role/NAME"
        ))),
    }
}
