# METADATA
# title: Read-only endpoint of a proxy has no reader behind it
# description: >-
#   A read-only endpoint of an RDS Proxy sends connections to readers of the proxy's Aurora or Multi-AZ
#   cluster. Without any reader, as with a plain instance or a cluster of writers, each connection fails at
#   once; with readers of which none is available it waits until the borrow timeout. The members of the
#   cluster decide, their state, and the proxy's checks of health.
# custom:
#   id: rdsproxy-readonly-endpoint-has-reader
#   severities: [high, medium]
#   subject: rds.db_proxy_endpoint
#   applies: {needs: [target_role]}
#   needs:
#     - db_proxy_endpoint_name
#     - proxy.db_proxy_name
#     - proxy.clusters[].db_cluster_identifier
#     - proxy.clusters[].readers[].db_instance_identifier
#     - proxy.clusters[].readers[].db_instance_status
#     - proxy.instances[].db_instance_identifier
#     - proxy.has_available_reader
#   messages:
#     no_target: "Read-only endpoint {endpoint}: no database is registered with {proxy}"
#     plain_instance: "Read-only endpoint {endpoint}: {proxy} is registered with {instances}, outside of any cluster, which has no reader"
#     no_reader: "Read-only endpoint {endpoint}: {clusters} behind {proxy} has no reader"
#     not_available: "Read-only endpoint {endpoint}: no reader behind {proxy} is available; there are {readers}"
#   frameworks:
#     pci-dss-4.0: ["2.2.1"]
#     nist-800-53-r5: ["CP-10", "SC-7"]
#     soc2: ["A1.2"]
#     iso-27001-2022: ["A.8.14", "A.8.20"]
#   remediation:
#     text: >-
#       Add a reader to the cluster, or bring the ones that it has back; if reads are to go to the writer,
#       delete the endpoint and use the proxy's default one.
#     cli: |
#       aws rds create-db-instance --db-cluster-identifier CLUSTER --db-instance-identifier CLUSTER-reader \
#         --engine aurora-postgresql --db-instance-class db.serverless
#       aws rds describe-db-proxy-targets --db-proxy-name PROXY
#     terraform: |
#       resource "aws_rds_cluster_instance" "reader" {
#         identifier         = "CLUSTER-reader"
#         cluster_identifier = aws_rds_cluster.this.id
#         engine             = aws_rds_cluster.this.engine
#         instance_class     = "db.serverless"
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-endpoints.html
package assize.rds.rdsproxy_readonly_endpoint_has_reader

# The default endpoint of a proxy is always one for reading and writing.
applies if input.target_role == "READ_ONLY"

clusters := [cluster.db_cluster_identifier | some cluster in input.proxy.clusters]

instances := [instance.db_instance_identifier | some instance in input.proxy.instances]

readers := [sprintf("%s (%s)", [reader.db_instance_identifier, reader.db_instance_status]) |
	some cluster in input.proxy.clusters
	some reader in cluster.readers
]

reader_facts := [sprintf("proxy.clusters[%d].readers", [i]) | some i, _ in input.proxy.clusters]

deny contains {
	"facts": ["proxy.clusters", "proxy.instances"],
	"message": "no_target",
	"args": {"endpoint": input.db_proxy_endpoint_name, "proxy": input.proxy.db_proxy_name},
	"severity": "high",
} if {
	count(clusters) == 0
	count(instances) == 0
}

deny contains {
	"facts": [sprintf("proxy.instances[%d].db_instance_identifier", [i]) | some i, _ in instances],
	"message": "plain_instance",
	"args": {
		"endpoint": input.db_proxy_endpoint_name,
		"proxy": input.proxy.db_proxy_name,
		"instances": instances,
	},
	"severity": "high",
} if {
	count(clusters) == 0
	count(instances) > 0
}

deny contains {
	"facts": reader_facts,
	"message": "no_reader",
	"args": {
		"endpoint": input.db_proxy_endpoint_name,
		"proxy": input.proxy.db_proxy_name,
		"clusters": clusters,
	},
	"severity": "high",
} if {
	count(clusters) > 0
	count(readers) == 0
}

deny contains {
	"facts": array.concat(["proxy.has_available_reader"], reader_facts),
	"message": "not_available",
	"args": {
		"endpoint": input.db_proxy_endpoint_name,
		"proxy": input.proxy.db_proxy_name,
		"readers": readers,
	},
	"severity": "medium",
} if {
	count(readers) > 0
	input.proxy.has_available_reader == false
}
