# METADATA
# title: Load balancer stands in subnets that do not fit it, or in one zone
# description: >-
#   A load balancer that faces the internet is reached in a zone only if its subnet there has a route to
#   an internet gateway that is not blocked: one of IPv6 where it has no public IPv4 address. An internal
#   one in a public subnet is one public address away from the internet. In one zone alone, either ends
#   with the zone. Gateway load balancers are not judged.
# custom:
#   id: alb-subnets-public-multi-az
#   severities: [medium, low]
#   subject: elbv2.load_balancer
#   applies:
#     needs:
#       - type
#       - scheme
#   needs:
#     - load_balancer_name
#     - placements[].subnet_id
#     - placements[].availability_zone_id
#     - placements[].tier
#     - placements[].effective_tier
#   params:
#     min_zones:
#       {type: integer, default: 2, min: 1, description: In how many zones a load balancer must stand}
#   messages:
#     private: "{balancer} faces the internet, and {subnet} is {tier}: nobody reaches it there"
#     blocked: "{balancer} faces the internet, and public access of {subnet} is blocked: nobody reaches it there"
#     public: "{balancer} is internal, and {subnet} is public"
#     zones: "{balancer} stands in {count} of at least {min} zones"
#   frameworks:
#     fsbp: ["ELB.13"]
#     pci-dss-4.0: ["1.2.1", "1.4.1", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.14"]
#   remediation:
#     text: >-
#       Give a load balancer that faces the internet public subnets in two zones at least, and an internal
#       one private subnets.
#     cli: |
#       aws elbv2 set-subnets --load-balancer-arn BALANCER_ARN --subnets PUBLIC_SUBNET_1 PUBLIC_SUBNET_2
#     terraform: |
#       resource "aws_lb" "this" {
#         name     = "web"
#         internal = false
#         subnets  = [aws_subnet.public_a.id, aws_subnet.public_c.id]
#       }
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-13
package assize.elbv2.alb_subnets_public_multi_az

applies if input.type in ["application", "network"]

faces_internet if input.scheme == "internet-facing"

zones := {place.availability_zone_id | some place in input.placements}

deny contains {
	"facts": ["scheme", sprintf("placements[%d].effective_tier", [i])],
	"message": {true: "blocked", false: "private"}[is_routed],
	"args": {"balancer": input.load_balancer_name, "subnet": place.subnet_id, "tier": place.effective_tier},
	"severity": "medium",
	"key": place.subnet_id,
} if {
	faces_internet
	some i, place in input.placements
	place.effective_tier != "public"
	is_routed := place.tier == "public"
}

deny contains {
	"facts": ["scheme", sprintf("placements[%d].effective_tier", [i])],
	"message": "public",
	"args": {"balancer": input.load_balancer_name, "subnet": place.subnet_id},
	"severity": "low",
	"key": place.subnet_id,
} if {
	input.scheme == "internal"
	some i, place in input.placements
	place.effective_tier == "public"
}

deny contains {
	"facts": array.concat(
		["placements"],
		[sprintf("placements[%d].availability_zone_id", [i]) | some i, _ in input.placements],
	),
	"message": "zones",
	"args": {"balancer": input.load_balancer_name, "count": count(zones), "min": input.params.min_zones},
	"severity": "medium",
	"key": "zones",
} if {
	count(zones) < input.params.min_zones
}
