# METADATA
# title: Automated backups of a database are kept too short
# description: >-
#   What was written over by mistake or on purpose can be brought back only as far as automated backups reach. The
#   days wanted follow from the environment. A read replica may have none: its source has them. Whether the latest
#   restorable time is recent is not judged here.
# custom:
#   id: rds-backup-retention
#   severities: [medium]
#   subject: rds.database
#   applies: {needs: [is_read_replica]}
#   needs: [backup_retention_period, environment]
#   wants: [instance.aws_backup_recovery_point_arn]
#   params:
#     min_days:
#       type: integer
#       default: 7
#       unit: days
#       min: 1
#       max: 35
#       by_environment: {prod: 30, dev: 1}
#       description: How long automated backups must be kept at least
#   messages:
#     "off": "automated backups are off; the environment ({environment}) needs {wanted} days"
#     short: "automated backups are kept for {days} days; the environment ({environment}) needs {wanted}"
#     managed: "AWS Backup keeps the automated backups for {days} days; the environment ({environment}) needs {wanted}"
#   frameworks:
#     fsbp: ["RDS.11"]
#     pci-dss-4.0: ["10.3.3"]
#     nist-800-53-r5: ["CP-1", "CP-2", "CP-6", "CP-9", "CP-10", "SC-5", "SI-13"]
#     soc2: ["CC7.4", "A1.1"]
#     iso-27001-2022: ["A.8.9", "A.8.13", "A.8.14"]
#   remediation:
#     text: >-
#       Raise the retention period, of a cluster at the cluster. Where AWS Backup keeps the backups, raise the lifecycle
#       of the rule in its backup plan: RDS refuses the change.
#     cli: |
#       aws rds modify-db-cluster --db-cluster-identifier CLUSTER --backup-retention-period 30 --apply-immediately
#       aws rds modify-db-instance --db-instance-identifier INSTANCE --backup-retention-period 30 --apply-immediately
#     terraform: |
#       resource "aws_rds_cluster" "db" { # and aws_db_instance
#         backup_retention_period = 30
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-11
package assize.rds.rds_backup_retention

applies if not input.is_read_replica

# That it is not known makes no difference.
by_aws_backup if is_string(input.instance.aws_backup_recovery_point_arn)

message := "off" if input.backup_retention_period == 0

message := "short" if {
	input.backup_retention_period > 0
	not by_aws_backup
}

message := "managed" if {
	input.backup_retention_period > 0
	by_aws_backup
}

deny contains {
	"facts": ["backup_retention_period"],
	"message": message,
	"args": {
		"days": input.backup_retention_period,
		"wanted": input.params.min_days,
		"environment": input.environment,
	},
} if {
	input.backup_retention_period < input.params.min_days
}
