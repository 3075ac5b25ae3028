# METADATA
# title: Service names a database of a VPC that its connector does not reach
# description: >-
#   The connector of a service stands in another VPC than a database that the environment names, and no
#   peering, transit gateway, endpoint or the like leads there. Where one does, that is told for
#   information: each hop is one more thing to fail. Databases are those that are named by their own
#   names; aliases of private zones and hosts inside of secrets are not followed.
# custom:
#   id: apprunner-connector-vpc-matches-db
#   severities: [high, info]
#   subject: apprunner.service
#   applies:
#     needs:
#       - egress_type
#       - status
#   needs:
#     - service_name
#     - databases[].host
#     - databases[].vpc_id
#     - databases[].connector_vpc_id
#     - databases[].place
#     - databases[].stopped_at
#     - databases[].why
#   messages:
#     elsewhere: "{host} stands in {vpc}, the connector of {service} in {own}, and nothing leads there: {why}"
#     far: "{host} stands in {vpc}, the connector of {service} in {own}, and is reached from there"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Make a connector in the VPC of the database and let the service use it.
#     cli: |
#       aws apprunner create-vpc-connector --vpc-connector-name NAME --subnets SUBNET_OF_DATABASE_VPC_1 SUBNET_OF_DATABASE_VPC_2 --security-groups GROUP
#       aws apprunner update-service --service-arn SERVICE_ARN --network-configuration \
#         '{"EgressConfiguration":{"EgressType":"VPC","VpcConnectorArn":"CONNECTOR_ARN"}}'
#     terraform: |
#       resource "aws_apprunner_vpc_connector" "database" {
#         vpc_connector_name = "database"
#         subnets            = data.aws_subnets.of_database_vpc.ids
#         security_groups    = [aws_security_group.connector.id]
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
package assize.apprunner.apprunner_connector_vpc_matches_db

applies if {
	input.egress_type == "VPC"
	input.status != "DELETED"
}

reason(row) := row.why if is_string(row.why)

reason(row) := "no way was found" if is_null(row.why)

# Several variables may name a host, and of their ports one may be reached and another not.
named(host, place) := {i |
	some i, row in input.databases
	row.host == host
	row.place == place
}

facts(rows) := [sprintf("databases[%d].%s", [i, fact]) |
	some i in rows
	some fact in ["vpc_id", "connector_vpc_id", "place"]
]

deny contains {
	"facts": facts(rows),
	"message": "elsewhere",
	"args": {
		"service": input.service_name,
		"host": one.host,
		"vpc": one.vpc_id,
		"own": one.connector_vpc_id,
		"why": concat("; ", sort({reason(input.databases[i]) | some i in rows})),
	},
	"severity": "high",
	"key": one.host,
} if {
	some one in input.databases
	rows := named(one.host, "not-reached")
	count(rows) > 0
}

deny contains {
	"facts": facts(rows),
	"message": "far",
	"args": {"service": input.service_name, "host": one.host, "vpc": one.vpc_id, "own": one.connector_vpc_id},
	"severity": "info",
	"key": one.host,
} if {
	some one in input.databases
	rows := named(one.host, "reached")
	count(rows) > 0
	count(named(one.host, "not-reached")) == 0
}
