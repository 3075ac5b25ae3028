# METADATA
# title: VPC connector does not stand in several zones with room to grow
# description: >-
#   A service loses its way into the VPC with the zone of its connector's subnets, and cannot scale when their
#   addresses run out. A connector should have existing subnets of one VPC, in two zones at least, with free
#   addresses. App Runner itself asks for one subnet only. It refuses to make a connector in a zone that it does
#   not support, so that one which is active stands in zones that it does; revisions that are not active any more
#   are not judged.
# custom:
#   id: apprunner-connector-subnets-multi-az
#   severities: [medium]
#   subject: apprunner.vpc_connector
#   applies: {needs: [status]}
#   needs:
#     - vpc_connector_name
#     - missing_subnets[]
#     - member_subnets[].subnet_id
#     - member_subnets[].vpc_id
#     - member_subnets[].availability_zone_id
#     - member_subnets[].available_ip_address_count
#   params:
#     min_zones: {type: integer, default: 2, min: 1, description: In how many zones the subnets must stand}
#     min_free_addresses: {type: integer, default: 11, min: 0, description: How many addresses must be free in each subnet}
#   messages:
#     zones: "The subnets of {connector} stand in {count} of at least {min} zones"
#     missing: "{connector} names {subnet}, which does not exist"
#     vpcs: "The subnets of {connector} belong to several VPCs: {vpcs}"
#     full: "{subnet} of {connector} has {free} free addresses, fewer than {min}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       A connector cannot be changed: make a new revision with subnets in two zones at least, each with free
#       addresses, and let the services use it.
#     cli: |
#       aws apprunner create-vpc-connector --vpc-connector-name NAME --subnets SUBNET_ZONE_1 SUBNET_ZONE_2 --security-groups GROUP
#       aws apprunner update-service --service-arn SERVICE_ARN --network-configuration \
#         '{"EgressConfiguration":{"EgressType":"VPC","VpcConnectorArn":"CONNECTOR_ARN"}}'
#     terraform: |
#       resource "aws_apprunner_vpc_connector" "this" {
#         vpc_connector_name = "NAME"
#         subnets            = [aws_subnet.zone_1.id, aws_subnet.zone_2.id]
#         security_groups    = [aws_security_group.service.id]
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
#     - https://docs.aws.amazon.com/apprunner/latest/api/API_CreateVpcConnector.html
package assize.apprunner.apprunner_connector_subnets_multi_az

applies if input.status == "ACTIVE"

zones := {subnet.availability_zone_id | some subnet in input.member_subnets}

vpcs := {subnet.vpc_id | some subnet in input.member_subnets}

zone_facts := [sprintf("member_subnets[%d].availability_zone_id", [i]) | some i, _ in input.member_subnets]

deny contains {
	"facts": array.concat(["member_subnets"], zone_facts),
	"message": "zones",
	"args": {
		"connector": input.vpc_connector_name,
		"count": count(zones),
		"min": input.params.min_zones,
	},
	"key": "zones",
} if {
	count(zones) < input.params.min_zones
}

deny contains {
	"facts": [sprintf("missing_subnets[%d]", [i])],
	"message": "missing",
	"args": {"connector": input.vpc_connector_name, "subnet": subnet},
	"key": sprintf("missing %s", [subnet]),
} if {
	some i, subnet in input.missing_subnets
}

deny contains {
	"facts": [sprintf("member_subnets[%d].vpc_id", [i]) | some i, _ in input.member_subnets],
	"message": "vpcs",
	"args": {"connector": input.vpc_connector_name, "vpcs": sort(vpcs)},
	"key": "vpcs",
} if {
	count(vpcs) > 1
}

deny contains {
	"facts": [sprintf("member_subnets[%d].available_ip_address_count", [i])],
	"message": "full",
	"args": {
		"connector": input.vpc_connector_name,
		"subnet": subnet.subnet_id,
		"free": subnet.available_ip_address_count,
		"min": input.params.min_free_addresses,
	},
	"key": sprintf("addresses %s", [subnet.subnet_id]),
} if {
	some i, subnet in input.member_subnets
	subnet.available_ip_address_count < input.params.min_free_addresses
}
