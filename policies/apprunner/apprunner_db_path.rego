# METADATA
# title: Service does not get through its connector to the database that it names
# description: >-
#   Packets from the connector do not reach the port of a database that the environment names, or the
#   answers do not find back: the egress of the connector's groups, the ingress of the database's,
#   network ACLs or routes stop them. A database that admits the connector by ranges of addresses, and
#   not by its group, is told for information: whatever else gets such an address is admitted too.
#   Databases are those that are named by their own names; aliases of private zones and hosts inside of
#   secrets are not followed.
# custom:
#   id: apprunner-db-path
#   severities: [critical, info]
#   subject: apprunner.service
#   applies:
#     needs:
#       - egress_type
#       - status
#   needs:
#     - service_name
#     - database_paths[].host
#     - database_paths[].port
#     - database_paths[].reached
#     - database_paths[].half
#     - database_paths[].stopped_at
#     - database_paths[].code
#     - database_paths[].why
#     - database_paths[].by_range
#   messages:
#     connector: "no group of the connector of {service} lets out port {port} to {host}: {why} (at {at}, {code})"
#     database: "no group of {host} admits the connector of {service} on port {port}: {why} (at {at}, {code})"
#     network: "the network between the connector of {service} and {host} stops port {port}, or the answers: {why} (at {at}, {code})"
#     by_range: "{host} admits the connector of {service} on port {port} by ranges of addresses, not by its group"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Let the connector's group out to the database's group on its port, and admit the connector's group
#       there. Look at network ACLs and routes where the groups agree.
#     cli: |
#       aws ec2 authorize-security-group-egress --group-id CONNECTOR_GROUP --protocol tcp --port 5432 --source-group DATABASE_GROUP
#       aws ec2 authorize-security-group-ingress --group-id DATABASE_GROUP --protocol tcp --port 5432 --source-group CONNECTOR_GROUP
#       assize reach --from SERVICE_ARN --to DATABASE_ARN --port 5432
#     terraform: |
#       resource "aws_vpc_security_group_egress_rule" "database" {
#         security_group_id            = aws_security_group.connector.id
#         referenced_security_group_id = aws_security_group.database.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#       }
#
#       resource "aws_vpc_security_group_ingress_rule" "connector" {
#         security_group_id            = aws_security_group.database.id
#         referenced_security_group_id = aws_security_group.connector.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
#     - https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
package assize.apprunner.apprunner_db_path

applies if {
	input.egress_type == "VPC"
	input.status != "DELETED"
}

key(path) := sprintf("%s:%d", [path.host, path.port])

# Several variables may name a host and a port.
same(path) := {i |
	some i, other in input.database_paths
	other.host == path.host
	other.port == path.port
}

deny contains {
	"facts": [sprintf("database_paths[%d].%s", [i, fact]) |
		some i in same(path)
		some fact in ["reached", "stopped_at", "code"]
	],
	"message": path.half,
	"args": {
		"service": input.service_name,
		"host": path.host,
		"port": path.port,
		"at": path.stopped_at,
		"code": path.code,
		"why": path.why,
	},
	"severity": "critical",
	"key": key(path),
} if {
	some path in input.database_paths
	path.reached == false
}

deny contains {
	"facts": [sprintf("database_paths[%d].by_range", [i]) | some i in same(path)],
	"message": "by_range",
	"args": {"service": input.service_name, "host": path.host, "port": path.port},
	"severity": "info",
	"key": key(path),
} if {
	some path in input.database_paths
	path.reached
	path.by_range
}
