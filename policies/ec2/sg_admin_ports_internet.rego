# METADATA
# title: Administration port is open to the internet
# description: >-
#   The union of the group's ranges and prefix lists is the internet for a range of TCP ports that holds 22 (SSH), 445
#   (SMB) or 3389 (RDP), or for every protocol. Such ports are scanned all day, and a password or a flaw in the server
#   is all that stands before the machine. Severity falls to low while the internet reaches no interface that carries
#   the group on such a port, by the whole way there and back.
# custom:
#   id: sg-admin-ports-internet
#   severities: [high, low]
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
#     ports: {type: list, default: [22, 445, 3389], description: TCP ports that administer a machine}
#   messages:
#     open: "port {port} is open to the internet over {family} ({ranges}, {protocol}); {exposure}"
#   frameworks:
#     cis-aws-7.0: ["6.1.2", "6.3", "6.4"]
#     pci-dss-4.0: ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A1.1.3"]
#     nist-800-53-r5: ["AC-17", "CM-9", "SC-7"]
#     soc2: ["CC6.6", "CC7.2"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Revoke the rule. Reach the machine through Session Manager or an EC2 Instance Connect endpoint, which need no
#       open port, or admit only the addresses of your network.
#     cli: |
#       aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP_ID
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#       aws ssm start-session --target INSTANCE_ID
#     terraform: |
#       resource "aws_ec2_instance_connect_endpoint" "admin" {
#         subnet_id          = aws_subnet.private.id
#         security_group_ids = [aws_security_group.connect.id]
#       }
#
#       resource "aws_vpc_security_group_ingress_rule" "ssh" {
#         security_group_id            = aws_security_group.bastion.id
#         ip_protocol                  = "tcp"
#         from_port                    = 22
#         to_port                      = 22
#         referenced_security_group_id = aws_security_group.connect.id # or cidr_ipv4 of your network
#       }
#   references:
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-14
package assize.ec2.sg_admin_ports_internet

import data.assize.lib.exposure

harmless := {"tcp": [], "udp": []}

deny contains {
	"facts": array.concat(
		[
			sprintf("internet_ingress[%d].from_port", [i]),
			sprintf("internet_ingress[%d].to_port", [i]),
			sprintf("internet_ingress[%d].ranges", [i]),
		],
		exposure.facts(input.internet_reach, places),
	),
	"message": "open",
	"args": {
		"port": port,
		"protocol": protocol,
		"family": open.family,
		"ranges": open.ranges,
		"exposure": exposure.told(input.internet_reach, places),
	},
	"severity": exposure.severity(input.internet_reach, places, "high"),
	"key": sprintf("%d/%s", [port, open.family]),
} if {
	some i, open in input.internet_ingress
	protocol := {"tcp": "TCP", "all": "every protocol"}[open.protocol]
	some port in input.params.ports
	port >= open.from_port
	port <= open.to_port
	asked := {"protocol": "tcp", "family": open.family, "from_port": port, "to_port": port}
	places := exposure.reached(input.internet_reach, asked, harmless)
}
