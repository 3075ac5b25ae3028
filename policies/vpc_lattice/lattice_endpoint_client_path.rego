# METADATA
# title: Client does not reach its resource endpoint, or everybody in the VPC does
# description: >-
#   Clients of a resource endpoint are the services and tasks of ECS, the functions and the services of
#   App Runner in its VPC whose environment names one of its names. Each must get to the endpoint on the
#   port of the configuration: by its own group, network ACLs and the endpoint's group. An endpoint that
#   was made without groups has the default group of the VPC, which admits its own members alone. Ranges
#   and prefix lists that hold, alone or together, a whole range of the VPC admit more than the clients;
#   their group admits them alone. Clients that get the name from a secret, and clients of other VPCs, are
#   not known.
# custom:
#   id: lattice-endpoint-client-path
#   severities: [high, medium]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["vpc_endpoint_type"]}
#   needs:
#     - vpc_endpoint_id
#     - lattice_clients[].client
#     - lattice_clients[].subnet_id
#     - lattice_clients[].port
#     - lattice_clients[].open
#     - lattice_clients[].why
#     - wide_openings[].group_id
#     - wide_openings[].ranges
#     - wide_openings[].blocks
#   messages:
#     shut: "{client} does not get from {subnet} to {endpoint} on port {port}: {why}"
#     wide: "{group} of {endpoint} admits {range}, which holds the whole of {block}: everybody in the VPC"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Give the endpoint a group that admits the clients' group to the port, and let that send there.
#       Take rules with ranges of addresses out.
#     cli: |
#       aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --add-security-group-ids ENDPOINT_GROUP
#       aws ec2 authorize-security-group-ingress --group-id ENDPOINT_GROUP --protocol tcp --port 5432 --source-group CLIENT_GROUP
#     terraform: |
#       resource "aws_vpc_endpoint" "this" {
#         # ...
#         security_group_ids = [aws_security_group.resource_endpoint.id]
#       }
#
#       resource "aws_vpc_security_group_ingress_rule" "endpoint_from_client" {
#         security_group_id            = aws_security_group.resource_endpoint.id
#         referenced_security_group_id = aws_security_group.client.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
package assize.vpc_lattice.lattice_endpoint_client_path

applies if input.vpc_endpoint_type == "Resource"

deny contains {
	"facts": [sprintf("lattice_clients[%d].why", [i])],
	"message": "shut",
	"args": {
		"client": client.client,
		"subnet": client.subnet_id,
		"endpoint": input.vpc_endpoint_id,
		"port": client.port,
		"why": client.why,
	},
	"severity": "high",
	"key": sprintf("%s/%s/%d", [client.client, client.subnet_id, client.port]),
} if {
	some i, client in input.lattice_clients
	client.open == false
}

deny contains {
	"facts": [sprintf("wide_openings[%d].ranges", [i])],
	"message": "wide",
	"args": {
		"group": opening.group_id,
		"endpoint": input.vpc_endpoint_id,
		"range": opening.ranges,
		"block": opening.blocks,
	},
	"severity": "medium",
	"key": sprintf("%s/%s", [opening.group_id, opening.ranges]),
} if {
	some i, opening in input.wide_openings
}
