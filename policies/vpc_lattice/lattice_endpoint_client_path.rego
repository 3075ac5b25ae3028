# METADATA
# title: Client does not reach its resource endpoint, or everybody in the VPC does
# description: >-
#   Clients of a resource endpoint are the services and tasks of ECS, the functions and the services of
#   App Runner in its VPC whose environment names one of its names. Each must get to the endpoint on the
#   port of the configuration: by its own group, network ACLs and the endpoint's group. An endpoint that
#   was made without groups has the default group of the VPC, which admits its own members alone. A range
#   that holds the whole VPC admits more than the clients; their group admits them alone. Clients that
#   get the name from a secret, and clients of other VPCs, are not known.
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
#     - vpc.cidr_block
#     - vpc.ipv6_cidr_block_associations[].cidr_block
#     - security_groups[].group_id
#     - security_groups[].ip_permissions[].ip_ranges[].cidr_ip
#     - security_groups[].ip_permissions[].ipv6_ranges[].cidr_ipv6
#   messages:
#     shut: "{client} does not get from {subnet} to {endpoint} on port {port}: {why}"
#     wide: "{group} of {endpoint} admits {range}, which holds the whole VPC"
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

blocks contains input.vpc.cidr_block

blocks contains block if {
	some association in input.vpc.ipv6_cidr_block_associations
	block := association.cidr_block
}

ranges contains {"group": group.group_id, "range": range, "fact": sprintf("security_groups[%d].ip_permissions[%d].ip_ranges[%d].cidr_ip", [g, p, r])} if {
	some g, group in input.security_groups
	some p, permission in group.ip_permissions
	some r, one in permission.ip_ranges
	range := one.cidr_ip
}

ranges contains {"group": group.group_id, "range": range, "fact": sprintf("security_groups[%d].ip_permissions[%d].ipv6_ranges[%d].cidr_ipv6", [g, p, r])} if {
	some g, group in input.security_groups
	some p, permission in group.ip_permissions
	some r, one in permission.ipv6_ranges
	range := one.cidr_ipv6
}

wide contains admitted if {
	some admitted in ranges
	some block in blocks
	net.cidr_contains(admitted.range, block)
}

wide contains admitted if {
	some admitted in ranges
	admitted.range in ["0.0.0.0/0", "::/0"]
}

deny contains {
	"facts": [admitted.fact | some admitted in wide; admitted.group == group; admitted.range == range],
	"message": "wide",
	"args": {"group": group, "endpoint": input.vpc_endpoint_id, "range": range},
	"severity": "medium",
	"key": sprintf("%s/%s", [group, range]),
} if {
	some one in wide
	group := one.group
	range := one.range
}
