# METADATA
# title: Private zone hides names that a wider zone or AWS would answer
# description: >-
#   Of the private zones of a VPC the most specific one answers a name, alone: what it does not hold is
#   answered as not there, whatever a wider zone or public DNS holds. Judged is each name with a record in one
#   zone that a more specific zone leaves unanswered, each name that an endpoint brings and a zone of your own
#   leaves unanswered (all names below one count as one), and each zone of your own for a whole domain of AWS,
#   such as rds.amazonaws.com or that of a region: it hides every other name of AWS under it. Wildcards count
#   as records; delegation by NS records does not work in private zones.
# custom:
#   id: phz-overlap-shadowing
#   severities: [high]
#   subject: ec2.vpc
#   applies: {needs: ["hosted_zones[].hosted_zone_id"]}
#   needs:
#     - vpc_id
#     - hosted_zones[].name
#     - hosted_zones[].owning_service
#     - shadowed_names[].name
#     - shadowed_names[].record_type
#     - shadowed_names[].hosted_zone_id
#     - shadowed_names[].shadowed_by
#     - shadowed_names[].domain
#     - shadowed_names[].answer
#   messages:
#     shadowed: "{by} ({domain}) answers {name} in {vpc} as not there ({answer}), although {zone} has {type} records for it"
#     wide: "{zone} hides every name of AWS under {domain} in {vpc}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Give a zone exactly the name that it is for, or write the missing records into the more specific zone.
#       Delete zones for whole domains of AWS.
#     cli: |
#       aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id ZONE_ID --vpc VPCRegion=REGION,VPCId=VPC_ID
#       aws route53 create-hosted-zone --name FULL_NAME --vpc VPCRegion=REGION,VPCId=VPC_ID --caller-reference REFERENCE
#     terraform: |
#       resource "aws_route53_zone" "this" {
#         name = "FULL_NAME"
#
#         vpc {
#           vpc_id = "VPC_ID"
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
package assize.route53.phz_overlap_shadowing

applies if count(input.hosted_zones) > 0

deny contains {
	"facts": [sprintf("shadowed_names[%d].name", [i]), sprintf("shadowed_names[%d].shadowed_by", [i])],
	"message": "shadowed",
	"args": {
		"by": hidden.shadowed_by,
		"domain": hidden.domain,
		"name": hidden.name,
		"vpc": input.vpc_id,
		"answer": hidden.answer,
		"zone": hidden.hosted_zone_id,
		"type": hidden.record_type,
	},
	"key": sprintf("%s %s %s", [hidden.name, hidden.record_type, hidden.hosted_zone_id]),
} if {
	some i, hidden in input.shadowed_names
}

# The whole of AWS, of a region, of RDS, or of RDS in a region.
is_wide(name) if {
	regex.match(`^([a-z]{2}(-[a-z]+)+-[0-9]+\.)?(rds\.)?amazonaws\.com(\.cn)?\.?$`, lower(name))
}

deny contains {
	"facts": [sprintf("hosted_zones[%d].name", [i])],
	"message": "wide",
	"args": {"zone": zone.hosted_zone_id, "domain": trim_right(zone.name, "."), "vpc": input.vpc_id},
	"key": sprintf("zone %s", [zone.hosted_zone_id]),
} if {
	some i, zone in input.hosted_zones
	is_null(zone.owning_service)
	is_wide(zone.name)
}
