# METADATA
# title: No interface, service or other group uses the security group
# description: >-
#   Nothing that was looked at carries the group or names it in a rule: no interface, endpoint, load balancer, database,
#   proxy, function, ECS service, App Runner connector, resource gateway, Lattice service network, launch template,
#   build project, batch environment, scheduled task, no other group, and no VPC across a peering connection or a
#   transit gateway. Such groups are forgotten, and one day something gets them for their name. What makes interfaces
#   only now and then and is of another service (a training job, a data flow) is not looked at.
# custom:
#   id: sg-unused
#   severities: [low]
#   subject: ec2.security_group
#   applies: {needs: [group_name]}
#   needs: [is_used]
#   messages:
#     unused: "nothing uses {group}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: Delete the group. AWS refuses while an interface or another group of its VPC still uses it.
#     cli: |
#       aws ec2 delete-security-group --group-id GROUP_ID
#     terraform: |
#       # Remove the aws_security_group and its aws_vpc_security_group_ingress_rule and _egress_rule resources.
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
package assize.ec2.sg_unused

# The group that each VPC comes with cannot be deleted.
applies if input.group_name != "default"

deny contains {
	"facts": ["is_used"],
	"message": "unused",
	"args": {"group": input.group_name},
	"severity": "low",
} if {
	not input.is_used
}
