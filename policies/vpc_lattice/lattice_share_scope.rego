# METADATA
# title: Share of VPC Lattice resources goes too far, or not to those who use it
# description: >-
#   Resource configurations and service networks are shared through RAM. A share should go to the
#   accounts that use it: not to an organization as a whole while one account uses it, and not out of the
#   organization but to accounts that are named as trusted. A principal or a resource whose association
#   failed, or an invitation that waits, means a consumer who gets nothing; an endpoint whose account no
#   share is with, or whose resource was taken out of its share, loses it. What is being made or changed
#   is not judged until that has ended. Shares are judged where their owner was scanned; invitations are seen in the
#   invited account.
# custom:
#   id: lattice-share-scope
#   severities: [high]
#   subject: ram.resource_share
#   applies: {needs: ["resources[].associated_entity", "status"]}
#   needs:
#     - resource_share_arn
#     - name
#     - status
#     - principals[].associated_entity
#     - principals[].status
#     - principals[].external
#     - share_parts[].part
#     - share_parts[].id
#     - share_parts[].status
#     - share_parts[].works
#     - invitations[].status
#     - consumers[].account
#     - consumers[].vpc_endpoint_id
#     - consumers[].is_shared_with
#     - sole_consumer
#   params:
#     trusted_accounts: {type: list, default: [], description: Accounts outside of the organization that may get shares}
#   messages:
#     inactive: "{share} is {status}"
#     failed: "{share}: the association with {entity} is {status}"
#     external: "{share} goes to {principal}, outside of the organization, which is not named as trusted"
#     organization: "{share} goes to the whole of {principal}, and one account uses it: {account}"
#     waiting: "{share}: an invitation waits for its consumer to accept it"
#     stranger: "{share}: {endpoint} of {account} uses a configuration that no share with that account has"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Share with the accounts that use the resources. Take other principals out, and do not let the
#       share go out of the organization. Have a consumer accept its invitation.
#     cli: |
#       aws ram associate-resource-share --resource-share-arn SHARE_ARN --principals CONSUMER_ACCOUNT
#       aws ram disassociate-resource-share --resource-share-arn SHARE_ARN --principals PRINCIPAL
#       aws ram update-resource-share --resource-share-arn SHARE_ARN --no-allow-external-principals
#     terraform: |
#       resource "aws_ram_resource_share" "this" {
#         name                      = "NAME"
#         allow_external_principals = false
#       }
#
#       resource "aws_ram_principal_association" "consumer" {
#         resource_share_arn = aws_ram_resource_share.this.arn
#         principal          = "CONSUMER_ACCOUNT"
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/sharing.html
#     - https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShareAssociation.html
package assize.vpc_lattice.lattice_share_scope

shares_lattice if {
	some resource in input.resources
	contains(resource.associated_entity, ":vpc-lattice:")
}

gone if input.status in ["DELETING", "DELETED"]

applies if {
	shares_lattice
	not gone
}

share := input.name if is_string(input.name)

share := input.resource_share_arn if is_null(input.name)

# The account of a principal: itself, or that of an ARN.
account_of(entity) := entity if not startswith(entity, "arn:")

account_of(entity) := split(entity, ":")[4] if startswith(entity, "arn:")

current contains i if {
	some i, principal in input.principals
	principal.status in ["ASSOCIATED", "ASSOCIATING", "FAILED", "SUSPENDED"]
}

deny contains {
	"facts": [sprintf("share_parts[%d].status", [i])],
	"message": "inactive",
	"args": {"share": share, "status": part.status},
	"key": "status",
} if {
	some i, part in input.share_parts
	part.part == "share"
	part.works == false
}

# One principal may have several associations: one that failed, and one that was tried again.
entities := {principal.associated_entity | some principal in input.principals}

failed(entity) := {i: part.status |
	some i, part in input.share_parts
	part.part != "share"
	part.id == entity
	part.works == false
}

deny contains {
	"facts": [sprintf("share_parts[%d].status", [i]) | some i, _ in broken],
	"message": "failed",
	"args": {"share": share, "entity": entity, "status": concat(", ", sort({status | some status in broken}))},
	"key": sprintf("failed/%s", [entity]),
} if {
	some entity in {part.id | some part in input.share_parts}
	broken := failed(entity)
	count(broken) > 0
}

external(entity) := {i |
	some i in current
	input.principals[i].associated_entity == entity
	input.principals[i].external == true
}

deny contains {
	"facts": [sprintf("principals[%d].external", [i]) | some i in outside],
	"message": "external",
	"args": {"share": share, "principal": entity},
	"key": sprintf("external/%s", [entity]),
} if {
	some entity in entities
	outside := external(entity)
	count(outside) > 0
	account := account_of(entity)
	not account in input.params.trusted_accounts
}

deny contains {
	"facts": array.concat([sprintf("principals[%d].associated_entity", [i]) | some i in associated], ["sole_consumer"]),
	"message": "organization",
	"args": {"share": share, "principal": entity, "account": input.sole_consumer},
	"key": sprintf("organization/%s", [entity]),
} if {
	some entity in entities
	contains(entity, ":organizations:")
	contains(entity, ":organization/")
	is_string(input.sole_consumer)
	associated := {i | some i in current; input.principals[i].associated_entity == entity}
	count(associated) > 0
}

deny contains {
	"facts": [sprintf("invitations[%d].status", [i]) | some i in pending],
	"message": "waiting",
	"args": {"share": share},
	"key": "invitation",
} if {
	count(pending) > 0
}

pending := [i | some i, invitation in input.invitations; invitation.status == "PENDING"]

# One endpoint may use several configurations of the share: those of a group.
deny contains {
	"facts": [sprintf("consumers[%d].is_shared_with", [i]) |
		some i, other in input.consumers
		other.is_shared_with == false
		other.vpc_endpoint_id == consumer.vpc_endpoint_id
	],
	"message": "stranger",
	"args": {"share": share, "endpoint": consumer.vpc_endpoint_id, "account": consumer.account},
	"key": sprintf("consumer/%s", [consumer.vpc_endpoint_id]),
} if {
	some consumer in input.consumers
	consumer.is_shared_with == false
}
