//! Names of things: accounts, regions, ARNs, parsed once.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A short text: an id, a name, a state. Up to 24 bytes are kept without an allocation, which
/// holds for nearly every id of AWS.
pub type Text = compact_str::CompactString;

macro_rules! name {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Text);

        impl $name {
            /// The name as AWS writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Text::from(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// The twelve digits of an account.
    AccountId
);
name!(
    /// The code of a region, such as `ap-northeast-1`, or [`Region::GLOBAL`].
    Region
);

impl Region {
    /// Where the resources of global services (IAM, Route 53) stand.
    pub const GLOBAL: &'static str = "global";

    /// The place of global services.
    pub fn global() -> Self {
        Region::from(Region::GLOBAL)
    }

    /// The partition that a region belongs to, by its prefix.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
    pub fn partition(&self) -> &'static str {
        match self.as_str() {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            region if region.starts_with("us-iso-") => "aws-iso",
            region if region.starts_with("us-isob-") => "aws-iso-b",
            _ => "aws",
        }
    }
}

/// An Amazon Resource Name, or the like-shaped name that we give to what has none.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Text", into = "Text")]
pub struct Arn(Text);

impl Arn {
    /// The ARN of a resource for which the API gives none.
    pub fn build(service: &str, region: &Region, account: &AccountId, resource: &str) -> Self {
        Arn::build_in(region.partition(), service, region, account, resource)
    }

    /// The same in a partition that is known from elsewhere, for global services.
    pub fn build_in(
        partition: &str,
        service: &str,
        region: &Region,
        account: &AccountId,
        resource: &str,
    ) -> Self {
        let region = if region.as_str() == Region::GLOBAL {
            ""
        } else {
            region.as_str()
        };
        Arn(compact_str::format_compact!(
            "arn:{partition}:{service}:{region}:{account}:{resource}"
        ))
    }

    /// The ARN of a thing that belongs to this one.
    #[must_use]
    pub fn child(&self, path: &str) -> Self {
        Arn(compact_str::format_compact!("{}/{path}", self.0))
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The account, empty for the ARNs that carry none.
    pub fn account(&self) -> &str {
        self.part(4)
    }

    /// The region, empty for the ARNs that carry none.
    pub fn region(&self) -> &str {
        self.part(3)
    }

    /// What follows the account: type and name.
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    /// The part after the last `/` or `:`.
    pub fn last(&self) -> &str {
        self.0.rsplit(['/', ':']).next().unwrap_or(&self.0)
    }

    fn part(&self, index: usize) -> &str {
        self.0.splitn(6, ':').nth(index).unwrap_or("")
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no ARN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ARN: expected arn:partition:service:region:account:resource")]
pub struct NotAnArn(pub String);

impl TryFrom<Text> for Arn {
    type Error = NotAnArn;

    fn try_from(text: Text) -> Result<Self, NotAnArn> {
        let mut parts = text.splitn(6, ':');
        let shaped = parts.next() == Some("arn") && parts.count() == 5;
        if shaped {
            Ok(Arn(text))
        } else {
            Err(NotAnArn(text.into()))
        }
    }
}

impl FromStr for Arn {
    type Err = NotAnArn;

    fn from_str(text: &str) -> Result<Self, NotAnArn> {
        Arn::try_from(Text::from(text))
    }
}

impl From<Arn> for Text {
    fn from(arn: Arn) -> Text {
        arn.0
    }
}

/// One account in one region: the unit in which collecting is done and coverage is told.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    /// The account.
    pub account: AccountId,
    /// The region, or `global`.
    pub region: Region,
}
