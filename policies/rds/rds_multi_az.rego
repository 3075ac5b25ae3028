# METADATA
# title: Database runs in one zone
# description: >-
#   When the zone fails, the database is gone until the zone is back or somebody restores a backup elsewhere. An
#   instance and a Multi-AZ cluster have a flag; an Aurora cluster needs members in two zones, for its members never
#   have the flag, and the three zones that it names are those of its storage.
# custom:
#   id: rds-multi-az
#   severities: [medium, low]
#   subject: rds.database
#   needs: [is_aurora, multi_az, "member_zones[]", environment]
#   messages:
#     single: "the database has no standby in another zone (environment: {environment})"
#     zone: "every instance of the Aurora cluster stands in {zones} (environment: {environment})"
#     none: "the Aurora cluster has no instance (environment: {environment})"
#   frameworks:
#     cis-aws-7.0: ["3.2.4"]
#     fsbp: ["RDS.5", "RDS.15"]
#     pci-dss-4.0: ["2.2.1"]
#     nist-800-53-r5: ["CP-1", "CP-2", "CP-6", "CP-10", "SC-5", "SC-6", "SC-22", "SC-36", "SI-13"]
#     soc2: ["A1.2", "CC7.1"]
#     iso-27001-2022: ["A.8.14"]
#   remediation:
#     text: Give an instance a standby; give an Aurora cluster a reader in another zone.
#     cli: |
#       aws rds modify-db-instance --db-instance-identifier INSTANCE --multi-az --apply-immediately
#       aws rds create-db-instance --db-instance-identifier READER --db-cluster-identifier CLUSTER --engine ENGINE \
#         --db-instance-class CLASS --availability-zone OTHER_ZONE
#     terraform: |
#       resource "aws_db_instance" "db" {
#         multi_az = true
#       }
#
#       resource "aws_rds_cluster_instance" "db" {
#         count              = 2
#         cluster_identifier = aws_rds_cluster.db.id
#         availability_zone  = element(["ap-northeast-1a", "ap-northeast-1c"], count.index)
#         engine             = aws_rds_cluster.db.engine
#         instance_class     = "db.r6g.large"
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-15
package assize.rds.rds_multi_az

severity := {true: "low", false: "medium"}[input.environment == "dev"]

deny contains {
	"facts": ["multi_az"],
	"message": "single",
	"args": {"environment": input.environment},
	"severity": severity,
} if {
	not input.is_aurora
	input.multi_az == false
}

deny contains {
	"facts": ["member_zones[0]"],
	"message": "zone",
	"args": {"zones": input.member_zones, "environment": input.environment},
	"severity": severity,
} if {
	input.is_aurora
	count(input.member_zones) == 1
}

deny contains {
	"facts": ["member_zones"],
	"message": "none",
	"args": {"environment": input.environment},
	"severity": severity,
} if {
	input.is_aurora
	count(input.member_zones) == 0
}
