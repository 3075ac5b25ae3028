# METADATA
# title: Agent of ECS Exec has stopped in a running task
# description: >-
#   In each container of a task with ECS Exec an agent runs that opens sessions. Where it has stopped, no
#   command gets in, and its reason says why: what it did not reach, or that it could not write to the
#   root. An agent that is starting is not judged until it has, and where none is told of a container,
#   nobody knows.
# custom:
#   id: ecs-exec-agent-running
#   severities: [low]
#   subject: ecs.task
#   applies: {needs: ["enable_execute_command", "last_status"]}
#   needs:
#     - settled_exec_agents[].container
#     - settled_exec_agents[].last_status
#     - settled_exec_agents[].reason
#   partial: deny-stands
#   messages:
#     stopped: "The agent of ECS Exec in {container} has stopped: {reason}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Give the task ways to what ECS Exec needs and a role that may call it, then deploy the service
#       anew: the agent is started with the task.
#     cli: |
#       aws ecs update-service --cluster CLUSTER --service SERVICE --force-new-deployment
#     terraform: |
#       resource "aws_ecs_service" "this" {
#         # ...
#         enable_execute_command = true
#         force_new_deployment   = true
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
#     - https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedAgent.html
package assize.ecs.ecs_exec_agent_running

applies if {
	input.enable_execute_command == true
	input.last_status == "RUNNING"
}

deny contains {
	"facts": [sprintf("settled_exec_agents[%d].last_status", [i])],
	"message": "stopped",
	"args": {"container": agent.container, "reason": told(agent.reason)},
	"key": agent.container,
} if {
	some i, agent in input.settled_exec_agents
	agent.last_status == "STOPPED"
}

told(null) := "no reason is told"

told(reason) := reason if is_string(reason)
