# METADATA
# title: Database is not protected from deletion
# description: >-
#   One call, or one plan that replaces the database, deletes it with its automated backups. Of a cluster its own flag
#   counts, not those of its members. Whether a final snapshot would be taken is told by no API, so it cannot be judged.
# custom:
#   id: rds-deletion-protection
#   severities: [medium, low]
#   subject: rds.database
#   needs: [deletion_protection, environment]
#   messages:
#     "off": "deletion protection is off (environment: {environment})"
#   frameworks:
#     fsbp: ["RDS.7", "RDS.8"]
#     pci-dss-4.0: ["2.2.1"]
#     nist-800-53-r5: ["CA-7", "CM-3", "CP-1", "CP-2", "SA-15", "SC-5", "SC-22", "SI-13"]
#     soc2: ["C1.1"]
#     iso-27001-2022: ["A.8.9", "A.8.13", "A.8.14"]
#   remediation:
#     text: Switch deletion protection on, of a cluster at the cluster; it takes effect at once and without a restart.
#     cli: |
#       aws rds modify-db-cluster --db-cluster-identifier CLUSTER --deletion-protection
#       aws rds modify-db-instance --db-instance-identifier INSTANCE --deletion-protection
#     terraform: |
#       resource "aws_rds_cluster" "db" { # and aws_db_instance
#         deletion_protection = true
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-7
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8
package assize.rds.rds_deletion_protection

deny contains {
	"facts": ["deletion_protection"],
	"message": "off",
	"args": {"environment": input.environment},
	"severity": severity,
} if {
	input.deletion_protection == false
	severity := {true: "low", false: "medium"}[input.environment == "dev"]
}
