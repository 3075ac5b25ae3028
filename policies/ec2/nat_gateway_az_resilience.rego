# METADATA
# title: NAT gateway of a subnet does not work, or stands in another zone
# description: >-
#   What the subnet sends to the internet goes by a NAT gateway that is gone, not available, or in a
#   subnet without a route to an internet gateway (a private gateway without a way behind it likewise):
#   then nothing gets out. A zonal gateway in another zone takes the subnet's way out with it when that
#   zone fails, and its traffic crosses zones. A regional gateway stands in every zone. A subnet without
#   a route to a NAT gateway is not judged.
# custom:
#   id: nat-gateway-az-resilience
#   severities: [high, medium, low]
#   subject: ec2.subnet
#   applies:
#     needs:
#       - nat_routes[].nat_gateway_id
#   needs:
#     - subnet_id
#     - availability_zone_id
#     - nat_routes[].problem
#     - nat_routes[].availability_zone_id
#     - nat_routes[].same_zone
#     - environment
#   messages:
#     gone: "{nat}, by which {subnet} reaches the internet, does not exist"
#     not-available: "{nat}, by which {subnet} reaches the internet, is not available"
#     private: "{nat}, by which {subnet} should reach the internet, is private, and nothing behind it leads there"
#     no-internet-gateway: "{nat}, by which {subnet} should reach the internet, stands in a subnet without a route to an internet gateway"
#     zone: "{nat}, by which {subnet} in {own} reaches the internet, stands in {zone} (environment: {environment})"
#   frameworks:
#     pci-dss-4.0: ["1.2.1", "1.4.1", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Make a NAT gateway in a public subnet of each zone and let each private subnet's routes lead to that
#       of its own zone, or make one regional gateway.
#     cli: |
#       aws ec2 describe-nat-gateways --nat-gateway-ids NAT
#       aws ec2 create-nat-gateway --subnet-id PUBLIC_SUBNET_OF_ZONE --allocation-id ALLOCATION
#       aws ec2 replace-route --route-table-id TABLE_OF_ZONE --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT_OF_ZONE
#     terraform: |
#       resource "aws_nat_gateway" "each" {
#         for_each      = aws_subnet.public # one in each zone
#         subnet_id     = each.value.id
#         allocation_id = aws_eip.nat[each.key].id
#       }
#
#       resource "aws_route" "internet" {
#         for_each               = aws_route_table.private
#         route_table_id         = each.value.id
#         destination_cidr_block = "0.0.0.0/0"
#         nat_gateway_id         = aws_nat_gateway.each[each.key].id
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
#     - https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
package assize.ec2.nat_gateway_az_resilience

applies if count(input.nat_routes) > 0

severity := {true: "medium", false: "low"}[input.environment == "prod"]

deny contains {
	"facts": [
		sprintf("nat_routes[%d].nat_gateway_id", [i]),
		sprintf("nat_routes[%d].problem", [i]),
	],
	"message": way.problem,
	"args": {"nat": way.nat_gateway_id, "subnet": input.subnet_id},
	"severity": "high",
	"key": way.nat_gateway_id,
} if {
	some i, way in input.nat_routes
	is_string(way.problem)
}

deny contains {
	"facts": [
		"availability_zone_id",
		sprintf("nat_routes[%d].availability_zone_id", [i]),
	],
	"message": "zone",
	"args": {
		"nat": way.nat_gateway_id,
		"subnet": input.subnet_id,
		"own": input.availability_zone_id,
		"zone": way.availability_zone_id,
		"environment": input.environment,
	},
	"severity": severity,
	"key": way.nat_gateway_id,
} if {
	some i, way in input.nat_routes
	is_null(way.problem)
	way.same_zone == false
}
