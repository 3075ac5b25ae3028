# METADATA
# title: Region or VPC that nothing needs to be reached in does not block public access
# description: >-
#   The block of public access closes the internet gateways of all VPCs of a region whatever their
#   routes and groups say, but for the VPCs and subnets that exclusions name. Where nothing is made to
#   be reached from the internet (no load balancer that faces it, no interface with a public address, no
#   public database) nothing speaks against it. Where something is, that it is off is told for
#   information: exclusions can name what must stay open. Exclusions that leave out everything in a VPC,
#   in both directions, turn the block off there, and are told in the same way.
# custom:
#   id: vpc-block-public-access
#   severities: [low, info]
#   subject: region
#   needs:
#     - vpc_block_public_access.internet_gateway_block_mode
#     - internet_facing[].resource_arn
#     - left_out_vpcs[].vpc_id
#     - left_out_vpcs[].exclusion_ids[]
#     - left_out_vpcs[].faces_internet
#   messages:
#     unblocked: "public access is not blocked, and nothing in the region is made to be reached from the internet"
#     used: "public access is not blocked; {count} resources are made to be reached from the internet"
#     left_out: "public access is blocked, but all of {vpc} is left out (by {exclusions}), and nothing in it is made to be reached from the internet"
#     left_out_used: "public access is blocked, but all of {vpc} is left out (by {exclusions})"
#   frameworks:
#     fsbp: ["EC2.172"]
#     pci-dss-4.0: ["1.2.1", "1.4.1", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Block ingress, or both directions where nothing asks the internet either. Exclude what must be
#       reached.
#     cli: |
#       aws ec2 modify-vpc-block-public-access-options --internet-gateway-block-mode block-ingress
#       aws ec2 create-vpc-block-public-access-exclusion --subnet-id PUBLIC_SUBNET --internet-gateway-exclusion-mode allow-bidirectional
#     terraform: |
#       resource "aws_vpc_block_public_access_options" "this" {
#         internet_gateway_block_mode = "block-ingress"
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-172
package assize.ec2.vpc_block_public_access

is_off if input.vpc_block_public_access.internet_gateway_block_mode == "off"

deny contains {
	"facts": ["vpc_block_public_access.internet_gateway_block_mode", "internet_facing"],
	"message": "unblocked",
	"args": {},
	"severity": "low",
} if {
	is_off
	count(input.internet_facing) == 0
}

deny contains {
	"facts": array.concat(
		["vpc_block_public_access.internet_gateway_block_mode"],
		[sprintf("internet_facing[%d].resource_arn", [i]) | some i, _ in input.internet_facing],
	),
	"message": "used",
	"args": {"count": count(input.internet_facing)},
	"severity": "info",
} if {
	is_off
	count(input.internet_facing) > 0
}

deny contains {
	"facts": [
		sprintf("left_out_vpcs[%d].exclusion_ids", [i]),
		sprintf("left_out_vpcs[%d].faces_internet", [i]),
	],
	"message": {true: "left_out_used", false: "left_out"}[vpc.faces_internet],
	"args": {"vpc": vpc.vpc_id, "exclusions": vpc.exclusion_ids},
	"severity": {true: "info", false: "low"}[vpc.faces_internet],
	"key": vpc.vpc_id,
} if {
	some i, vpc in input.left_out_vpcs
}
