# METADATA
# title: IAM authentication of a database is off
# description: >-
#   Without it every client needs a password that lives long, is copied, and is rotated by hand; with it a role is enough,
#   and tokens live for 15 minutes. Of a cluster its own flag counts, not those of its members. Only engines that have
#   IAM authentication are judged. Whether the users of the database are granted it (`rds_iam`) is told by no API.
# custom:
#   id: rds-iam-auth
#   severities: [medium]
#   subject: rds.database
#   applies: {needs: [engine]}
#   needs: [iam_database_authentication_enabled]
#   wants: [cluster.pending_modified_values.iam_database_authentication_enabled]
#   messages:
#     "off": "IAM authentication is off"
#     pending: "IAM authentication is off until the change that waits for the maintenance window is made"
#   frameworks:
#     fsbp: ["RDS.10", "RDS.12"]
#     pci-dss-4.0: ["7.2.1", "7.2.2", "7.2.5", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "8.2.8", "8.3.4"]
#     nist-800-53-r5: ["CM-6", "CP-9", "SI-2"]
#     soc2: ["A1.2", "CC7.1"]
#     iso-27001-2022: ["A.8.9", "A.8.13", "A.8.14"]
#   remediation:
#     text: >-
#       Switch it on, of a cluster at the cluster; grant rds_iam (PostgreSQL) or AWSAuthenticationPlugin (MySQL, MariaDB)
#       to the users, and rds-db:connect to the roles that connect as them.
#     cli: |
#       aws rds modify-db-cluster --db-cluster-identifier CLUSTER --enable-iam-database-authentication --apply-immediately
#       aws rds modify-db-instance --db-instance-identifier INSTANCE --enable-iam-database-authentication \
#         --apply-immediately
#     terraform: |
#       resource "aws_rds_cluster" "db" { # and aws_db_instance
#         iam_database_authentication_enabled = true
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-10
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-12
package assize.rds.rds_iam_auth

applies if input.engine in {"aurora", "aurora-mysql", "aurora-postgresql", "mariadb", "mysql", "postgres"}

pending if input.cluster.pending_modified_values.iam_database_authentication_enabled == true

message := "pending" if pending

message := "off" if not pending

deny contains {
	"facts": ["iam_database_authentication_enabled"],
	"message": message,
} if {
	input.iam_database_authentication_enabled == false
}
