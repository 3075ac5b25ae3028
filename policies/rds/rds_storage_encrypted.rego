# METADATA
# title: Database storage is not encrypted
# description: >-
#   The storage of the cluster, or of the instance outside of any cluster, is not encrypted at rest, and with it its
#   backups, its snapshots and its replicas. A key that AWS owns (`sse-rds`) encrypts too, though the older flag
#   says no. The state and the owner of a KMS key are not judged here.
# custom:
#   id: rds-storage-encrypted
#   severities: [high, low]
#   subject: rds.database
#   needs: [storage_encrypted, storage_encryption_type]
#   params:
#     kms_key:
#       {type: boolean, default: false, description: "Whether the key must be one of KMS, not one that AWS owns"}
#   messages:
#     plain: "the storage is not encrypted"
#     owned: "the storage is encrypted with a key that AWS owns, which nobody else can audit or revoke"
#   frameworks:
#     cis-aws-7.0: ["3.2.1"]
#     fsbp: ["RDS.3", "RDS.27"]
#     pci-dss-4.0: ["3.5.1", "8.3.2"]
#     nist-800-53-r5: ["AU-9", "CP-9", "SC-8", "SC-13", "SC-28", "SI-19"]
#     soc2: ["PI1.5"]
#     iso-27001-2022: ["A.8.11", "A.8.24"]
#   remediation:
#     text: >-
#       Encryption is chosen when the storage is made: copy a snapshot with a key, restore it as a new database, and
#       let the applications change over.
#     cli: |
#       aws rds copy-db-snapshot --source-db-snapshot-identifier SNAPSHOT \
#         --target-db-snapshot-identifier SNAPSHOT-encrypted --kms-key-id KEY_ARN
#       aws rds restore-db-instance-from-db-snapshot --db-instance-identifier NEW \
#         --db-snapshot-identifier SNAPSHOT-encrypted
#       aws rds restore-db-cluster-from-snapshot --db-cluster-identifier NEW --engine ENGINE \
#         --snapshot-identifier CLUSTER_SNAPSHOT --kms-key-id KEY_ARN
#     terraform: |
#       resource "aws_rds_cluster" "db" {
#         storage_encrypted = true # a change of this replaces the cluster
#         kms_key_id        = aws_kms_key.db.arn
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-3
package assize.rds.rds_storage_encrypted

deny contains {
	"facts": ["storage_encrypted", "storage_encryption_type"],
	"message": "plain",
	"severity": "high",
} if {
	input.storage_encrypted == false
	not input.storage_encryption_type in {"sse-rds", "sse-kms"}
}

deny contains {
	"facts": ["storage_encryption_type"],
	"message": "owned",
	"severity": "low",
} if {
	input.params.kms_key
	input.storage_encryption_type == "sse-rds"
}
