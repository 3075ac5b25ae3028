# METADATA
# title: Storage of a database is not encrypted
# description: Whoever gets hold of the storage or a snapshot of it can read the data.
# custom:
#   id: storage-not-encrypted
#   severities: [high]
#   subject: rds.database
#   needs: [identifier, engine, storage_encrypted, storage_encryption_type]
package user.bench.storage_not_encrypted

deny contains {
	"facts": ["storage_encrypted"],
	"message": "{name} ({engine}) is not encrypted",
	"args": {"name": input.identifier, "engine": input.engine},
} if {
	not input.storage_encrypted
	input.storage_encryption_type == "none"
}
