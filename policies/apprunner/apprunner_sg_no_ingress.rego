# METADATA
# title: Security group that only VPC connectors carry has ingress rules
# description: >-
#   The interfaces of a connector open connections and are never the target of one: ingress rules of a
#   group that nothing else carries admit nobody today, and whoever gives the group to another interface
#   later opens that one. A group that other interfaces carry too, or that no active connector carries,
#   is not judged here. An interface is a connector's if it has the tag by which App Runner knows its
#   own, or its description.
# custom:
#   id: apprunner-sg-no-ingress
#   severities: [low]
#   subject: ec2.security_group
#   applies:
#     needs:
#       - attached_connectors[].status
#       - attached_interfaces[].description
#       - attached_interfaces[].tags[].key
#   needs:
#     - group_name
#     - ip_permissions[].ip_protocol
#   messages:
#     ingress: "{group} is carried by VPC connectors alone, which take no connections, and has {count} ingress rules"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Revoke the ingress rules of the group.
#     cli: |
#       aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP_ID --query 'SecurityGroupRules[?!IsEgress].SecurityGroupRuleId'
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#     terraform: |
#       resource "aws_security_group" "connector" {
#         name   = "apprunner"
#         vpc_id = aws_vpc.this.id
#         # no `ingress`, and no aws_vpc_security_group_ingress_rule
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
#     - https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AppRunnerNetworkingServiceRolePolicy.html
package assize.apprunner.apprunner_sg_no_ingress

applies if {
	some connector in input.attached_connectors
	connector.status == "ACTIVE"
	every interface in input.attached_interfaces {
		is_connectors(interface)
	}
}

is_connectors(interface) if {
	some tag in interface.tags
	tag.key == "AWSAppRunnerManaged"
}

is_connectors(interface) if {
	description := interface.description
	is_string(description)
	startswith(description, "AWS App Runner")
}

deny contains {
	"facts": array.concat(
		[sprintf("ip_permissions[%d].ip_protocol", [i]) | some i, _ in input.ip_permissions],
		["attached_interfaces", "attached_connectors"],
	),
	"message": "ingress",
	"args": {"group": input.group_name, "count": count(input.ip_permissions)},
} if {
	count(input.ip_permissions) > 0
}
