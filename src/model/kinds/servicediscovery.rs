//! Cloud Map: namespaces, and the zones that they own.

use crate::model::id::Text;
use crate::record;

record! {
    /// A namespace.
    /// <https://docs.aws.amazon.com/cloud-map/latest/api/API_NamespaceSummary.html>
    Namespace {
        /// The name.
        name: Text, gap;
        /// `DNS_PUBLIC`, `DNS_PRIVATE` or `HTTP`.
        r#type: Text, gap;
        /// What stands behind it.
        properties: NamespaceProperties, none;
    }
}

record! {
    /// What stands behind a namespace.
    NamespaceProperties {
        /// DNS.
        dns_properties: DnsProperties, none;
    }
}

record! {
    /// The DNS of a namespace.
    DnsProperties {
        /// The zone.
        hosted_zone_id: Text, none;
    }
}
