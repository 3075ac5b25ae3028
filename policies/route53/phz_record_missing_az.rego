# METADATA
# title: Private record leaves out a zone of its endpoint or of its clients, or stands in one zone only
# description: >-
#   A record that writes out addresses of a VPC endpoint should have one of each Availability Zone in which
#   the endpoint has an interface, and of two zones at least: otherwise clients lose the endpoint with one
#   zone although another one would serve them. It should have one in each zone too in which a workload runs
#   that names it in its environment; names in secrets are not read. Zones are compared by the ids that are
#   the same in every account.
# custom:
#   id: phz-record-missing-az
#   severities: [medium]
#   subject: dns.name_in_vpc
#   applies: {needs: [endpoint.vpc_endpoint_id, "record_sets[].record_type", "record_sets[].values[]"]}
#   needs:
#     - name
#     - zone_coverage.endpoint_zones[]
#     - zone_coverage.record_zones[]
#     - client_zones[].zone_id
#     - client_zones[].client
#   params:
#     min_zones: {type: integer, default: 2, min: 1, description: In how many zones the addresses of a record must stand}
#   messages:
#     missing: "Records of {name} have no address of {endpoint} in {zones}"
#     client: "Records of {name} have no address of {endpoint} in {zone}, where {clients} runs"
#     few: "Records of {name} have addresses of {endpoint} in {count} of at least {min} zones"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Write an address of each zone into the record, or better point an alias at the name that AWS made for the
#       endpoint. Give an endpoint in one zone only a subnet in another one.
#     cli: |
#       aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --add-subnet-ids SUBNET_ID
#       aws route53 change-resource-record-sets --hosted-zone-id ZONE_ID --change-batch file://records.json
#     terraform: |
#       resource "aws_vpc_endpoint" "this" {
#         subnet_ids = [aws_subnet.zone_1.id, aws_subnet.zone_2.id]
#         # ...
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
package assize.route53.phz_record_missing_az

applies if {
	input.endpoint.vpc_endpoint_id
	some record in input.record_sets
	record.record_type in ["A", "AAAA"]
	count(record.values) > 0
}

missing := {zone | some zone in input.zone_coverage.endpoint_zones} - {zone | some zone in input.zone_coverage.record_zones}

deny contains {
	"facts": ["zone_coverage.endpoint_zones", "zone_coverage.record_zones"],
	"message": "missing",
	"args": {"name": input.name, "endpoint": input.endpoint.vpc_endpoint_id, "zones": sort(missing)},
	"key": "missing",
} if {
	count(missing) > 0
}

held := {zone | some zone in input.zone_coverage.record_zones}

# Zones that the record leaves out and the endpoint has are told above.
deny contains {
	"facts": array.concat(
		["zone_coverage.record_zones"],
		[sprintf("client_zones[%d].zone_id", [i]) | some i, other in input.client_zones; other.zone_id == one.zone_id],
	),
	"message": "client",
	"args": {
		"name": input.name,
		"endpoint": input.endpoint.vpc_endpoint_id,
		"zone": one.zone_id,
		"clients": sort({other.client | some other in input.client_zones; other.zone_id == one.zone_id}),
	},
	"key": sprintf("client/%s", [one.zone_id]),
} if {
	some one in input.client_zones
	not one.zone_id in held
	not one.zone_id in missing
}

deny contains {
	"facts": ["zone_coverage.endpoint_zones", "zone_coverage.record_zones"],
	"message": "few",
	"args": {
		"name": input.name,
		"endpoint": input.endpoint.vpc_endpoint_id,
		"count": count(input.zone_coverage.record_zones),
		"min": input.params.min_zones,
	},
	"key": "few",
} if {
	count(missing) == 0
	count(input.zone_coverage.record_zones) < input.params.min_zones
}
