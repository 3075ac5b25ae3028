# METADATA
# title: Security group of a VPC connector lets out more than is needed
# description: >-
#   A new security group lets everything out, and rules that are added to it change nothing until that
#   one is revoked: everything that the service's code is tricked into calling can be called. The rule
#   that AWS puts there is told, and so are other rules that let out to the internet whatever is not
#   among the ports that services may need. HTTPS to the whole internet is told where policy says that
#   no service needs it, and wherever no way leads there: then endpoints and prefix lists are all that
#   it can be for. Port 53 is judged by another rule. Groups that no active connector carries are not
#   judged.
# custom:
#   id: apprunner-sg-egress-minimal
#   severities: [high, medium]
#   subject: ec2.security_group
#   applies:
#     needs:
#       - attached_connectors[].status
#   needs:
#     - group_name
#     - internet_egress[].protocol
#     - internet_egress[].family
#     - internet_egress[].from_port
#     - internet_egress[].to_port
#     - internet_egress[].ranges[]
#     - ip_permissions_egress[].ip_protocol
#     - attached_connectors[].member_subnets[].tier
#   params:
#     https_to_internet:
#       {type: boolean, default: true, description: Whether services may need HTTPS of any host of the internet}
#   messages:
#     everything: "{group} lets everything out to the internet over {family}; its {others} other egress rules narrow nothing"
#     alone: "{group} lets everything out to the internet over {family} and has no other egress rule"
#     open: "{group} lets out {protocol} ports {from} to {to} to the internet over {family} ({ranges})"
#     https: "{group} lets out HTTPS to the internet over {family}: policy says that services need none of it"
#     https_nowhere: "{group} lets out HTTPS to the internet over {family}, and no subnet of its connectors has a way there: endpoints and prefix lists suffice"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Revoke the rule that lets everything out, once each flow that is needed has a rule of its own: the
#       database by its security group, AWS services by endpoints or prefix lists.
#     cli: |
#       aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP_ID --query 'SecurityGroupRules[?IsEgress]'
#       aws ec2 authorize-security-group-egress --group-id GROUP_ID --protocol tcp --port 5432 --source-group DATABASE_GROUP
#       aws ec2 revoke-security-group-egress --group-id GROUP_ID --protocol all --cidr 0.0.0.0/0
#     terraform: |
#       # Without `egress` blocks Terraform takes the rule of AWS away.
#       resource "aws_security_group" "connector" {
#         name   = "apprunner"
#         vpc_id = aws_vpc.this.id
#       }
#
#       resource "aws_vpc_security_group_egress_rule" "database" {
#         security_group_id            = aws_security_group.connector.id
#         referenced_security_group_id = aws_security_group.database.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
#     - https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
package assize.apprunner.apprunner_sg_egress_minimal

applies if {
	some connector in input.attached_connectors
	connector.status == "ACTIVE"
}

specific := [i | some i, permission in input.ip_permissions_egress; permission.ip_protocol != "-1"]

# The ways out of the subnets where active connectors stand.
online if {
	some connector in input.attached_connectors
	connector.status == "ACTIVE"
	some subnet in connector.member_subnets
	subnet.tier != "isolated"
}

is_one_port(open, protocols, port) if {
	open.protocol in protocols
	open.from_port == port
	open.to_port == port
}

is_dns(open) if is_one_port(open, ["tcp", "udp"], 53)

is_https(open) if is_one_port(open, ["tcp"], 443)

deny contains {
	"facts": array.concat(
		[sprintf("internet_egress[%d].ranges", [i])],
		[sprintf("ip_permissions_egress[%d].ip_protocol", [k]) | some k in specific],
	),
	"message": {true: "alone", false: "everything"}[count(specific) == 0],
	"args": {"group": input.group_name, "family": open.family, "others": count(specific)},
	"severity": "high",
	"key": sprintf("all %s", [open.family]),
} if {
	some i, open in input.internet_egress
	open.protocol == "all"
}

deny contains {
	"facts": [
		sprintf("internet_egress[%d].from_port", [i]),
		sprintf("internet_egress[%d].to_port", [i]),
		sprintf("internet_egress[%d].ranges", [i]),
	],
	"message": "open",
	"args": {
		"group": input.group_name,
		"protocol": open.protocol,
		"from": open.from_port,
		"to": open.to_port,
		"family": open.family,
		"ranges": open.ranges,
	},
	"severity": "medium",
	"key": sprintf("%s %d-%d %s", [open.protocol, open.from_port, open.to_port, open.family]),
} if {
	some i, open in input.internet_egress
	open.protocol != "all"
	not is_dns(open)
	not is_https(open)
}

deny contains {
	"facts": [sprintf("internet_egress[%d].ranges", [i])],
	"message": "https",
	"args": {"group": input.group_name, "family": open.family},
	"severity": "medium",
	"key": sprintf("https %s", [open.family]),
} if {
	some i, open in input.internet_egress
	is_https(open)
	not input.params.https_to_internet
}

deny contains {
	"facts": array.concat([sprintf("internet_egress[%d].ranges", [i])], nowhere),
	"message": "https_nowhere",
	"args": {"group": input.group_name, "family": open.family},
	"severity": "medium",
	"key": sprintf("https %s", [open.family]),
} if {
	some i, open in input.internet_egress
	is_https(open)
	input.params.https_to_internet
	not online
	nowhere := [sprintf("attached_connectors[%d].member_subnets[%d].tier", [c, k]) |
		some c, connector in input.attached_connectors
		some k, _ in connector.member_subnets
	]
}
