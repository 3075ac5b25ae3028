//! Requests and answers in each protocol, and where they go.

use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use serde_json::{Value as Json, json};

use super::answer;
use super::call::Call;
use super::endpoint;
use super::records::document;
use super::request::{self, Request};
use super::service::{Protocol, Service};
use super::services::{self, ALL};
use crate::collect::operation::Operation;
use crate::collect::page::Listed;
use crate::model::fact::Fact;
use crate::model::id::{AccountId, Region, Text};

fn written(
    service: &Service,
    operation: &'static str,
    route: &'static str,
    parameters: &Json,
) -> HttpRequest {
    let parameters = parameters.as_object().unwrap().clone();
    let request = Request {
        operation,
        route,
        parameters,
    };
    request::write(service.protocol, request).unwrap()
}

fn body(request: &HttpRequest) -> &str {
    std::str::from_utf8(request.body().bytes().unwrap()).unwrap()
}

#[test]
fn json_names_the_operation_in_a_header() {
    let request = written(
        &services::ECS,
        "DescribeClusters",
        "",
        &json!({"clusters": ["a"]}),
    );
    assert_eq!((request.method(), request.uri()), ("POST", "/"));
    assert_eq!(
        request.headers().get("x-amz-target"),
        Some("AmazonEC2ContainerServiceV20141113.DescribeClusters")
    );
    assert_eq!(
        request.headers().get("content-type"),
        Some("application/x-amz-json-1.1")
    );
    assert_eq!(body(&request), r#"{"clusters":["a"]}"#);
}

#[test]
fn a_query_is_a_flat_form() {
    let parameters = json!({
        "LoadBalancerArns": ["arn:a", "arn:b c"],
        "PageSize": 400,
        "Filter": {"Name": "x&y"},
        "Filters": [{"Name": "tag"}],
    });
    let request = written(&services::ELB_V2, "DescribeLoadBalancers", "", &parameters);
    assert_eq!(
        body(&request),
        "Action=DescribeLoadBalancers&Version=2015-12-01&Filter.Name=x%26y\
         &Filters.member.1.Name=tag&LoadBalancerArns.member.1=arn%3Aa\
         &LoadBalancerArns.member.2=arn%3Ab%20c&PageSize=400"
    );
}

#[test]
fn rest_has_parameters_in_path_query_headers_and_body() {
    let route = "GET /2015-03-31/functions/{FunctionName}/policy";
    let parameters = json!({"FunctionName": "arn:aws:lambda:f/1", "Qualifier": "a b"});
    let request = written(&services::LAMBDA, "GetPolicy", route, &parameters);
    assert_eq!(request.method(), "GET");
    assert_eq!(
        request.uri(),
        "/2015-03-31/functions/arn%3Aaws%3Alambda%3Af%2F1/policy?Qualifier=a%20b"
    );
    let parameters = json!({"Bucket": "b", "x-amz-expected-bucket-owner": "1"});
    let request = written(
        &services::S3,
        "GetBucketAcl",
        "GET /{Bucket}?acl",
        &parameters,
    );
    assert_eq!(request.uri(), "/b?acl");
    assert_eq!(
        request.headers().get("x-amz-expected-bucket-owner"),
        Some("1")
    );
    let request = written(
        &services::RAM,
        "ListResources",
        "POST /listresources",
        &json!({"resourceOwner": "SELF"}),
    );
    assert_eq!(
        (request.method(), request.uri()),
        ("POST", "/listresources")
    );
    assert_eq!(body(&request), r#"{"resourceOwner":"SELF"}"#);
}

#[test]
fn a_path_without_its_parameter_is_not_asked() {
    let request = Request {
        operation: "GetPolicy",
        route: "GET /functions/{FunctionName}",
        parameters: serde_json::Map::new(),
    };
    let error = request::write(Protocol::RestJson, request).unwrap_err();
    assert!(error.to_string().contains("FunctionName"), "{error}");
}

#[test]
fn answers_are_objects_or_errors() {
    let query = services::ELB_V2.protocol;
    let xml = b"<DescribeThingsResponse xmlns='u'><DescribeThingsResult>\
        <Things><member><Name>a</Name></member><member><Name>b</Name></member></Things>\
        </DescribeThingsResult><ResponseMetadata/></DescribeThingsResponse>";
    assert_eq!(
        answer::parse(query, xml).unwrap(),
        json!({"Things": {"member": [{"Name": "a"}, {"Name": "b"}]}})
    );
    let rest = services::S3.protocol;
    assert_eq!(
        answer::parse(rest, b"<LocationConstraint>eu-west-1</LocationConstraint>").unwrap(),
        json!({"Value": "eu-west-1"})
    );
    assert_eq!(answer::parse(rest, b"<A/>").unwrap(), json!({}));
    assert_eq!(
        answer::parse(rest, br#"{"Version":"1"}"#).unwrap(),
        json!({"Policy": r#"{"Version":"1"}"#})
    );
    for (protocol, body) in [
        (query, &b"<html><body>down</body></html>"[..]),
        (query, b"<DescribeThingsResponse/>"),
        (query, b"<DescribeThingsResponse><Describe"),
        (rest, b""),
        (rest, b"<HTML><p>down</p></HTML>"),
        (services::ECS.protocol, b""),
        (services::ECS.protocol, b"[]"),
        (services::ECS.protocol, b"{\"clusters\": ["),
    ] {
        let read = answer::parse(protocol, body);
        assert!(
            read.is_err(),
            "{:?}: {read:?}",
            String::from_utf8_lossy(body)
        );
    }
}

#[test]
fn pages_of_xml_and_json_are_read_alike() {
    let call = Call::of(&services::S3, &LIST)
        .list(&["Buckets", "Bucket"])
        .token("continuation-token", "ContinuationToken");
    let items = |answer: &Json| call.page(answer.clone()).items;
    let one = json!({"Name": "a"});
    for (answer, expected) in [
        (json!({"Buckets": {"Bucket": [one, one]}}), Some(2)),
        // One element alone, and an element with nothing in it.
        (json!({"Buckets": {"Bucket": one}}), Some(1)),
        (json!({"Buckets": ""}), Some(0)),
        (json!({"Buckets": {"Bucket": ""}}), Some(0)),
        // No list is no empty list.
        (json!({}), None),
        (json!({"Buckets": null}), None),
        (json!({"Buckets": {"Other": one}}), None),
    ] {
        assert_eq!(
            items(&answer).map(|items| items.len()),
            expected,
            "{answer}"
        );
    }
    let more = call.page(json!({"Buckets": "", "ContinuationToken": "t"}));
    assert_eq!((more.next.as_deref(), more.cut), (Some("t"), false));
    let last = call.page(json!({"Buckets": "", "ContinuationToken": ""}));
    assert_eq!(last.next, None);
}

fn at(service: &Service, region: &str, config: &SdkConfig) -> (String, String) {
    let account = AccountId::from("111122223333");
    let endpoint = endpoint::of(service, config, &Region::from(region), &account);
    (endpoint.url, endpoint.signing_region.to_string())
}

#[test]
fn endpoints_are_those_of_the_partition() {
    let none = SdkConfig::builder().build();
    for (service, region, url, signed) in [
        (
            &services::ECS,
            "eu-west-1",
            "https://ecs.eu-west-1.amazonaws.com",
            "eu-west-1",
        ),
        (
            &services::ECR,
            "cn-north-1",
            "https://api.ecr.cn-north-1.amazonaws.com.cn",
            "cn-north-1",
        ),
        (
            &services::ORGANIZATIONS,
            "eu-west-1",
            "https://organizations.us-east-1.amazonaws.com",
            "us-east-1",
        ),
        (
            &services::ORGANIZATIONS,
            "us-gov-east-1",
            "https://organizations.us-gov-west-1.amazonaws.com",
            "us-gov-west-1",
        ),
        (
            &services::S3_CONTROL,
            "eu-west-1",
            "https://111122223333.s3-control.eu-west-1.amazonaws.com",
            "eu-west-1",
        ),
    ] {
        assert_eq!(
            at(service, region, &none),
            (url.to_owned(), signed.to_owned())
        );
    }
    let fips = SdkConfig::builder()
        .use_fips(true)
        .use_dual_stack(true)
        .build();
    assert_eq!(
        at(&services::KMS, "us-east-1", &fips).0,
        "https://kms-fips.us-east-1.api.aws"
    );
    assert_eq!(
        at(&services::S3, "us-east-1", &fips).0,
        "https://s3-fips.dualstack.us-east-1.amazonaws.com"
    );
}

#[test]
fn an_endpoint_that_is_configured_wins() {
    let config = SdkConfig::builder()
        .endpoint_url("http://127.0.0.1:9/")
        .build();
    assert_eq!(
        at(&services::ECS, "eu-west-1", &config).0,
        "http://127.0.0.1:9"
    );
}

#[test]
fn services_are_named_once() {
    let mut ids: Vec<&str> = ALL.iter().map(|service| service.id).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

static LIST: Operation = Operation {
    name: "x:ListThings",
    actions: &[],
    after: &[],
    only_with: None,
};

#[test]
fn a_page_may_have_two_lists() {
    let call = Call::of(&services::CLOUDWATCH, &LIST)
        .list(&["Metric"])
        .and(&["Composite"])
        .token("NextToken", "NextToken");
    let page = call.page(json!({"Metric": {"member": [1, 2]}, "Composite": "", "NextToken": "t"}));
    assert_eq!(page.items, Some(vec![json!(1), json!(2)]));
    assert_eq!(page.next.as_deref(), Some("t"));
    let page = call.page(json!({"Metric": "", "Composite": {"member": [3]}}));
    assert_eq!(page.items, Some(vec![json!(3)]));
    // One of them is not there: that is no answer.
    assert_eq!(call.page(json!({"Metric": [1]})).items, None);
}

#[test]
fn an_item_of_another_type_leaves_no_shorter_list() {
    let listed = |items: Vec<Json>| Listed {
        items,
        gap: None,
        told: true,
    };
    let (names, gap) = listed(vec![json!("a"), json!("b")]).told::<Text>(&LIST);
    assert_eq!((names.known().map(Vec::len), gap), (Some(2), None));
    let (names, gap) = listed(vec![json!("a"), json!({})]).told::<Text>(&LIST);
    assert!(names.is_missing());
    assert_eq!(
        gap.map(|gap| gap.operation),
        Some(Text::from("x:ListThings"))
    );
}

#[test]
fn a_policy_stands_in_a_text() {
    let policy = |answer: Option<Json>| document(&LIST, answer.as_ref(), "Policy");
    assert_eq!(policy(None), Ok(Fact::None));
    assert_eq!(policy(Some(json!({}))), Ok(Fact::None));
    let told = policy(Some(
        json!({"Policy": r#"{"Version": "2012-10-17", "Statement": []}"#}),
    ));
    assert!(told.is_ok_and(|policy| policy.known().is_some()));
    let unreadable = policy(Some(json!({"Policy": "{"})));
    assert!(unreadable.is_err_and(|gap| gap.detail.contains("not JSON")));
}
