# METADATA
# title: Database behind a proxy is not available to it
# description: >-
#   The proxy checks each instance that it sends connections to. One that is unavailable gets none, and the
#   reason says whether the network, the login or the database is at fault. An instance that is registering,
#   or that waits for capacity of the proxy, is not judged until that has ended, nor is a proxy that is made,
#   changed or deleted. A proxy that lacks network or capacity, or is suspended, serves nobody. The row that
#   stands for a whole cluster has no health.
# custom:
#   id: rdsproxy-target-health
#   severities: [high, info]
#   subject: rds.db_proxy
#   applies: {needs: ["targets[].target_type"]}
#   needs:
#     - db_proxy_name
#     - settled_status
#     - settled_targets[].rds_resource_id
#     - settled_targets[].state
#     - settled_targets[].reason
#   messages:
#     unreachable: "{target} is unavailable to {proxy}: the proxy cannot reach it over the network"
#     auth_failure: "{target} is unavailable to {proxy}: the proxy cannot log in, its secret or its access to it is wrong"
#     unavailable: "{target} is unavailable to {proxy}: {reason}"
#     no_reason: "{target} is unavailable to {proxy}, no reason is told"
#     status: "{proxy} is {status}: nobody gets through it to its databases"
#     unused: "{target} is registered with {proxy} and not used"
#   frameworks:
#     pci-dss-4.0: ["2.2.1"]
#     nist-800-53-r5: ["CP-10", "SC-7"]
#     soc2: ["A1.2"]
#     iso-27001-2022: ["A.8.14", "A.8.20"]
#   remediation:
#     text: >-
#       UNREACHABLE: admit the proxy's security group to the database's port, and look at routes and network
#       ACLs between their subnets. AUTH_FAILURE: put the database's user and password into the secret, and let
#       the proxy's role read and decrypt it. Otherwise look at the state of the instance; register it anew if
#       it was replaced. A proxy that is not available itself lacks free addresses in its subnets
#       (incompatible-network) or a quota (insufficient-resource-limits).
#     cli: |
#       aws rds describe-db-proxy-targets --db-proxy-name PROXY --query 'Targets[].[RdsResourceId,TargetHealth]'
#       aws ec2 authorize-security-group-ingress --group-id DATABASE_GROUP --protocol tcp --port 5432 --source-group PROXY_GROUP
#       aws rds register-db-proxy-targets --db-proxy-name PROXY --db-cluster-identifiers CLUSTER
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "database_from_proxy" {
#         security_group_id            = aws_security_group.database.id
#         referenced_security_group_id = aws_security_group.proxy.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#       }
#
#       resource "aws_db_proxy_target" "this" {
#         db_proxy_name         = aws_db_proxy.this.name
#         target_group_name     = aws_db_proxy_default_target_group.this.name
#         db_cluster_identifier = aws_rds_cluster.this.id
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_TargetHealth.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxy.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
package assize.rds.rdsproxy_target_health

applies if {
	some target in input.targets
	target.target_type == "RDS_INSTANCE"
}

deny contains {
	"facts": ["settled_status"],
	"message": "status",
	"args": {"proxy": input.db_proxy_name, "status": input.settled_status},
	"severity": "high",
	"key": "proxy/status",
} if {
	input.settled_status != "available"
}

deny contains {
	"facts": array.concat([sprintf("settled_targets[%d].state", [i])], why),
	"message": message(target.reason),
	"args": {"target": target.rds_resource_id, "proxy": input.db_proxy_name, "reason": target.reason},
	"severity": "high",
	"key": target.rds_resource_id,
} if {
	some i, target in input.settled_targets
	target.state == "UNAVAILABLE"
	why := [sprintf("settled_targets[%d].reason", [i]) | is_string(target.reason)]
}

deny contains {
	"facts": [sprintf("settled_targets[%d].state", [i])],
	"message": "unused",
	"args": {"target": target.rds_resource_id, "proxy": input.db_proxy_name},
	"severity": "info",
	"key": target.rds_resource_id,
} if {
	some i, target in input.settled_targets
	target.state == "UNUSED"
}

message("UNREACHABLE") := "unreachable"

message("AUTH_FAILURE") := "auth_failure"

message(null) := "no_reason"

message(reason) := "unavailable" if {
	is_string(reason)
	not reason in ["UNREACHABLE", "AUTH_FAILURE"]
}
