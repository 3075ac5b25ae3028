# METADATA
# title: Task role does not fit ECS Exec
# description: >-
#   Sessions of ECS Exec are opened with the task role, not with the execution role: it must be allowed
#   four actions of ssmmessages. Judged are its policies with denials, its boundary and the service
#   control policies; where a condition decides, nobody knows. The other way round, a role that may call
#   them while ECS Exec is off wherever it is used has more than it needs.
# custom:
#   id: ecs-exec-task-role
#   severities: [medium, low]
#   subject: ecs.workload
#   needs:
#     - name
#     - exec_enabled
#     - role_serves_exec
#     - definition.task_role_arn
#     - exec_actions[].action
#     - exec_actions[].allowed
#     - exec_actions[].why
#   messages:
#     no_role: "{name} has ECS Exec on and no task role"
#     denied: "{role}, the task role of {name}, may not call {action}: {why}"
#     idle: "{role}, the task role of {name}, may open sessions of ECS Exec, which is off wherever it is used"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Let the task role call the four actions, or take them away where ECS Exec is off.
#     cli: |
#       aws iam put-role-policy --role-name TASK_ROLE --policy-name ecs-exec --policy-document file://policy.json
#     terraform: |
#       resource "aws_iam_role_policy" "ecs_exec" {
#         role = aws_iam_role.task.id
#         policy = jsonencode({
#           Version = "2012-10-17"
#           Statement = [{
#             Effect = "Allow"
#             Action = [
#               "ssmmessages:CreateControlChannel",
#               "ssmmessages:CreateDataChannel",
#               "ssmmessages:OpenControlChannel",
#               "ssmmessages:OpenDataChannel",
#             ]
#             Resource = "*"
#           }]
#         })
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
package assize.ecs.ecs_exec_task_role

deny contains {
	"facts": ["definition.task_role_arn", "exec_enabled"],
	"message": "no_role",
	"args": {"name": input.name},
	"severity": "medium",
	"key": "role",
} if {
	input.exec_enabled == true
	is_null(input.definition.task_role_arn)
}

deny contains {
	"facts": [sprintf("exec_actions[%d].allowed", [i])],
	"message": "denied",
	"args": {
		"name": input.name,
		"role": input.definition.task_role_arn,
		"action": action.action,
		"why": action.why,
	},
	"severity": "medium",
	"key": action.action,
} if {
	input.exec_enabled == true
	some i, action in input.exec_actions
	action.allowed == false
}

allowed := [i | some i, action in input.exec_actions; action.allowed == true]

deny contains {
	"facts": array.concat(["role_serves_exec"], [sprintf("exec_actions[%d].allowed", [i]) | some i in allowed]),
	"message": "idle",
	"args": {"name": input.name, "role": input.definition.task_role_arn},
	"severity": "low",
	"key": "idle",
} if {
	input.exec_enabled == false
	input.role_serves_exec == false
	count(allowed) == 4
}
