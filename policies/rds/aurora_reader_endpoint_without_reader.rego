# METADATA
# title: Reader's name of an Aurora cluster is used and no reader stands behind it
# description: >-
#   Without a reader Aurora answers the name for readers with the writer: what should only read loads the
#   writer, and may write. The name counts as used if a variable of a container, a function or a service
#   of App Runner has it, a resource endpoint, a resource configuration or a record leads to it, or there is
#   a custom endpoint for readers; names in secrets are not read. If nothing is known to use it, that is worth
#   knowing and no more. A reader counts while its state is `available`; while the only ones are being made, modified or
#   restarted, nobody can tell.
# custom:
#   id: aurora-reader-endpoint-without-reader
#   severities: [medium, info]
#   subject: rds.db_cluster
#   applies: {needs: ["engine", "reader_endpoint"]}
#   needs:
#     - db_cluster_identifier
#     - readers[].db_instance_identifier
#     - readers[].db_instance_status
#     - has_available_reader
#     - reader_endpoint_use.user
#     - reader_endpoint_use.how
#     - reader_endpoint_use.name
#   messages:
#     used: "{name} of {cluster}, which has no reader, is used by {user} ({how}): the writer answers it"
#     unavailable: "{name} of {cluster} is used by {user} ({how}), and none of its readers is available: {readers}"
#     unused: "{cluster} has no reader, so that the writer answers its name for readers; nothing is known to use it"
#   frameworks:
#     pci-dss-4.0: ["2.2.1"]
#     nist-800-53-r5: ["CP-10", "SC-7"]
#     soc2: ["A1.2"]
#     iso-27001-2022: ["A.8.14", "A.8.20"]
#   remediation:
#     text: >-
#       Add a reader to the cluster, or let those who use the name use the writer's.
#     cli: |
#       aws rds create-db-instance --db-cluster-identifier CLUSTER --db-instance-identifier CLUSTER-reader \
#         --engine aurora-postgresql --db-instance-class db.serverless
#     terraform: |
#       resource "aws_rds_cluster_instance" "this" {
#         count              = 2
#         identifier         = "CLUSTER-${count.index}"
#         cluster_identifier = aws_rds_cluster.this.id
#         engine             = aws_rds_cluster.this.engine
#         instance_class     = "db.serverless"
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Reader.html
package assize.rds.aurora_reader_endpoint_without_reader

applies if {
	startswith(input.engine, "aurora")
	is_string(input.reader_endpoint)
}

used if is_object(input.reader_endpoint_use)

deny contains {
	"facts": ["readers", "reader_endpoint_use"],
	"message": "used",
	"args": {
		"cluster": input.db_cluster_identifier,
		"name": input.reader_endpoint_use.name,
		"user": input.reader_endpoint_use.user,
		"how": input.reader_endpoint_use.how,
	},
	"severity": "medium",
} if {
	count(input.readers) == 0
	used
}

deny contains {
	"facts": array.concat(
		["reader_endpoint_use", "has_available_reader"],
		[sprintf("readers[%d].db_instance_status", [i]) | some i, _ in input.readers],
	),
	"message": "unavailable",
	"args": {
		"cluster": input.db_cluster_identifier,
		"name": input.reader_endpoint_use.name,
		"user": input.reader_endpoint_use.user,
		"how": input.reader_endpoint_use.how,
		"readers": [sprintf("%s (%s)", [reader.db_instance_identifier, reader.db_instance_status]) | some reader in input.readers],
	},
	"severity": "medium",
} if {
	count(input.readers) > 0
	input.has_available_reader == false
	used
}

deny contains {
	"facts": ["readers"],
	"message": "unused",
	"args": {"cluster": input.db_cluster_identifier},
	"severity": "info",
} if {
	count(input.readers) == 0
	not used
}
