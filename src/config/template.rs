//! The `assize.toml` that `assize init` writes.

use std::fmt::Write as _;

use super::VERSION;
use crate::model::id::{AccountId, Region};

/// An `assize.toml` for some accounts and the regions to scan in each. Prose stands behind `# `;
/// a line behind `#` alone works when its `#` is removed.
pub fn template(accounts: &[(AccountId, Vec<Region>)]) -> String {
    let mut text = format!("{HEAD}version = {VERSION}\n{ACCOUNTS}");
    if accounts.is_empty() {
        text.push_str(NO_ACCOUNT);
    }
    for (account, regions) in accounts {
        text.push_str(&entry(account, regions));
    }
    text.push_str(RESOURCES);
    text.push_str(RULES);
    text
}

fn entry(account: &AccountId, regions: &[Region]) -> String {
    let mut text = format!("\n[accounts.{account}]\n#name = \"\"\n#environment = \"prod\"\n");
    // One line each: an alert of a region stays on its line when another region is added.
    text.push_str("regions = [\n");
    for region in regions
        .iter()
        .filter(|region| region.as_str() != Region::GLOBAL)
    {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "    \"{region}\",");
    }
    text.push_str("]\n");
    text
}

const HEAD: &str = "\
# What assize is told about your accounts. Commit this file: alerts of code scanning point to its
# lines, and a scan that is told no regions takes them from here.

";

const ACCOUNTS: &str = "
# The accounts. `environment` (prod, staging or dev) decides how strict some rules are; where it is
# not said, tags and names tell. `trusted = true` marks one that is yours, scanned or not.
";

const NO_ACCOUNT: &str = "
#[accounts.123456789012]
#name = \"shop\"
#environment = \"prod\"
#regions = [\"eu-central-1\"]
";

const RESOURCES: &str = "
# Single resources, by the shape of their ARN: `*` is any text, `?` any one character. The first
# entry that matches and says something counts, before what its account says.
#[[resources]]
#match = \"arn:aws:rds:*:*:db:sandbox-*\"
#environment = \"dev\"
#params.rds-backup-retention = { min_days = 1 }
";

const RULES: &str = "
# Rules: switch one off, change its severity (critical, high, medium, low, info) or its parameters.
# `assize rules list` names them, `assize rules show ID` tells the parameters.
#[rules.phz-hardcoded-ip-ttl]
#enabled = true
#severity = \"low\"
#params = { max_ttl = 120 }
";
