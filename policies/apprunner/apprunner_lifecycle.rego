# METADATA
# title: App Runner is closed to new customers
# description: >-
#   Since 30 April 2026 App Runner takes no new customers; services that run go on. AWS names Amazon
#   ECS, in its Express Mode, as the place to go to.
# custom:
#   id: apprunner-lifecycle
#   severities: [info]
#   subject: apprunner.service
#   applies:
#     needs:
#       - status
#   needs:
#     - service_name
#   params:
#     move_planned:
#       {type: boolean, default: false, description: "Whether the move is planned, so that this need not be said any more"}
#   messages:
#     closed: "{service} runs on App Runner, which takes no new customers since 2026-04-30"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Plan the move of the service to Amazon ECS, for instance in Express Mode.
#     cli: |
#       aws apprunner describe-service --service-arn SERVICE_ARN --query Service.SourceConfiguration
#       aws ecs create-express-gateway-service --generate-cli-skeleton
#     terraform: |
#       resource "aws_ecs_service" "this" {
#         name            = "web"
#         cluster         = aws_ecs_cluster.this.id
#         task_definition = aws_ecs_task_definition.web.arn
#         launch_type     = "FARGATE"
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/apprunner-availability-change.html
package assize.apprunner.apprunner_lifecycle

applies if input.status != "DELETED"

deny contains {
	"facts": ["status"],
	"message": "closed",
	"args": {"service": input.service_name},
} if {
	input.params.move_planned == false
}
