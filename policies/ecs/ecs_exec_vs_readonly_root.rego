# METADATA
# title: ECS Exec is on for a container that cannot write to its root
# description: >-
#   The agent of ECS Exec writes to the root of the container; where that is read-only it cannot start,
#   and no session is opened. One of both has to go, for each container: a sidecar may be read-only while
#   the application is not.
# custom:
#   id: ecs-exec-vs-readonly-root
#   severities: [info]
#   subject: ecs.workload
#   applies: {needs: ["exec_enabled"]}
#   needs:
#     - name
#     - exec_enabled
#     - definition.container_definitions[].name
#     - definition.container_definitions[].readonly_root_filesystem
#   partial: deny-stands
#   messages:
#     both: "{container} of {name} cannot write to its root, so that ECS Exec does not work in it"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Turn ECS Exec off where containers are read-only, or let the container write while it is needed.
#     cli: |
#       aws ecs update-service --cluster CLUSTER --service SERVICE --disable-execute-command
#     terraform: |
#       resource "aws_ecs_service" "this" {
#         # ...
#         enable_execute_command = false
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
package assize.ecs.ecs_exec_vs_readonly_root

applies if input.exec_enabled == true

deny contains {
	"facts": [sprintf("definition.container_definitions[%d].readonly_root_filesystem", [i]), "exec_enabled"],
	"message": "both",
	"args": {"container": container.name, "name": input.name},
	"key": container.name,
} if {
	some i, container in input.definition.container_definitions
	container.readonly_root_filesystem == true
}
