# METADATA
# title: Subnet is another tier than it is called
# description: >-
#   The routes of a subnet make it public (an internet gateway), private (a NAT or egress-only gateway,
#   a transit gateway and the like) or isolated. A subnet that is more exposed than its tags or name say
#   has things in it whose makers believed that the internet does not reach them; one that is less
#   exposed than they say lacks the way out that they count on. Its own table decides, or else the main
#   one; routes that drop do not count, and the block of public access closes what it closes. Each
#   family of addresses is judged for itself; only IPv4 (or IPv6 in a subnet that has no other) can be
#   too little. A subnet that is called several things may be anything between them; one that is called
#   nothing is not judged.
# custom:
#   id: subnet-tier-mismatch
#   severities: [high, medium]
#   subject: ec2.subnet
#   applies:
#     needs:
#       - tags[].key
#       - tags[].value
#   needs:
#     - subnet_id
#     - family_tiers[].family
#     - family_tiers[].tier
#     - family_tiers[].effective_tier
#   params:
#     public_words:
#       {type: list, default: [public, pub, dmz], description: "Words of a name that call a subnet public"}
#     private_words:
#       {type: list, default: [private, priv, app, internal], description: "Words of a name that call a subnet private"}
#     isolated_words:
#       {type: list, default: [isolated, intra, database, databases, db, data, rds], description: "Words of a name that call a subnet isolated"}
#   messages:
#     more: "{subnet} is called {declared} ({by}) and is {tier} over {family}"
#     less: "{subnet} is called {declared} ({by}) and is {tier} over {family}"
#   frameworks:
#     pci-dss-4.0: ["1.2.1", "1.4.1", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Give the subnet the route table that fits its name, or name and tag it for what it is.
#     cli: |
#       aws ec2 describe-route-tables --filters Name=association.subnet-id,Values=SUBNET_ID
#       aws ec2 replace-route-table-association --association-id ASSOCIATION --route-table-id TABLE_OF_TIER
#       aws ec2 delete-route --route-table-id TABLE --destination-cidr-block 0.0.0.0/0
#     terraform: |
#       resource "aws_route_table_association" "database" {
#         subnet_id      = aws_subnet.database_a.id
#         route_table_id = aws_route_table.isolated.id
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types
#     - https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
package assize.ec2.subnet_tier_mismatch

import data.assize.lib.tiers

declared := tiers.declared(input.tags, input.params)

applies if declared

deny contains {
	"facts": array.concat(
		[sprintf("family_tiers[%d].effective_tier", [i])],
		[sprintf("tags[%d].value", [k]) | some k in declared.tags],
	),
	"message": "more",
	"args": {
		"subnet": input.subnet_id,
		"declared": declared.told,
		"by": declared.by,
		"tier": row.effective_tier,
		"family": row.family,
	},
	"severity": "high",
	"key": row.family,
} if {
	some i, row in input.family_tiers
	tiers.exposure[row.effective_tier] > tiers.exposure[declared.most]
}

# The families of which too little is a fault: IPv4, or the only one.
main_families := ["ipv4"] if {
	some row in input.family_tiers
	row.family == "ipv4"
} else := ["ipv6"]

deny contains {
	"facts": array.concat(
		[sprintf("family_tiers[%d].effective_tier", [i])],
		[sprintf("tags[%d].value", [k]) | some k in declared.tags],
	),
	"message": "less",
	"args": {
		"subnet": input.subnet_id,
		"declared": declared.told,
		"by": declared.by,
		"tier": row.effective_tier,
		"family": row.family,
	},
	"severity": "medium",
	"key": row.family,
} if {
	some i, row in input.family_tiers
	row.family in main_families
	tiers.exposure[row.effective_tier] < tiers.exposure[declared.least]
}
