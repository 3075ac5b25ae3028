# METADATA
# title: Database may stand in a subnet that is not isolated
# description: >-
#   A subnet of the database's subnet group has a route to an internet gateway (public), or to the internet by way of a
#   NAT gateway and the like (private). Every subnet of the group counts, for a failover or a change may move the
#   database there; that it is not publicly accessible does not excuse a public subnet.
# custom:
#   id: db-in-isolated-subnet
#   severities: [high, low]
#   subject: rds.database
#   applies: {needs: [subnet_group]}
#   needs: ["subnet_group.member_subnets[].subnet_id", "subnet_group.member_subnets[].tier"]
#   params:
#     isolated:
#       {type: boolean, default: true, description: Whether private subnets are refused too}
#   messages:
#     public: "{subnet} of the subnet group is public: its route table leads to an internet gateway"
#     private: "{subnet} of the subnet group is private, not isolated: its route table leads out of the VPC"
#   frameworks:
#     cis-aws-7.0: ["3.2.3"]
#     fsbp: ["RDS.2", "RDS.46"]
#     pci-dss-4.0: ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "3.5.1.3", "10.3.2", "A1.1.2", "A1.1.3", "A3.4.1"]
#     nist-800-53-r5: ["AC-2", "AC-3", "AC-4", "AC-6", "AC-17", "MP-2", "SC-7", "SC-25"]
#     soc2: ["CC6.2"]
#     iso-27001-2022: ["A.8.1"]
#   remediation:
#     text: >-
#       Give the subnet a route table without a route out of the VPC, or replace it in the subnet group by an isolated
#       subnet of the same zone. A subnet in which a database stands cannot be removed: fail over, or restore a snapshot
#       into another group.
#     cli: |
#       aws ec2 associate-route-table --subnet-id SUBNET --route-table-id ISOLATED_TABLE
#       aws rds modify-db-subnet-group --db-subnet-group-name GROUP --subnet-ids SUBNET_A SUBNET_C
#     terraform: |
#       resource "aws_route_table_association" "database" {
#         subnet_id      = aws_subnet.database_a.id
#         route_table_id = aws_route_table.isolated.id # no route but `local`
#       }
#
#       resource "aws_db_subnet_group" "database" {
#         subnet_ids = [aws_subnet.database_a.id, aws_subnet.database_c.id]
#       }
#   references:
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-46
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
package assize.rds.db_in_isolated_subnet

applies if input.subnet_group != null

deny contains {
	"facts": [sprintf("subnet_group.member_subnets[%d].tier", [i])],
	"message": "public",
	"args": {"subnet": subnet.subnet_id},
	"severity": "high",
	"key": subnet.subnet_id,
} if {
	some i, subnet in input.subnet_group.member_subnets
	subnet.tier == "public"
}

deny contains {
	"facts": [sprintf("subnet_group.member_subnets[%d].tier", [i])],
	"message": "private",
	"args": {"subnet": subnet.subnet_id},
	"severity": "low",
	"key": subnet.subnet_id,
} if {
	input.params.isolated
	some i, subnet in input.subnet_group.member_subnets
	subnet.tier == "private"
}
