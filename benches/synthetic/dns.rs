//! Hosted zones with records that point at endpoints and databases.

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::route53::{AliasTarget, HostedZone, RecordSet};

use super::site::{Site, compact_text, text, told};

/// The name of a private zone of a place.
pub(super) fn zone_name(place: usize) -> Text {
    Text::const_new(["internal.example.com.", "db.example.com."][place % 2])
}

/// The name under which clients reach a database.
pub(super) fn database_name(number: usize) -> Text {
    compact_text(format_args!("orders-{number}.db.example.com"))
}

impl Site {
    /// Two private zones, of which the second has the names of databases, and a public one.
    pub(super) fn add_zones(&mut self) {
        let endpoints = std::mem::take(&mut self.endpoints);
        let mut names = Vec::new();
        let mut databases = Vec::new();
        for (number, (_, name, addresses)) in endpoints.iter().enumerate() {
            let own = format!("service-{number}.internal.example.com.");
            names.push(plain(&own, addresses));
            names.push(alias(
                &format!("alias-{number}.internal.example.com."),
                name,
            ));
            let own = format!("{}.", database_name(number));
            databases.push(plain(&own, addresses));
        }
        for (place, records) in [names, databases].into_iter().enumerate() {
            let id = self.private_zones[place].clone();
            self.add_zone(id, &zone_name(place), true, records);
        }
        let id = self.id("Z").to_ascii_uppercase().replace('-', "");
        let website = plain("www.example.com.", &[Text::const_new("203.0.113.80")]);
        self.add_zone(Text::from(id), "example.com.", false, vec![website]);
    }

    fn add_zone(&mut self, id: Text, name: &str, private: bool, records: Vec<RecordSet>) {
        let resource = format!("hostedzone/{id}");
        let facts = HostedZone {
            hosted_zone_id: told(id),
            name: text(name),
            private_zone: told(private),
            linked_service: Fact::None,
            record_sets: told(records),
            ..HostedZone::default()
        };
        self.add_global("route53", &resource, facts);
    }
}

fn plain(name: &str, addresses: &[Text]) -> RecordSet {
    RecordSet {
        name: text(name),
        record_type: text("A"),
        set_identifier: Fact::None,
        ttl: told(60),
        resource_records: told(addresses.to_vec()),
        alias_target: Fact::None,
    }
}

fn alias(name: &str, target: &str) -> RecordSet {
    RecordSet {
        ttl: Fact::None,
        resource_records: Fact::None,
        alias_target: told(AliasTarget {
            dns_name: text(target),
            hosted_zone_id: text("Z2E726K9Y6RL4W"),
        }),
        ..plain(name, &[])
    }
}
