# METADATA
# title: Resource gateway lacks a zone of its databases or consumers, or stands in too few
# description: >-
#   A resource gateway has an interface in each zone of its subnets. It should stand in two zones at
#   least, in each zone of the instances behind it, and in each zone of the endpoints in front of it.
#   Zones are compared by their ids: accounts name them differently. Zones of endpoints are known where
#   the accounts of the consumers were scanned.
# custom:
#   id: lattice-gateway-az-coverage
#   severities: [medium]
#   subject: vpc_lattice.resource_gateway
#   needs:
#     - id
#     - zone_count
#     - missing_zones[].zone_id
#     - missing_zones[].resource
#   partial: deny-stands
#   params:
#     min_zones: {type: integer, default: 2, min: 1, description: In how many zones a gateway must stand}
#   messages:
#     few: "{gateway} stands in {count} zones; {least} are asked for"
#     missing: "{gateway} has no subnet in {zone}, where {resource} stands"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Make a gateway with a subnet in each of these zones, and move the configurations to it: the
#       subnets of a gateway cannot be changed.
#     cli: |
#       aws vpc-lattice create-resource-gateway --name NAME --vpc-identifier VPC_ID --subnet-ids SUBNET_A SUBNET_B SUBNET_C \
#         --security-group-ids GATEWAY_GROUP
#     terraform: |
#       resource "aws_vpclattice_resource_gateway" "this" {
#         # ...
#         subnet_ids = [aws_subnet.a.id, aws_subnet.b.id, aws_subnet.c.id]
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
package assize.vpc_lattice.lattice_gateway_az_coverage

deny contains {
	"facts": ["zone_count"],
	"message": "few",
	"args": {"gateway": input.id, "count": input.zone_count, "least": input.params.min_zones},
	"key": "zones",
} if {
	input.zone_count < input.params.min_zones
}

deny contains {
	"facts": [sprintf("missing_zones[%d].zone_id", [i])],
	"message": "missing",
	"args": {"gateway": input.id, "zone": zone.zone_id, "resource": zone.resource},
	"key": sprintf("%s/%s", [zone.zone_id, zone.resource]),
} if {
	some i, zone in input.missing_zones
}
