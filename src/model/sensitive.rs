//! The pure reducer of sensitive values: what rules need of them, and nothing else.

use crate::model::id::Text;
use crate::record;

record! {
    /// An environment variable without its value.
    EnvironmentVariable {
        /// The name.
        name: Text, gap;
        /// `plain`, `secret-reference` or `parameter-reference`.
        kind: Text, gap;
        /// The secret or parameter that is referenced.
        reference_arn: Text, none;
        /// The name of the credential pattern that the value matched.
        credential_pattern: Text, none;
        /// The hosts that the value names.
        endpoints: Vec<NamedEndpoint>, none;
    }
}

record! {
    /// A host, and a port if one was written, that a value names.
    NamedEndpoint {
        /// The host.
        host: Text, gap;
        /// The port.
        port: i64, none;
    }
}
