//! What the client must know of a service: how it is reached, signed for and spoken to.

/// A service of AWS, by the words of its API model.
/// <https://smithy.io/2.0/aws/aws-core.html>
#[derive(Debug)]
pub(in crate::collect) struct Service {
    /// The service id, which names it in `AWS_ENDPOINT_URL_...` and in profiles.
    pub(super) id: &'static str,
    /// The first label of its host names.
    pub(super) endpoint_prefix: &'static str,
    /// The name in signatures.
    pub(super) signing_name: &'static str,
    /// How requests and answers are written.
    pub(super) protocol: Protocol,
    /// Where it is reached.
    pub(super) home: Home,
}

/// How requests and answers are written.
/// <https://smithy.io/2.0/aws/protocols/index.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// `awsJson1_0`, `awsJson1_1`: the operation stands in a header, all the rest in JSON.
    Json {
        /// `1.0` or `1.1`.
        version: &'static str,
        /// What comes before the operation in `X-Amz-Target`.
        target: &'static str,
    },
    /// `restJson1`: method and path name the operation.
    RestJson,
    /// `awsQuery`: a form, answered in XML.
    Query {
        /// The version of the API.
        version: &'static str,
    },
    /// `restXml`: as `restJson1`, but answered in XML.
    RestXml,
}

/// Where a service is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// In each region.
    Regional,
    /// In one region of the partition.
    Global,
    /// In each region, under a name that begins with the account.
    Account,
}
