# METADATA
# title: VPC with private zones or private endpoint names has DNS turned off
# description: >-
#   Private hosted zones and private names of endpoints are answered only in a VPC that has both
#   enableDnsSupport and enableDnsHostnames on. With one of them off they are silently not answered, and
#   clients go to the public name or nowhere. A VPC that has neither zones nor such endpoints is not judged.
# custom:
#   id: vpc-dns-attributes
#   severities: [high]
#   subject: ec2.vpc
#   applies:
#     needs:
#       - hosted_zones[].hosted_zone_id
#       - endpoints[].private_dns_enabled
#   needs: [vpc_id, enable_dns_support, enable_dns_hostnames]
#   messages:
#     off: "{attribute} of {vpc} is off: {zones} private zones and {endpoints} endpoints with private names are not answered"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: Turn both DNS attributes of the VPC on.
#     cli: |
#       aws ec2 modify-vpc-attribute --vpc-id VPC_ID --enable-dns-support Value=true
#       aws ec2 modify-vpc-attribute --vpc-id VPC_ID --enable-dns-hostnames Value=true
#     terraform: |
#       resource "aws_vpc" "this" {
#         # ...
#         enable_dns_support   = true
#         enable_dns_hostnames = true
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-support
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
package assize.ec2.vpc_dns_attributes

zones contains zone.hosted_zone_id if {
	some zone in input.hosted_zones
}

private_endpoints := [i | some i, endpoint in input.endpoints; endpoint.private_dns_enabled == true]

applies if count(zones) > 0

applies if count(private_endpoints) > 0

# What depends on the attributes is part of the proof.
dependent := array.concat(
	["hosted_zones" | count(zones) > 0],
	[sprintf("endpoints[%d].private_dns_enabled", [i]) | some i in private_endpoints],
)

deny contains {
	"facts": array.concat(["enable_dns_support"], dependent),
	"message": "off",
	"args": {
		"attribute": "enableDnsSupport",
		"vpc": input.vpc_id,
		"zones": count(zones),
		"endpoints": count(private_endpoints),
	},
	"key": "enable_dns_support",
} if {
	input.enable_dns_support == false
}

deny contains {
	"facts": array.concat(["enable_dns_hostnames"], dependent),
	"message": "off",
	"args": {
		"attribute": "enableDnsHostnames",
		"vpc": input.vpc_id,
		"zones": count(zones),
		"endpoints": count(private_endpoints),
	},
	"key": "enable_dns_hostnames",
} if {
	input.enable_dns_hostnames == false
}
