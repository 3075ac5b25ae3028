# METADATA
# title: Sessions of ECS Exec are not written down, not encrypted, or open in production
# description: >-
#   ECS Exec lets people run commands in containers. What they do is written down by the task's own
#   awslogs driver unless the cluster says otherwise: with NONE it is not, nor where no container has that
#   driver, nor with OVERRIDE where the cluster names no log group and no bucket. Sessions can be
#   encrypted with a key of the account, and what is written down in a bucket or log group too. In
#   production, ECS Exec is an exception that somebody should have accepted.
# custom:
#   id: ecs-exec-audited
#   severities: [medium, low]
#   subject: ecs.cluster
#   applies: {needs: ["exec_workloads[].arn"]}
#   needs:
#     - cluster_name
#     - environment
#     - exec_workloads[].arn
#     - exec_workloads[].has_awslogs
#     - configuration.execute_command_configuration.logging
#     - configuration.execute_command_configuration.kms_key_id
#     - configuration.execute_command_configuration.log_configuration.cloud_watch_log_group_name
#     - configuration.execute_command_configuration.log_configuration.cloud_watch_encryption_enabled
#     - configuration.execute_command_configuration.log_configuration.s3_bucket_name
#     - configuration.execute_command_configuration.log_configuration.s3_encryption_enabled
#   messages:
#     nowhere: "{cluster} is to write sessions of ECS Exec to a place of its own and names none, and it is on in {workloads}"
#     none: "{cluster} writes no session of ECS Exec down, and it is on in {workloads}"
#     no_driver: "{cluster} leaves sessions of ECS Exec to the log driver awslogs, which no container of {workload} has"
#     no_key: "{cluster} encrypts sessions of ECS Exec with no key of the account"
#     not_encrypted: "{cluster} writes sessions of ECS Exec to {to} without encryption"
#     production: "ECS Exec is on in production: {workload} in {cluster}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Let the cluster write sessions to an encrypted log group or bucket and encrypt them with a key of
#       yours. Turn ECS Exec off in production, or accept it with a waiver.
#     cli: |
#       aws ecs update-cluster --cluster CLUSTER --configuration 'executeCommandConfiguration={kmsKeyId=KEY_ARN,logging=OVERRIDE,
#         logConfiguration={cloudWatchLogGroupName=LOG_GROUP,cloudWatchEncryptionEnabled=true}}'
#       aws ecs update-service --cluster CLUSTER --service SERVICE --disable-execute-command --force-new-deployment
#     terraform: |
#       resource "aws_ecs_cluster" "this" {
#         name = "CLUSTER"
#         configuration {
#           execute_command_configuration {
#             kms_key_id = aws_kms_key.exec.arn
#             logging    = "OVERRIDE"
#             log_configuration {
#               cloud_watch_log_group_name     = aws_cloudwatch_log_group.exec.name
#               cloud_watch_encryption_enabled = true
#             }
#           }
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
#     - https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html
package assize.ecs.ecs_exec_audited

applies if count(input.exec_workloads) > 0

# What a cluster does that says nothing.
default logging := "DEFAULT"

logging := input.configuration.execute_command_configuration.logging if {
	is_string(input.configuration.execute_command_configuration.logging)
}

deny contains {
	"facts": ["configuration.execute_command_configuration.logging", "exec_workloads"],
	"message": "none",
	"args": {"cluster": input.cluster_name, "workloads": [one.arn | some one in input.exec_workloads]},
	"severity": "medium",
	"key": "logging",
} if {
	logging == "NONE"
}

names_place if {
	name := input.configuration.execute_command_configuration.log_configuration.cloud_watch_log_group_name
	is_string(name)
	name != ""
}

names_place if {
	name := input.configuration.execute_command_configuration.log_configuration.s3_bucket_name
	is_string(name)
	name != ""
}

deny contains {
	"facts": ["configuration.execute_command_configuration.logging", "exec_workloads"],
	"message": "nowhere",
	"args": {"cluster": input.cluster_name, "workloads": [one.arn | some one in input.exec_workloads]},
	"severity": "medium",
	"key": "logging",
} if {
	logging == "OVERRIDE"
	not names_place
}

deny contains {
	"facts": [sprintf("exec_workloads[%d].has_awslogs", [i])],
	"message": "no_driver",
	"args": {"cluster": input.cluster_name, "workload": one.arn},
	"severity": "medium",
	"key": sprintf("driver/%s", [one.arn]),
} if {
	logging == "DEFAULT"
	some i, one in input.exec_workloads
	one.has_awslogs == false
}

has_key if is_string(input.configuration.execute_command_configuration.kms_key_id)

deny contains {
	"facts": ["exec_workloads"],
	"message": "no_key",
	"args": {"cluster": input.cluster_name},
	"severity": "low",
	"key": "key",
} if {
	count(input.exec_workloads) > 0
	not has_key
}

deny contains {
	"facts": ["configuration.execute_command_configuration.log_configuration.cloud_watch_encryption_enabled"],
	"message": "not_encrypted",
	"args": {
		"cluster": input.cluster_name,
		"to": input.configuration.execute_command_configuration.log_configuration.cloud_watch_log_group_name,
	},
	"severity": "low",
	"key": "log-group",
} if {
	logging == "OVERRIDE"
	is_string(input.configuration.execute_command_configuration.log_configuration.cloud_watch_log_group_name)
	input.configuration.execute_command_configuration.log_configuration.cloud_watch_encryption_enabled == false
}

deny contains {
	"facts": ["configuration.execute_command_configuration.log_configuration.s3_encryption_enabled"],
	"message": "not_encrypted",
	"args": {
		"cluster": input.cluster_name,
		"to": input.configuration.execute_command_configuration.log_configuration.s3_bucket_name,
	},
	"severity": "low",
	"key": "bucket",
} if {
	logging == "OVERRIDE"
	is_string(input.configuration.execute_command_configuration.log_configuration.s3_bucket_name)
	input.configuration.execute_command_configuration.log_configuration.s3_encryption_enabled == false
}

deny contains {
	"facts": [sprintf("exec_workloads[%d].arn", [i])],
	"message": "production",
	"args": {"cluster": input.cluster_name, "workload": one.arn},
	"severity": "medium",
	"key": sprintf("production/%s", [one.arn]),
} if {
	input.environment == "prod"
	some i, one in input.exec_workloads
}
