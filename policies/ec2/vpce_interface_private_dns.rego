# METADATA
# title: Name of an AWS service does not lead to its interface endpoint
# description: >-
#   Clients go to an AWS service by its public name. An interface endpoint gets their traffic only if
#   that name leads to it in the VPC: by private DNS of the endpoint, or by a private zone with its
#   addresses or names, as central VPCs for endpoints share it with others. Otherwise the endpoint is
#   there and nobody uses it. Services without private names, and those of others, are not judged.
# custom:
#   id: vpce-interface-private-dns
#   severities: [medium]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["vpc_endpoint_type", "service_name", "service.owner", "service.private_dns_names[]", "private_dns_enabled"]}
#   needs:
#     - vpc_endpoint_id
#     - service_name_zone.name
#     - service_name_zone.hosted_zone_id
#   messages:
#     unnamed: "Private DNS of {endpoint} is off, and no private zone leads from the name of {service} to it"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Turn private DNS of the endpoint on, or make a private zone with the name of the service and an
#       alias to the endpoint, and associate it with the VPCs that use it.
#     cli: |
#       aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --private-dns-enabled
#     terraform: |
#       resource "aws_vpc_endpoint" "this" {
#         # ...
#         private_dns_enabled = true
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
package assize.ec2.vpce_interface_private_dns

of_aws if input.service.owner == "amazon"

of_aws if {
	is_null(input.service)
	contains(input.service_name, ".amazonaws.")
	name := input.service_name
	not contains(name, ".vpce-svc-")
}

has_names if count(input.service.private_dns_names) > 0

has_names if is_null(input.service)

applies if {
	input.vpc_endpoint_type == "Interface"
	is_string(input.service_name)
	of_aws
	has_names
}

deny contains {
	"facts": ["private_dns_enabled", "service_name_zone"],
	"message": "unnamed",
	"args": {"endpoint": input.vpc_endpoint_id, "service": input.service_name},
} if {
	input.private_dns_enabled == false
	is_null(input.service_name_zone)
}
