//! Systems Manager: parameters, never their values.

use crate::model::id::Text;
use crate::record;

record! {
    /// A parameter that a task definition names; of others not even the names are kept.
    /// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterMetadata.html>
    Parameter {
        /// The name.
        name: Text, gap;
        /// `String`, `StringList` or `SecureString`.
        r#type: Text, gap;
        /// The key, for `SecureString`.
        key_id: Text, none;
    }
}
