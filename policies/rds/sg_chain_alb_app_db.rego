# METADATA
# title: Database is reached by others than its known clients, or not by all of them
# description: >-
#   The clients of a database are those that name it: services of ECS, functions and App Runner services whose
#   environment has its name or the secret that RDS keeps for it, proxies that have it as a target, resource gateways
#   that give it. Whoever else gets through groups, network ACLs and routes to its port can try passwords and flaws.
#   Decided by the whole way of packets, not by the text of rules. Where no fact names a client, and of instances, whose
#   needs nobody told, the answer is unknown; bastions and migrations belong into allowed_groups. Other ports than that
#   of the database are judged by sg-port-range-wider-than-listeners, the way from the load balancer to the application
#   by alb-bypass.
# custom:
#   id: sg-chain-alb-app-db
#   severities: [high]
#   subject: rds.database
#   needs:
#     - strange_sources[].class
#     - strange_sources[].label
#     - strange_sources[].groups
#     - strange_sources[].path
#     - severed_clients[].client
#     - severed_clients[].why
#   partial: deny-stands
#   params:
#     allowed_groups:
#       {type: list, default: [], description: Ids of the groups of bastions and migrations}
#   messages:
#     strange: "{class} {label} reaches the database and is none of its known clients"
#     severed: "{client} names the database and does not reach it: {why}"
#   frameworks:
#     fsbp: ["EC2.18", "EC2.19"]
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Let the group of the database name the groups of its clients and nothing else.
#     cli: |
#       aws ec2 authorize-security-group-ingress --group-id DATABASE_GROUP --protocol tcp --port 5432 \
#         --source-group CLIENT_GROUP
#       aws ec2 revoke-security-group-ingress --group-id DATABASE_GROUP --security-group-rule-ids RULE_ID
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "client" {
#         security_group_id            = aws_security_group.database.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#         referenced_security_group_id = aws_security_group.client.id
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html
package assize.rds.sg_chain_alb_app_db

deny contains {
	"facts": [sprintf("strange_sources[%d].label", [i]), sprintf("strange_sources[%d].path", [i])],
	"message": "strange",
	"args": {"class": one.class, "label": one.label},
	"severity": "high",
	"key": sprintf("from %s %s", [one.class, one.label]),
} if {
	some i, one in input.strange_sources

	# Ids of groups are as long as each other: one begins another only if they are the same.
	strings.any_prefix_match(split(one.groups, ", "), input.params.allowed_groups) == false
}

deny contains {
	"facts": [sprintf("severed_clients[%d].client", [i]), sprintf("severed_clients[%d].why", [i])],
	"message": "severed",
	"args": {"client": one.client, "why": one.why},
	"severity": "high",
	"key": sprintf("to %s", [one.client]),
} if {
	some i, one in input.severed_clients
}
