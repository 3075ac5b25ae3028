# METADATA
# title: Security group admits the internet on a port that is not authorized
# description: >-
#   The union of the group's ranges and prefix lists, port by port and by address family, is the internet where a port
#   is not among those that are authorized. Whoever finds the port can try it. Severity falls to low while the internet
#   reaches no interface that carries the group on such a port, by the whole way there and back: the group is one step
#   away from being open.
# custom:
#   id: sg-internet-ingress-authorized-ports
#   severities: [high, critical, low]
#   subject: ec2.security_group
#   needs:
#     - internet_ingress[].protocol
#     - internet_ingress[].family
#     - internet_ingress[].from_port
#     - internet_ingress[].to_port
#     - internet_ingress[].ranges[]
#   wants:
#     - internet_reach[].network_interface_id
#     - internet_reach[].protocol
#     - internet_reach[].family
#     - internet_reach[].from_port
#     - internet_reach[].to_port
#   params:
#     authorized_tcp_ports:
#       {type: list, default: [80, 443], description: TCP ports that may be open to the internet}
#     authorized_udp_ports:
#       {type: list, default: [], description: UDP ports that may be open to the internet}
#     authorized_protocols:
#       {type: list, default: [icmp, icmpv6], description: Other protocols that may be}
#     high_risk_ports:
#       type: list
#       default: [20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300]
#       description: Ports of administration and databases, open to the internet an open door
#   messages:
#     ports: "{protocol} {ports} is open to the internet over {family} ({ranges}); {exposure}"
#     everything: "every protocol and port is open to the internet over {family} ({ranges}); {exposure}"
#     protocol: "IP protocol {protocol} is open to the internet over {family} ({ranges}); {exposure}"
#   frameworks:
#     cis-aws-7.0: ["6.3", "6.4"]
#     fsbp: ["EC2.18", "EC2.19"]
#     pci-dss-4.0: ["1.2.5", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "2.2.5", "A1.1.3"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Revoke the rule, or admit only the addresses or the groups that need the port. If the port is meant to be
#       public, add it to authorized_tcp_ports or authorized_udp_ports of this rule.
#     cli: |
#       aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP_ID
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "web" {
#         security_group_id = aws_security_group.web.id
#         ip_protocol       = "tcp"
#         from_port         = 443
#         to_port           = 443
#         cidr_ipv4         = "203.0.113.0/24" # or referenced_security_group_id
#       }
#   references:
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
package assize.ec2.sg_internet_ingress_authorized_ports

import data.assize.lib.exposure

authorized := {"tcp": input.params.authorized_tcp_ports, "udp": input.params.authorized_udp_ports}

has_ports_or_all := {"tcp", "udp", "all"}

reached(open) := exposure.reached(input.internet_reach, open, authorized)

told(places) := exposure.told(input.internet_reach, places)

severity(places, worst) := exposure.severity(input.internet_reach, places, worst)

span(from, to) := sprintf("port %d", [from]) if from == to

span(from, to) := sprintf("ports %d-%d", [from, to]) if from < to

within(ports, from, to) := {port | some port in ports; port >= from; port <= to}

risk(ports) := "critical" if count(ports) > 0

risk(ports) := "high" if count(ports) == 0

facts(i, places) := array.concat(
	[
		sprintf("internet_ingress[%d].from_port", [i]),
		sprintf("internet_ingress[%d].to_port", [i]),
		sprintf("internet_ingress[%d].ranges", [i]),
	],
	exposure.facts(input.internet_reach, places),
)

deny contains {
	"facts": facts(i, places),
	"message": "ports",
	"args": {
		"protocol": upper(open.protocol),
		"ports": span(open.from_port, open.to_port),
		"family": open.family,
		"ranges": open.ranges,
		"exposure": told(places),
	},
	"severity": severity(places, risk(risky - allowed)),
	"key": sprintf("%s/%d-%d/%s", [open.protocol, open.from_port, open.to_port, open.family]),
} if {
	some i, open in input.internet_ingress
	allowed := within(authorized[open.protocol], open.from_port, open.to_port)
	count(allowed) < (open.to_port - open.from_port) + 1
	risky := within(input.params.high_risk_ports, open.from_port, open.to_port)
	places := reached(open)
}

deny contains {
	"facts": facts(i, places),
	"message": "everything",
	"args": {"family": open.family, "ranges": open.ranges, "exposure": told(places)},
	"severity": severity(places, "critical"),
	"key": sprintf("all/%s", [open.family]),
} if {
	some i, open in input.internet_ingress
	open.protocol == "all"
	places := reached(open)
}

deny contains {
	"facts": facts(i, places),
	"message": "protocol",
	"args": {"protocol": open.protocol, "family": open.family, "ranges": open.ranges, "exposure": told(places)},
	"severity": severity(places, "high"),
	"key": sprintf("%s/%d-%d/%s", [open.protocol, open.from_port, open.to_port, open.family]),
} if {
	some i, open in input.internet_ingress
	not open.protocol in has_ports_or_all
	not open.protocol in input.params.authorized_protocols
	places := reached(open)
}
