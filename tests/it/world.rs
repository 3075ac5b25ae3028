//! The accounts that the servers play, and the credentials that reach them.

use serde_json::Value;

use crate::server::{Server, script};

/// The owner of the databases, in the world `lattice`.
pub(crate) const PROVIDER: &str = "000767026184";
/// The account of the endpoints, in the world `lattice`.
pub(crate) const CONSUMER: &str = "914357407416";
/// The account of the world `apprunner.json`.
pub(crate) const RUNNER: &str = "111122223333";
/// The account of the world `connected`.
#[cfg(feature = "aws")]
pub(crate) const HUB: &str = "222233334444";
/// The account of the world `services`.
#[cfg(feature = "aws")]
pub(crate) const KEEPER: &str = "222233334444";
/// The region of all worlds.
pub(crate) const TOKYO: &str = "ap-northeast-1";
/// The account that moto plays.
pub(crate) const MOTO: &str = "123456789012";

/// The environment in which the AWS SDK speaks to a server as a user of the account.
pub(crate) fn credentials(server: &Server, account: &str) -> Vec<(String, String)> {
    let key = format!("AKIA0000{account}");
    [
        ("AWS_ENDPOINT_URL", server.url().as_str()),
        ("AWS_ACCESS_KEY_ID", key.as_str()),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_REGION", TOKYO),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// Fills a moto server; tells what was made, by the part that each resource plays.
pub(crate) fn seed(moto: &Server) -> Value {
    let output = script("moto_world.py")
        .args([&moto.url(), TOKYO])
        .output()
        .expect("Python");
    assert!(
        output.status.success(),
        "moto_world.py failed:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("JSON from moto_world.py")
}
