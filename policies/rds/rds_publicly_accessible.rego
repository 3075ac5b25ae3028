# METADATA
# title: Database is publicly accessible by its settings
# description: >-
#   An instance or a Multi-AZ cluster has a name that resolves to a public address, or an Aurora cluster has an internet
#   access gateway, which admits the internet past the VPC and its groups. Of Aurora the flags of the members count.
#   Whether routes and groups let anybody through is not judged here.
# custom:
#   id: rds-publicly-accessible
#   severities: [high, critical]
#   subject: rds.database
#   needs:
#     - members[].db_instance_identifier
#     - members[].publicly_accessible
#     - cluster.publicly_accessible
#     - cluster.internet_access_gateway_enabled
#   messages:
#     instance: "instance {instance} is publicly accessible"
#     cluster: "the cluster is publicly accessible"
#     gateway: "the internet access gateway of the cluster is on: no VPC and no security group is before it"
#   frameworks:
#     cis-aws-7.0: ["3.2.3"]
#     fsbp: ["RDS.2"]
#     pci-dss-4.0: ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "3.5.1.3", "10.3.2", "A1.1.2", "A1.1.3", "A3.4.1"]
#     nist-800-53-r5: ["AC-2", "AC-3", "AC-4", "AC-6", "AC-17", "MP-2", "SC-7", "SC-25"]
#     soc2: ["CC6.2"]
#     iso-27001-2022: ["A.8.1"]
#   remediation:
#     text: Switch public access off; clients come through the VPC, a VPN or a proxy.
#     cli: |
#       aws rds modify-db-instance --db-instance-identifier INSTANCE --no-publicly-accessible --apply-immediately
#     terraform: |
#       resource "aws_rds_cluster_instance" "db" { # and aws_db_instance
#         publicly_accessible = false
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2
package assize.rds.rds_publicly_accessible

deny contains {
	"facts": [sprintf("members[%d].publicly_accessible", [i])],
	"message": "instance",
	"args": {"instance": member.db_instance_identifier},
	"severity": "high",
	"key": sprintf("instance/%s", [member.db_instance_identifier]),
} if {
	some i, member in input.members
	member.publicly_accessible == true
}

deny contains {
	"facts": ["cluster.publicly_accessible"],
	"message": "cluster",
	"severity": "high",
	"key": "cluster",
} if {
	input.cluster.publicly_accessible == true
}

deny contains {
	"facts": ["cluster.internet_access_gateway_enabled"],
	"message": "gateway",
	"severity": "critical",
	"key": "gateway",
} if {
	input.cluster.internet_access_gateway_enabled == true
}
