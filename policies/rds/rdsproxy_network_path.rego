# METADATA
# title: Proxy does not reach its databases, or its clients do not reach it
# description: >-
#   A proxy stands between clients and databases with two connections. From each of its subnets it must
#   get to each instance behind it, by groups, network ACLs and routes there and back. Those whose
#   environment names the proxy, or an endpoint of it in another VPC, must get there. If the proxy is to
#   be the only way, they must not get to the instances without it. Clients that get the name from a
#   secret are not known.
# custom:
#   id: rdsproxy-network-path
#   severities: [high]
#   subject: rds.db_proxy
#   needs:
#     - db_proxy_name
#     - target_ways[].from
#     - target_ways[].subnet_id
#     - target_ways[].to
#     - target_ways[].port
#     - target_ways[].open
#     - target_ways[].why
#     - client_ways[].from
#     - client_ways[].subnet_id
#     - client_ways[].to
#     - client_ways[].port
#     - client_ways[].open
#     - client_ways[].why
#     - direct_ways[].from
#     - direct_ways[].subnet_id
#     - direct_ways[].to
#     - direct_ways[].port
#     - direct_ways[].open
#     - direct_ways[].why
#   partial: deny-stands
#   params:
#     proxy_only: {type: boolean, default: false, description: Whether clients may get to databases through the proxy alone}
#   messages:
#     target: "{proxy} does not get from {subnet} to {to} on port {port}: {why}"
#     client: "{client} does not get from {subnet} to {to} on port {port}: {why}"
#     direct: "{client} gets from {subnet} to {to} on port {port} without {proxy}"
#   frameworks:
#     pci-dss-4.0: ["2.2.1"]
#     nist-800-53-r5: ["CP-10", "SC-7"]
#     soc2: ["A1.2"]
#     iso-27001-2022: ["A.8.14", "A.8.20"]
#   remediation:
#     text: >-
#       Admit the group of the proxy to the database's port in the group of the database, and the group
#       of the clients to the proxy's port in the group of the proxy or its endpoint. Take rules for the
#       clients out of the group of the database if the proxy is to be the only way.
#     cli: |
#       aws ec2 authorize-security-group-ingress --group-id DATABASE_GROUP --protocol tcp --port 5432 --source-group PROXY_GROUP
#       aws ec2 authorize-security-group-ingress --group-id PROXY_GROUP --protocol tcp --port 5432 --source-group CLIENT_GROUP
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "database_from_proxy" {
#         security_group_id            = aws_security_group.database.id
#         referenced_security_group_id = aws_security_group.proxy.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-network-prereqs.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html
package assize.rds.rdsproxy_network_path

deny contains {
	"facts": [sprintf("target_ways[%d].why", [i])],
	"message": "target",
	"args": {
		"proxy": input.db_proxy_name,
		"subnet": way.subnet_id,
		"to": way.to,
		"port": way.port,
		"why": way.why,
	},
	"key": sprintf("target/%s/%s", [way.subnet_id, way.to]),
} if {
	some i, way in input.target_ways
	way.open == false
}

deny contains {
	"facts": [sprintf("client_ways[%d].why", [i])],
	"message": "client",
	"args": {
		"client": way.from,
		"subnet": way.subnet_id,
		"to": way.to,
		"port": way.port,
		"why": way.why,
	},
	"key": sprintf("client/%s/%s/%s", [way.from, way.subnet_id, way.to]),
} if {
	some i, way in input.client_ways
	way.open == false
}

deny contains {
	"facts": [sprintf("direct_ways[%d].open", [i])],
	"message": "direct",
	"args": {
		"proxy": input.db_proxy_name,
		"client": way.from,
		"subnet": way.subnet_id,
		"to": way.to,
		"port": way.port,
	},
	"key": sprintf("direct/%s/%s/%s", [way.from, way.subnet_id, way.to]),
} if {
	input.params.proxy_only == true
	some i, way in input.direct_ways
	way.open == true
}
