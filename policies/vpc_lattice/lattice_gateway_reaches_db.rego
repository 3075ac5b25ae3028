# METADATA
# title: Resource gateway does not reach the database that a configuration leads to
# description: >-
#   Connections of consumers come to the database from the interfaces of the resource gateway, with its
#   addresses and its groups: a rule for the group or the addresses of a consumer admits none of them.
#   Judged is each subnet of the gateway, with groups, network ACLs and routes there and back, to every
#   interface of the database. Where interfaces are not made yet, subnets and groups of the gateway stand
#   for them. What is no database is not judged.
# custom:
#   id: lattice-gateway-reaches-db
#   severities: [high, medium]
#   subject: vpc_lattice.resource_configuration
#   applies: {needs: ["configuration_type"]}
#   needs:
#     - id
#     - gateway_ways[].subnet_id
#     - gateway_ways[].target
#     - gateway_ways[].port
#     - gateway_ways[].open
#     - gateway_ways[].why
#   messages:
#     none: "{configuration}: no subnet of its gateway reaches {target} on port {port}: {why}"
#     some: "{configuration}: from {subnets} its gateway does not reach {target} on port {port}: {why}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Admit the gateway's group to the database's port in the group of the database, let the gateway's
#       group send there, and open network ACLs and routes between their subnets.
#     cli: |
#       aws ec2 authorize-security-group-ingress --group-id DATABASE_GROUP --protocol tcp --port 5432 --source-group GATEWAY_GROUP
#       aws ec2 authorize-security-group-egress --group-id GATEWAY_GROUP \
#         --ip-permissions IpProtocol=tcp,FromPort=5432,ToPort=5432,UserIdGroupPairs=[{GroupId=DATABASE_GROUP}]
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "database_from_gateway" {
#         security_group_id            = aws_security_group.database.id
#         referenced_security_group_id = aws_security_group.resource_gateway.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
package assize.vpc_lattice.lattice_gateway_reaches_db

applies if input.configuration_type in ["ARN", "SINGLE", "CHILD"]

targets contains way.target if some way in input.gateway_ways

shut(target) := [i | some i, way in input.gateway_ways; way.target == target; way.open == false]

is_open(target) if {
	some way in input.gateway_ways
	way.target == target
	way.open == true
}

deny contains {
	"facts": [sprintf("gateway_ways[%d].why", [i]) | some i in closed],
	"message": "none",
	"args": {
		"configuration": input.id,
		"target": target,
		"port": input.gateway_ways[first].port,
		"why": input.gateway_ways[first].why,
	},
	"severity": "high",
	"key": target,
} if {
	some target in targets
	closed := shut(target)
	not is_open(target)
	first := closed[0]
}

deny contains {
	"facts": [sprintf("gateway_ways[%d].why", [i]) | some i in closed],
	"message": "some",
	"args": {
		"configuration": input.id,
		"target": target,
		"subnets": sort({input.gateway_ways[i].subnet_id | some i in closed}),
		"port": input.gateway_ways[first].port,
		"why": input.gateway_ways[first].why,
	},
	"severity": "medium",
	"key": target,
} if {
	some target in targets
	is_open(target)
	closed := shut(target)
	first := closed[0]
}
