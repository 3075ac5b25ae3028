# METADATA
# title: Service is checked by TCP only, keeps no log or keeps it for ever, or has one instance in production
# description: >-
#   A check by TCP passes as long as something listens, however broken it is; every service of App
#   Runner speaks HTTP, so it can be asked for a page. The log of the application is missing, or is kept
#   without end. In production one instance has no other beside it. Without tracing, requests cannot be
#   followed (for information). Whether the page that is asked for says something of the service's
#   health is not judged.
# custom:
#   id: apprunner-healthcheck-logs-scaling
#   severities: [low, info]
#   subject: apprunner.service
#   applies:
#     needs:
#       - status
#   needs:
#     - service_name
#     - health_check_protocol
#     - health_check_path
#     - application_log_group.log_group_name
#     - application_log_group.retention_in_days
#     - auto_scaling_configuration.min_size
#     - observability_enabled
#     - environment
#   params:
#     min_instances:
#       {type: integer, default: 1, min: 1, description: How many instances must run at least, by_environment: {prod: 2}}
#   messages:
#     tcp: "{service} is checked by TCP only: one that listens and answers errors counts as healthy"
#     path: "{service} has the path {path} for its health check and is checked by TCP, which asks for no path"
#     no_log: "the log group of the application of {service} does not exist"
#     retention: "{group} keeps events for ever"
#     single: "{service} runs {min} instances at least, fewer than {wanted} (environment: {environment})"
#     tracing: "requests of {service} are not traced"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Check the health by HTTP and a path that fails when the service cannot work; give the log group a
#       retention; in production keep two instances at least.
#     cli: |
#       aws apprunner update-service --service-arn SERVICE_ARN --health-check-configuration Protocol=HTTP,Path=/api/v1/health
#       aws logs put-retention-policy --log-group-name /aws/apprunner/NAME/ID/application --retention-in-days 90
#       aws apprunner create-auto-scaling-configuration --auto-scaling-configuration-name NAME --min-size 2 --max-size 10
#     terraform: |
#       resource "aws_apprunner_service" "this" {
#         # ...
#         auto_scaling_configuration_arn = aws_apprunner_auto_scaling_configuration_version.this.arn
#
#         health_check_configuration {
#           protocol = "HTTP"
#           path     = "/api/v1/health"
#         }
#       }
#
#       resource "aws_apprunner_auto_scaling_configuration_version" "this" {
#         auto_scaling_configuration_name = "web"
#         min_size                        = 2
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/manage-configure-healthcheck.html
#     - https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cwl.html
#     - https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html
package assize.apprunner.apprunner_healthcheck_logs_scaling

applies if input.status != "DELETED"

deny contains {
	"facts": ["health_check_protocol", "health_check_path"],
	"message": {true: "path", false: "tcp"}[has_own_path],
	"args": {"service": input.service_name, "path": input.health_check_path},
	"severity": "low",
	"key": "health",
} if {
	input.health_check_protocol == "TCP"
}

default has_own_path := false

has_own_path if input.health_check_path != "/"

deny contains {
	"facts": ["application_log_group"],
	"message": "no_log",
	"args": {"service": input.service_name},
	"severity": "low",
	"key": "log",
} if {
	not input.application_log_group.log_group_name
}

deny contains {
	"facts": ["application_log_group.retention_in_days"],
	"message": "retention",
	"args": {"group": input.application_log_group.log_group_name},
	"severity": "low",
	"key": "log",
} if {
	input.application_log_group.log_group_name
	is_null(input.application_log_group.retention_in_days)
}

deny contains {
	"facts": ["auto_scaling_configuration.min_size"],
	"message": "single",
	"args": {
		"service": input.service_name,
		"min": input.auto_scaling_configuration.min_size,
		"wanted": input.params.min_instances,
		"environment": input.environment,
	},
	"severity": "low",
	"key": "instances",
} if {
	input.auto_scaling_configuration.min_size < input.params.min_instances
}

deny contains {
	"facts": ["observability_enabled"],
	"message": "tracing",
	"args": {"service": input.service_name},
	"severity": "info",
	"key": "tracing",
} if {
	input.observability_enabled == false
}
