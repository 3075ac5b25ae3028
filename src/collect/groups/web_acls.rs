//! AWS WAF: the web ACL in front of a load balancer or of a service of App Runner.

use serde_json::json;

use super::load_balancers::WEB_ACL;
use crate::collect::place::Place;
use crate::collect::wire::services::WAF_V2;
use crate::collect::wire::{Call, text};
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;

static GET_WEB_ACL: Call = Call::of(&WAF_V2, &WEB_ACL);

/// The web ACL of a resource; none if there is none.
/// <https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACLForResource.html>
pub(super) async fn of(place: &Place<'_>, arn: &str) -> Result<Fact<Text>, Gap> {
    let none = "WAFNonexistentItemException";
    let parameters = json!({"ResourceArn": arn});
    let told = place.get_if_any(&GET_WEB_ACL, none, parameters).await?;
    let arn = told
        .as_ref()
        .and_then(|told| text(told, &["WebACL", "ARN"]));
    Ok(Fact::told(arn.map(Text::from)))
}
