//! What is no description is refused, with the place and the reason.

use super::super::systems::read;

#[test]
fn a_description_that_is_none_says_where_and_why() {
    let with = |resource: &str| {
        format!(
            r#"{{"title": "t", "about": [], "started": "", "ended": "", "accounts": ["111122223333"], "regions": ["eu-west-1"],
            "untold": [{{"account": "111122223333", "region": "eu-west-1", "operation": "ec2:DescribeVpcAttribute", "reason": "denied", "detail": ""}}],
            "resources": [{resource}]}}"#
        )
    };
    let arn = "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1";
    for (resource, why) in [
        (
            format!(r#"{{"kind": "ec2.vpn", "arn": "{arn}", "facts": {{}}}}"#),
            "vpc/vpc-1: there is no kind `ec2.vpn`",
        ),
        (
            format!(r#"{{"kind": "ec2.vpc", "arn": "{arn}", "facts": {{"vpcid": "vpc-1"}}}}"#),
            "unknown field `vpcid`",
        ),
        (
            format!(
                r#"{{"kind": "ec2.vpc", "arn": "{arn}", "facts": {{"enable_dns_support": true}}}}"#
            ),
            "`enable_dns_support` is told, though ec2:DescribeVpcAttribute was not answered",
        ),
        (
            format!(r#"{{"kind": "ec2.vpc", "arn": "{arn}"}}"#),
            "missing field `facts`",
        ),
    ] {
        let error = read("mine", &with(&resource)).unwrap_err().to_string();
        assert!(error.starts_with("reading the reference system demo/mine.json: "));
        assert!(error.contains(why), "{error}");
    }
}
