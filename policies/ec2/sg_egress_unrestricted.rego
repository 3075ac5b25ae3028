# METADATA
# title: Workload may send everything to the whole internet
# description: >-
#   A group that a database, a proxy, a function, a task or an App Runner connector carries lets every protocol out to
#   every address of a family. Stolen data and commands of an intruder leave by the same way. Groups are stateful: what
#   answers needs no egress rule, so a database needs none at all unless it begins connections itself (replication to
#   elsewhere, extensions such as aws_lambda, aws_s3 and dblink). Whether packets get out, routes decide; this is about
#   the group. The message tells the least that facts of the account name: listeners and their targets, databases in the
#   environment, services of AWS that tasks need to start. Queries to the resolver of the VPC pass without any rule.
# custom:
#   id: sg-egress-unrestricted
#   severities: [medium]
#   subject: ec2.security_group
#   needs:
#     - unrestricted_egress[].family
#     - unrestricted_egress[].rules
#     - unrestricted_egress[].workloads
#   wants: [needed_egress]
#   partial: deny-stands
#   messages:
#     open: "{rules} lets everything out over {family}; the group is that of {workloads}, of which is known to be needed: {needed}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Add egress rules for what the workload is known to need, then revoke the rule for everything.
#     cli: |
#       aws ec2 authorize-security-group-egress --group-id GROUP_ID \
#         --ip-permissions 'IpProtocol=tcp,FromPort=5432,ToPort=5432,UserIdGroupPairs=[{GroupId=DATABASE_GROUP}]'
#       aws ec2 revoke-security-group-egress --group-id GROUP_ID \
#         --ip-permissions 'IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]'
#     terraform: |
#       resource "aws_vpc_security_group_egress_rule" "database" {
#         security_group_id            = aws_security_group.service.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#         referenced_security_group_id = aws_security_group.database.id
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
package assize.ec2.sg_egress_unrestricted

needed(told) := told if is_string(told)

needed(told) := "what is not known" if is_object(told)

deny contains {
	"facts": [
		sprintf("unrestricted_egress[%d].rules", [i]),
		sprintf("unrestricted_egress[%d].workloads", [i]),
	],
	"message": "open",
	"args": {"rules": one.rules, "family": one.family, "workloads": one.workloads, "needed": needed(input.needed_egress)},
	"severity": "medium",
	"key": one.family,
} if {
	some i, one in input.unrestricted_egress
}
