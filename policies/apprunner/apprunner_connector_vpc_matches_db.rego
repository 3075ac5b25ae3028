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

deny contains {
	"facts": [
		sprintf("databases[%d].vpc_id", [i]),
		sprintf("databases[%d].connector_vpc_id", [i]),
		sprintf("databases[%d].place", [i]),
	],
	"message": "elsewhere",
	"args": {
		"service": input.service_name,
		"host": row.host,
		"vpc": row.vpc_id,
		"own": row.connector_vpc_id,
		"why": reason(row),
	},
	"severity": "high",
	"key": row.host,
} if {
	some i, row in input.databases
	row.place == "not-reached"
}

deny contains {
	"facts": [
		sprintf("databases[%d].vpc_id", [i]),
		sprintf("databases[%d].connector_vpc_id", [i]),
		sprintf("databases[%d].place", [i]),
	],
	"message": "far",
	"args": {"service": input.service_name, "host": row.host, "vpc": row.vpc_id, "own": row.connector_vpc_id},
	"severity": "info",
	"key": row.host,
} if {
	some i, row in input.databases
	row.place == "reached"
}
