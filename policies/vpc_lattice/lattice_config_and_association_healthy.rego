# METADATA
# title: Resource endpoint, or what it is made of, does not work
# description: >-
#   A resource endpoint works while it is available, each of its associations is accessible, and the
#   resource configurations and gateways behind it are active. Of an endpoint that is partly made, the
#   association that failed is named; where the owner took the share away, associations become
#   inaccessible. What is being made or changed is not judged until that has ended. A configuration that
#   no endpoint uses is not judged.
# custom:
#   id: lattice-config-and-association-healthy
#   severities: [high]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["vpc_endpoint_type"]}
#   needs:
#     - vpc_endpoint_id
#     - lattice_parts[].part
#     - lattice_parts[].id
#     - lattice_parts[].state
#     - lattice_parts[].works
#     - lattice_parts[].reason
#   partial: deny-stands
#   messages:
#     broken: "{part} {id} of {endpoint} is {state}: {reason}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Accept the share, or have its owner share the configuration again. Look at why the association
#       failed, then make the endpoint anew. A gateway or configuration that failed is made anew by its
#       owner.
#     cli: |
#       aws ram accept-resource-share-invitation --resource-share-invitation-arn INVITATION_ARN
#       aws ec2 describe-vpc-endpoint-associations --vpc-endpoint-ids ENDPOINT_ID
#       aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ENDPOINT_ID
#       aws ec2 create-vpc-endpoint --vpc-endpoint-type Resource --vpc-id VPC_ID --subnet-ids SUBNET_IDS \
#         --resource-configuration-arn RESOURCE_CONFIGURATION_ARN
#     terraform: |
#       resource "aws_ram_resource_share_accepter" "this" {
#         share_arn = "SHARE_ARN"
#       }
#
#       # Then: terraform apply -replace=aws_vpc_endpoint.this
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
#     - https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpointAssociation.html
package assize.vpc_lattice.lattice_config_and_association_healthy

applies if input.vpc_endpoint_type in ["Resource", "ServiceNetwork"]

deny contains {
	"facts": [sprintf("lattice_parts[%d].state", [i])],
	"message": "broken",
	"args": {
		"endpoint": input.vpc_endpoint_id,
		"part": part.part,
		"id": part.id,
		"state": part.state,
		"reason": told(part.reason),
	},
	"key": sprintf("%s/%s", [part.part, part.id]),
} if {
	some i, part in input.lattice_parts
	part.works == false
}

told(null) := "no reason is told"

told(reason) := reason if is_string(reason)
