# METADATA
# title: Names of a database behind a resource endpoint are not answered by its managed zone
# description: >-
#   For a resource that is given by ARN, AWS makes private zones in the consumer's VPC, so that the names of
#   the database lead to the endpoint. That works only with private DNS on the endpoint, with both DNS
#   attributes of the VPC on, and if no zone, resolver rule or firewall of the customer answers instead. Judged
#   is what decides about each name in the endpoint's VPC: of the names that the endpoint's associations carry,
#   one by one, and of a cluster whose account was scanned also the writer's and the reader's. What stands in a
#   zone of AWS it tells nobody: that such a zone decides is enough. How names resolve follows from documents of
#   AWS and was not tried on a live account.
# custom:
#   id: lattice-arn-config-managed-phz
#   severities: [high]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["arn_resource_names[].name"]}
#   needs:
#     - vpc_endpoint_id
#     - private_dns_enabled
#     - vpc.vpc_id
#     - vpc.enable_dns_support
#     - vpc.enable_dns_hostnames
#     - arn_resource_names[].resource_arn
#     - arn_resource_names[].decided_by
#     - arn_resource_names[].decided_by_id
#     - arn_resource_names[].answer
#   messages:
#     private_dns_off: "Private DNS of {endpoint} is off, so that no zone is made for {resources}"
#     vpc_dns_off: "{attributes} of {vpc} is off, so that the zones for {endpoint} are not answered"
#     shadowed: "{name} is answered by {zone}, which AWS does not manage, instead of the zone for {endpoint}"
#     ruled: "{name} is answered by resolver rule {rule} instead of the zone for {endpoint}"
#     unanswered: "No private zone of {vpc} answers {name}, which {endpoint} is there for ({answer})"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Turn private DNS of the endpoint and both DNS attributes of the VPC on. Remove the VPC from the zone of
#       yours that answers the name, or delete that zone.
#     cli: |
#       aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --private-dns-enabled
#       aws ec2 modify-vpc-attribute --vpc-id VPC_ID --enable-dns-support Value=true
#       aws ec2 modify-vpc-attribute --vpc-id VPC_ID --enable-dns-hostnames Value=true
#       aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id ZONE_ID --vpc VPCRegion=REGION,VPCId=VPC_ID
#     terraform: |
#       resource "aws_vpc_endpoint" "this" {
#         vpc_endpoint_type          = "Resource"
#         resource_configuration_arn = "RESOURCE_CONFIGURATION_ARN"
#         private_dns_enabled        = true
#         # ...
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
package assize.vpc_lattice.lattice_arn_config_managed_phz

applies if count(input.arn_resource_names) > 0

deny contains {
	"facts": ["private_dns_enabled"],
	"message": "private_dns_off",
	"args": {
		"endpoint": input.vpc_endpoint_id,
		"resources": sort({resource.resource_arn | some resource in input.arn_resource_names}),
	},
	"key": "private-dns",
} if {
	input.private_dns_enabled == false
}

off contains "enable_dns_support" if input.vpc.enable_dns_support == false

off contains "enable_dns_hostnames" if input.vpc.enable_dns_hostnames == false

deny contains {
	"facts": [sprintf("vpc.%s", [attribute]) | some attribute in sort(off)],
	"message": "vpc_dns_off",
	"args": {"attributes": sort(off), "vpc": input.vpc.vpc_id, "endpoint": input.vpc_endpoint_id},
	"key": "vpc-dns",
} if {
	count(off) > 0
}

facts(i) := [sprintf("arn_resource_names[%d].decided_by", [i]), sprintf("arn_resource_names[%d].decided_by_id", [i])]

deny contains {
	"facts": facts(i),
	"message": "shadowed",
	"args": {"name": resource.name, "zone": resource.decided_by_id, "endpoint": input.vpc_endpoint_id},
	"key": resource.name,
} if {
	input.private_dns_enabled == true
	some i, resource in input.arn_resource_names
	is_string(resource.name)
	resource.decided_by == "private-zone"
}

deny contains {
	"facts": facts(i),
	"message": "ruled",
	"args": {"name": resource.name, "rule": resource.decided_by_id, "endpoint": input.vpc_endpoint_id},
	"key": resource.name,
} if {
	input.private_dns_enabled == true
	some i, resource in input.arn_resource_names
	is_string(resource.name)
	resource.decided_by == "resolver-rule"
}

# Without the attributes of the VPC no name is answered, which is told above.
deny contains {
	"facts": [sprintf("arn_resource_names[%d].decided_by", [i]), sprintf("arn_resource_names[%d].answer", [i])],
	"message": "unanswered",
	"args": {
		"name": resource.name,
		"vpc": input.vpc.vpc_id,
		"endpoint": input.vpc_endpoint_id,
		"answer": resource.answer,
	},
	"key": resource.name,
} if {
	input.private_dns_enabled == true
	count(off) == 0
	some i, resource in input.arn_resource_names
	is_string(resource.name)
	is_null(resource.decided_by)
}
