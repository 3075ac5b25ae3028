# METADATA
# title: Interface endpoint stands in too few zones, or not in those of its clients
# description: >-
#   An interface endpoint has an interface in each zone of its subnets. With one zone, all clients lose
#   the service when it fails, and clients elsewhere pay for traffic between zones. Zones in which the
#   service is not offered do not count. Clients are those that facts tell: tasks on Fargate, functions
#   and services of App Runner that need the service.
# custom:
#   id: vpce-multi-az
#   severities: [low]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["vpc_endpoint_type"]}
#   needs:
#     - vpc_endpoint_id
#     - zone_count
#     - service.availability_zone_ids[]
#     - uncovered_zones[].zone_id
#     - uncovered_zones[].client
#   params:
#     min_zones: {type: integer, default: 2, min: 1, description: In how many zones an endpoint must stand}
#   messages:
#     few: "{endpoint} stands in {count} zones; {least} are asked for"
#     uncovered: "{endpoint} does not stand in {zone}, where {client} is"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.14", "A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Add a subnet in each zone of the clients to the endpoint.
#     cli: |
#       aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --add-subnet-ids SUBNET_ID
#     terraform: |
#       resource "aws_vpc_endpoint" "this" {
#         # ...
#         subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html
package assize.ec2.vpce_multi_az

applies if input.vpc_endpoint_type == "Interface"

# A service that is offered in fewer zones cannot have more.
offered := {zone | some zone in input.service.availability_zone_ids}

least := min([count(offered), input.params.min_zones]) if count(offered) > 0

least := input.params.min_zones if count(offered) == 0

deny contains {
	"facts": ["zone_count"],
	"message": "few",
	"args": {"endpoint": input.vpc_endpoint_id, "count": input.zone_count, "least": least},
	"key": "zones",
} if {
	input.zone_count < least
}

deny contains {
	"facts": [sprintf("uncovered_zones[%d].zone_id", [i])],
	"message": "uncovered",
	"args": {"endpoint": input.vpc_endpoint_id, "zone": zone.zone_id, "client": zone.client},
	"key": sprintf("%s/%s", [zone.zone_id, zone.client]),
} if {
	some i, zone in input.uncovered_zones
}
