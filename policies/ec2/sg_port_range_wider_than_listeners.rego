# METADATA
# title: Security group rule admits ports on which nothing listens that carries the group
# description: >-
#   What carries the group takes connections on known ports: a database on its own, a load balancer on those of its
#   listeners, tasks on those of their containers and of checks, an endpoint on 443, while functions and connectors take
#   none. Every other port of TCP or UDP that a rule admits is open in vain, until something listens there by accident.
#   Unknown where an instance, or something else whose ports nobody told, carries the group.
# custom:
#   id: sg-port-range-wider-than-listeners
#   severities: [medium]
#   subject: ec2.security_group
#   needs:
#     - dead_ports[].rule
#     - dead_ports[].ports
#     - dead_ports[].listening
#   messages:
#     dead: "rule `{rule}` admits {ports}; what carries the group listens on {listening}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: Narrow the rule to the ports that are listened on.
#     cli: |
#       aws ec2 modify-security-group-rules --group-id GROUP_ID --security-group-rules \
#         'SecurityGroupRuleId=RULE_ID,SecurityGroupRule={IpProtocol=tcp,FromPort=8080,ToPort=8080,CidrIpv4=10.0.0.0/24}'
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "app" {
#         # ...
#         from_port = 8080
#         to_port   = 8080
#       }
#   references:
#     - https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
package assize.ec2.sg_port_range_wider_than_listeners

deny contains {
	"facts": [
		sprintf("dead_ports[%d].rule", [i]),
		sprintf("dead_ports[%d].ports", [i]),
		sprintf("dead_ports[%d].listening", [i]),
	],
	"message": "dead",
	"args": {"rule": one.rule, "ports": one.ports, "listening": one.listening},
	"severity": "medium",
	"key": one.rule,
} if {
	some i, one in input.dead_ports
}
