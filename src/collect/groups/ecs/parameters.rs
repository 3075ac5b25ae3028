//! The parameters that task definitions name, never their values. Of others not even the names are
//! asked for.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use super::PARAMETERS;
use crate::collect::draft::{Draft, Identity};
use crate::collect::place::Place;
use crate::collect::wire::services::SSM;
use crate::collect::wire::{Call, text};
use crate::model::fact::Fact;
use crate::model::id::{Arn, Text};
use crate::model::kinds::ssm::Parameter;
use crate::model::sensitive::{self, EnvironmentVariable};

static DESCRIBE_PARAMETERS: Call = Call::of(&SSM, &PARAMETERS)
    .list(&["Parameters"])
    .token("NextToken", "NextToken")
    .size("MaxResults", 50);

impl Place<'_> {
    /// A variable that a service fills. A parameter of the same region may go by its name alone.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html>
    pub(in crate::collect) fn parameter_reference(
        &self,
        name: &str,
        from: &str,
    ) -> EnvironmentVariable {
        let mut variable = sensitive::reference(name, from);
        if variable.reference_arn.is_missing() && !from.starts_with("arn:") {
            let parameter = self.parameter(from.trim());
            variable.reference_arn = Fact::Known(Text::from(parameter.arn.as_str()));
        }
        variable
    }

    /// A parameter of the place by its name.
    fn parameter(&self, name: &str) -> Identity {
        self.built(
            "ssm",
            &format!("parameter/{}", name.trim_start_matches('/')),
        )
    }
}

pub(super) async fn parameters(place: &Place<'_>, arns: BTreeSet<Arn>) {
    let here = arns.iter().filter(|arn| {
        arn.account() == place.scan.account.as_str() && arn.region() == place.region.as_str()
    });
    let names: Vec<String> = here.flat_map(|arn| names(arn.as_str())).collect();
    let asked = names.chunks(50).map(async |names| {
        let filter = json!([{"Key": "Name", "Option": "Equals", "Values": names}]);
        let told = place.list(&DESCRIBE_PARAMETERS, json!({"ParameterFilters": filter}));
        let identity = |item: &_| {
            let named = place.arn_in(item, "ARN");
            named.or_else(|| Some(place.parameter(text(item, &["Name"])?)))
        };
        place.told::<Parameter>(&DESCRIBE_PARAMETERS, told.await, identity)
    });
    let told = join_all(asked).await;
    let drafts: Vec<Draft<Parameter>> = told.into_iter().flatten().collect();
    place.keep(drafts);
}

/// The names that a parameter of this ARN may have: the slash that a name may begin with, and one in a
/// hierarchy does, is not in the ARN.
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html>
fn names(arn: &str) -> Vec<String> {
    let Some((_, name)) = arn.split_once(":parameter/") else {
        return Vec::new();
    };
    match name.contains('/') {
        true => vec![format!("/{name}")],
        false => vec![name.to_owned(), format!("/{name}")],
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_name_may_begin_with_a_slash() {
        let check = |arn: &str, wanted: &[&str]| assert_eq!(names(arn), wanted, "{arn}");
        check("arn:aws:ssm:r:1:parameter/a/b", &["/a/b"]);
        check("arn:aws:ssm:r:1:parameter/a", &["a", "/a"]);
        check("arn:aws:secretsmanager:r:1:secret:a", &[]);
    }
}
