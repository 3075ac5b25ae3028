# METADATA
# title: Network ACL admits administration from the internet, breaks what is wanted, controls nothing, or has entries that decide nothing
# description: >-
#   Entries are asked by their numbers, and the first that matches decides: what counts is what is left
#   open, not what an entry says. SSH or RDP from the internet that an ACL admits is stopped by groups
#   alone. An ACL that filters no subnet, and an entry whose packets earlier entries have all decided
#   about, mislead whoever reads them. A default ACL that admits everything before a database is told
#   for information. An entry for a service whose answers the other direction lets pass to no port is
#   told of an ACL that filters subnets: no connection by it works. So is each connection that the
#   account's own facts say is wanted and that the ACL stops, there or on the way back; where facts may
#   want more, that is unknown.
# custom:
#   id: nacl-effective-control
#   severities: [high, medium, low, info]
#   subject: ec2.network_acl
#   needs:
#     - network_acl_id
#     - is_default
#     - associated_subnet_ids[]
#     - internet_ingress[].protocol
#     - internet_ingress[].family
#     - internet_ingress[].from_port
#     - internet_ingress[].to_port
#     - dead_entries[].rule_number
#     - dead_entries[].egress
#     - dead_entries[].rule_action
#     - unanswered_entries[].rule_number
#     - unanswered_entries[].egress
#     - broken_flows[].from
#     - broken_flows[].to
#     - broken_flows[].wanted
#     - broken_flows[].why
#     - databases[]
#   params:
#     ports:
#       {type: list, default: [22, 3389], description: TCP ports that administer a machine}
#   messages:
#     open: "{acl} admits port {port} from the internet over {family}"
#     default: "{acl} is the default one, which admits everything, and filters subnets of {databases}"
#     unused: "{acl} filters no subnet"
#     unanswered: "entry {number} of {acl} ({direction}) is for connections whose answers the ACL drops: no port from 1024 on is open to them"
#     broken: "{acl} breaks a connection that is wanted, from {from} to {to} ({wanted}): {why}"
#     dead: "entry {number} of {acl} ({direction}, {action}) decides about nothing: earlier entries decide about all of its packets"
#   frameworks:
#     cis-aws-7.0: ["6.2"]
#     fsbp: ["EC2.16", "EC2.21"]
#     pci-dss-4.0: ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A1.1.3"]
#     nist-800-53-r5: ["AC-4", "AC-17", "CM-2", "CM-6", "CM-7", "CM-8", "CM-9", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Admit only what the subnets need, by numbers in the order in which they shall be asked. Delete ACLs
#       and entries without effect.
#     cli: |
#       aws ec2 describe-network-acls --network-acl-ids ACL --query 'NetworkAcls[].Entries'
#       aws ec2 replace-network-acl-entry --network-acl-id ACL --rule-number 100 --ingress --protocol tcp --port-range From=443,To=443 --cidr-block 0.0.0.0/0 --rule-action allow
#       aws ec2 delete-network-acl-entry --network-acl-id ACL --rule-number 200 --ingress
#     terraform: |
#       resource "aws_network_acl_rule" "https" {
#         network_acl_id = aws_network_acl.web.id
#         rule_number    = 100
#         rule_action    = "allow"
#         protocol       = "tcp"
#         from_port      = 443
#         to_port        = 443
#         cidr_block     = "0.0.0.0/0"
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21
package assize.ec2.nacl_effective_control

everything(family) if {
	some open in input.internet_ingress
	open.family == family
	open.protocol == "all"
}

families := {family | some family in ["ipv4", "ipv6"]; everything(family)}

# The default ACL as AWS makes it admits everything: it is told where databases stand behind it.
is_as_made if {
	input.is_default
	count(families) > 0
}

# From some ranges a port may be open as one of TCP, and from others with everything.
opening(port, family) := {i |
	some i, open in input.internet_ingress
	open.family == family
	open.protocol in ["tcp", "all"]
	port >= open.from_port
	port <= open.to_port
}

deny contains {
	"facts": array.concat(
		[sprintf("internet_ingress[%d].from_port", [i]) | some i in opened],
		[sprintf("internet_ingress[%d].to_port", [i]) | some i in opened],
	),
	"message": "open",
	"args": {"acl": input.network_acl_id, "port": port, "family": family},
	"severity": "medium",
	"key": sprintf("%d/%s", [port, family]),
} if {
	not is_as_made
	count(input.associated_subnet_ids) > 0
	some port in input.params.ports
	some family in ["ipv4", "ipv6"]
	opened := opening(port, family)
	count(opened) > 0
}

deny contains {
	"facts": ["is_default", "databases"],
	"message": "default",
	"args": {"acl": input.network_acl_id, "databases": input.databases},
	"severity": "info",
	"key": "default",
} if {
	is_as_made
	count(input.databases) > 0
}

deny contains {
	"facts": ["associated_subnet_ids"],
	"message": "unused",
	"args": {"acl": input.network_acl_id},
	"severity": "low",
	"key": "unused",
} if {
	count(input.associated_subnet_ids) == 0
	not input.is_default
}

deny contains {
	"facts": [sprintf("broken_flows[%d].why", [i])],
	"message": "broken",
	"args": {"acl": input.network_acl_id, "from": flow.from, "to": flow.to, "wanted": flow.wanted, "why": flow.why},
	"severity": "high",
	"key": sprintf("broken %s %s %s", [flow.from, flow.to, flow.wanted]),
} if {
	some i, flow in input.broken_flows
}

direction(true) := "egress"

direction(false) := "ingress"

deny contains {
	"facts": [sprintf("unanswered_entries[%d].rule_number", [i])],
	"message": "unanswered",
	"args": {"acl": input.network_acl_id, "number": entry.rule_number, "direction": direction(entry.egress)},
	"severity": "high",
	"key": sprintf("answers %s %d", [direction(entry.egress), entry.rule_number]),
} if {
	count(input.associated_subnet_ids) > 0
	some i, entry in input.unanswered_entries
}

deny contains {
	"facts": [sprintf("dead_entries[%d].rule_number", [i])],
	"message": "dead",
	"args": {
		"acl": input.network_acl_id,
		"number": entry.rule_number,
		"direction": direction(entry.egress),
		"action": entry.rule_action,
	},
	"severity": "low",
	"key": sprintf("entry %s %d", [direction(entry.egress), entry.rule_number]),
} if {
	some i, entry in input.dead_entries
}
