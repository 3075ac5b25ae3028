# METADATA
# title: Service network, or a configuration for one, is open wider than it is used
# description: >-
#   A service network with services whose authentication is NONE lets every caller of its VPCs call them,
#   and one whose policy admits everybody without naming an organization, an account or a VPC does so
#   too. An association with a VPC without groups lets all its clients in. A resource configuration that
#   may be put into networks which others share, and is in none, can be spread further than it is.
#   Authentication and policies are of services; they say nothing of resources (TCP).
# custom:
#   id: lattice-service-network-guard
#   severities: [low]
#   subject: vpc_lattice.shareable
#   needs:
#     - id
#     - service_network.auth_type
#     - service_network.number_of_associated_services
#     - service_network.auth_policy.statements[].effect
#     - service_network.auth_policy.statements[].principals[].value
#     - service_network.auth_policy.statements[].not_principals[].value
#     - service_network.auth_policy.statements[].conditions[].operator
#     - service_network.auth_policy.statements[].conditions[].key
#     - service_network.auth_policy.statements[].conditions[].values[]
#     - service_network.vpc_associations[].vpc_id
#     - service_network.vpc_associations[].status
#     - service_network.vpc_associations[].security_group_ids[]
#     - resource_configuration.allow_association_to_shareable_service_network
#     - resource_configuration.network_associations[].id
#   messages:
#     none: "{network} has {services} services and asks no caller who it is"
#     everybody: "The policy of {network} admits everybody, of whatever organization or VPC"
#     no_groups: "The association of {network} with {vpc} has no group: all clients of the VPC are let in"
#     shareable: "{configuration} may be put into service networks that others share, and is in none"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Let the network authenticate callers (AWS_IAM), and name your organization or VPCs in its policy.
#       Give each association with a VPC a group that admits the clients. Let configurations that are
#       used by endpoints alone not be put into networks.
#     cli: |
#       aws vpc-lattice update-service-network --service-network-identifier NETWORK_ID --auth-type AWS_IAM
#       aws vpc-lattice put-auth-policy --resource-identifier NETWORK_ID --policy file://policy.json
#       aws vpc-lattice update-service-network-vpc-association --service-network-vpc-association-identifier ASSOCIATION_ID \
#         --security-group-ids CLIENT_GROUP
#       aws vpc-lattice update-resource-configuration --resource-configuration-identifier CONFIGURATION_ID \
#         --no-allow-association-to-shareable-service-network
#     terraform: |
#       resource "aws_vpclattice_service_network" "this" {
#         name      = "NAME"
#         auth_type = "AWS_IAM"
#       }
#
#       resource "aws_vpclattice_service_network_vpc_association" "this" {
#         vpc_identifier             = aws_vpc.this.id
#         service_network_identifier = aws_vpclattice_service_network.this.id
#         security_group_ids         = [aws_security_group.clients.id]
#       }
#
#       resource "aws_vpclattice_resource_configuration" "this" {
#         # ...
#         allow_association_to_shareable_service_network = false
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html
package assize.vpc_lattice.lattice_service_network_guard

import data.assize.lib.statements

# Keys that bind a caller to an organization, an account, a role or a VPC.
bounds := {
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:principalaccount",
	"aws:principalarn",
	"aws:sourcevpc",
	"aws:sourcevpce",
	"vpc-lattice-svcs:sourcevpc",
	"vpc-lattice-svcs:sourcevpcowneraccount",
}

deny contains {
	"facts": ["service_network.auth_type", "service_network.number_of_associated_services"],
	"message": "none",
	"args": {"network": input.id, "services": input.service_network.number_of_associated_services},
	"key": "auth-type",
} if {
	input.service_network.auth_type == "NONE"
	input.service_network.number_of_associated_services > 0
}

open := [sprintf("service_network.auth_policy.statements[%d].principals", [i]) |
	some i, statement in input.service_network.auth_policy.statements
	statement.effect == "Allow"
	statements.everybody(statement)
	not statements.is_bound(statement, bounds)
]

deny contains {
	"facts": open,
	"message": "everybody",
	"args": {"network": input.id},
	"key": "auth-policy",
} if {
	input.service_network.auth_type == "AWS_IAM"
	count(open) > 0
}

no_groups(groups) if is_null(groups)

no_groups(groups) if groups == []

deny contains {
	"facts": [sprintf("service_network.vpc_associations[%d].security_group_ids", [i])],
	"message": "no_groups",
	"args": {"network": input.id, "vpc": association.vpc_id},
	"key": sprintf("vpc/%s", [association.vpc_id]),
} if {
	some i, association in input.service_network.vpc_associations
	association.status == "ACTIVE"
	no_groups(association.security_group_ids)
}

deny contains {
	"facts": [
		"resource_configuration.allow_association_to_shareable_service_network",
		"resource_configuration.network_associations",
	],
	"message": "shareable",
	"args": {"configuration": input.id},
	"key": "shareable",
} if {
	input.resource_configuration.allow_association_to_shareable_service_network == true
	count(input.resource_configuration.network_associations) == 0
}
