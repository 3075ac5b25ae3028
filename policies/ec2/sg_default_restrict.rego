# METADATA
# title: Default security group has rules
# description: >-
#   Whatever is made without naming a group gets the default group of its VPC. If that group lets traffic in or out,
#   the thing is open by oversight. Severity rises while anything carries the group or gives it to interfaces that it
#   will make: an interface, an App Runner connector, a VPC endpoint, a function, a service of ECS, and so on.
# custom:
#   id: sg-default-restrict
#   severities: [medium, high]
#   subject: ec2.security_group
#   applies: {needs: [group_name]}
#   needs: ["ip_permissions[].ip_protocol", "ip_permissions_egress[].ip_protocol"]
#   wants:
#     - users[].sort
#     - users[].name
#     - attached_interfaces[]
#     - attached_connectors[]
#     - attached_endpoints[]
#   messages:
#     rules: "the default group has {ingress} inbound and {egress} outbound permissions"
#     used: "the default group has {ingress} inbound and {egress} outbound permissions, and is in use ({users})"
#   frameworks:
#     cis-aws-7.0: ["6.5"]
#     fsbp: ["EC2.2"]
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-17", "CM-6", "CM-9", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Give what uses the default group a group of its own, then remove every rule of the default group.
#     cli: |
#       aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP_ID
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#       aws ec2 revoke-security-group-egress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#     terraform: |
#       resource "aws_default_security_group" "none" {
#         vpc_id = aws_vpc.main.id # no ingress and no egress block: every rule is removed
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2
package assize.ec2.sg_default_restrict

# A name such as `default-web` is somebody's own.
applies if input.group_name == "default"

# Of a group without rules we may be told that there is no list.
listed(permissions) := permissions if is_array(permissions)

listed(null) := []

ingress := count(listed(input.ip_permissions))

egress := count(listed(input.ip_permissions_egress))

rule_facts := array.concat(
	[sprintf("ip_permissions[%d].ip_protocol", [i]) | some i, _ in listed(input.ip_permissions)],
	[sprintf("ip_permissions_egress[%d].ip_protocol", [i]) | some i, _ in listed(input.ip_permissions_egress)],
)

# Those whose rules name the group do not carry it.
carriers := [i | is_array(input.users); some i, user in input.users; not user.sort in {"group", "vpc"}]

named := [user | some user in input.users; not user.sort in {"group", "vpc"}] if is_array(input.users)

named := [] if not is_array(input.users)

most := 5

# The users one by one as far as all are known, or else the lists of which something is.
told := array.concat(
	array.slice([sprintf("%s %s", [user.sort, user.name]) | some user in named], 0, most),
	[sprintf("%d more", [count(named) - most]) | count(named) > most],
) if {
	count(named) > 0
}

told := [list | some list, _ in lists] if count(named) == 0

evidence := [sprintf("users[%d].name", [i]) | some i in carriers] if count(carriers) > 0

evidence := [fact | some fact in lists] if count(carriers) == 0

# A list that is not known is no evidence of use.
lists["network interfaces"] := "attached_interfaces" if {
	is_array(input.attached_interfaces)
	count(input.attached_interfaces) > 0
}

lists["App Runner connectors"] := "attached_connectors" if {
	is_array(input.attached_connectors)
	count(input.attached_connectors) > 0
}

lists["VPC endpoints"] := "attached_endpoints" if {
	is_array(input.attached_endpoints)
	count(input.attached_endpoints) > 0
}

deny contains {
	"facts": rule_facts,
	"message": "rules",
	"args": {"ingress": ingress, "egress": egress},
} if {
	ingress + egress > 0
	count(told) == 0
}

deny contains {
	"facts": array.concat(rule_facts, evidence),
	"message": "used",
	"args": {"ingress": ingress, "egress": egress, "users": told},
	"severity": "high",
} if {
	ingress + egress > 0
	count(told) > 0
}
