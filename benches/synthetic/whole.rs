//! What a site does not give a resource is told to be absent, as a whole scan tells it.

use assize::model::kinds::Facts;
use assize::model::record::{RecordType, Type};
use serde_json::Value as Json;

/// The facts with every attribute that was left out told to be absent. What is never absent stays
/// untold.
pub(super) fn whole(facts: &Facts) -> Facts {
    let record = facts.record().record_type();
    let mut told = serde_json::to_value(facts).expect("facts as JSON");
    write_out(&mut told, record);
    let raw = serde_json::value::to_raw_value(&told).expect("JSON");
    let mut facts = Facts::parse(facts.kind().name, &raw).expect("facts of the kind");
    facts.settle();
    facts
}

fn write_out(told: &mut Json, record: &RecordType) {
    let fields = told.as_object_mut().expect("a record");
    for attribute in record.attributes {
        let value = fields.entry(attribute.name).or_insert(Json::Null);
        write_out_value(value, (attribute.ty)());
    }
}

fn write_out_value(value: &mut Json, ty: Type) {
    match (ty, value) {
        (_, Json::Null) => {}
        (Type::Record(record), value) => write_out(value, record()),
        (Type::List(item), Json::Array(items)) => {
            items
                .iter_mut()
                .for_each(|one| write_out_value(one, item()));
        }
        _ => {}
    }
}
