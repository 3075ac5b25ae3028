# METADATA
# title: Environment of a service holds a credential, cannot get its secrets, or names a database that is not there
# description: >-
#   A value that looks like a credential stands in the plain environment, where everybody who may
#   describe the service reads it. A secret or parameter is to be filled in and the service has no role
#   that could read it, one that is gone, or one whose policies do not let it. A name of RDS leads to no
#   database of its account and region. Policies of secrets and keys, and what stands inside of secrets,
#   are not judged; nor is the environment of a service that keeps its configuration in its source
#   repository: that one stays unknown.
# custom:
#   id: apprunner-plaintext-secrets
#   severities: [high]
#   subject: apprunner.service
#   applies:
#     needs:
#       - status
#   needs:
#     - service_name
#     - environment_variables[].name
#     - environment_variables[].kind
#     - environment_variables[].credential_pattern
#     - instance_role_arn
#     - instance_role.role_name
#     - unreadable_secrets[].variable
#     - unreadable_secrets[].reference_arn
#     - unreadable_secrets[].why
#     - absent_databases[].variable
#     - absent_databases[].host
#   messages:
#     plain: "{variable} of {service} holds what looks like a credential ({pattern}) in plain text"
#     no_role: "{service} fills {variables} from secrets or parameters and has no instance role to read them with"
#     role_gone: "{service} fills {variables} from secrets or parameters, and its instance role {role} does not exist"
#     unreadable: "{variable} of {service} is to be filled from {reference}, which its instance role may not read: {why}"
#     absent: "{variable} of {service} names {host}, which no database of its account and region has"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Put the credential into a secret, rotate it, and name the secret in RuntimeEnvironmentSecrets; give
#       the service an instance role that may read it. Mend names of databases that are gone.
#     cli: |
#       aws secretsmanager create-secret --name NAME --secret-string file://value
#       aws apprunner update-service --service-arn SERVICE_ARN --instance-configuration InstanceRoleArn=ROLE_ARN \
#         --source-configuration '{"ImageRepository":{"ImageIdentifier":"IMAGE","ImageRepositoryType":"ECR","ImageConfiguration":{"RuntimeEnvironmentSecrets":{"DATABASE_URL":"SECRET_ARN"}}}}'
#     terraform: |
#       resource "aws_apprunner_service" "this" {
#         # ...
#         instance_configuration {
#           instance_role_arn = aws_iam_role.instance.arn
#         }
#
#         source_configuration {
#           image_repository {
#             # ...
#             image_configuration {
#               runtime_environment_secrets = {
#                 DATABASE_URL = aws_secretsmanager_secret.database_url.arn
#               }
#             }
#           }
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.EndpointAndPort.html
package assize.apprunner.apprunner_plaintext_secrets

applies if input.status != "DELETED"

filled := [i | some i, variable in input.environment_variables; variable.kind != "plain"]

names := [variable.name | some variable in input.environment_variables; variable.kind != "plain"]

deny contains {
	"facts": [sprintf("environment_variables[%d].credential_pattern", [i])],
	"message": "plain",
	"args": {"service": input.service_name, "variable": variable.name, "pattern": variable.credential_pattern},
	"key": sprintf("plain %s", [variable.name]),
} if {
	some i, variable in input.environment_variables
	variable.kind == "plain"
	is_string(variable.credential_pattern)
}

deny contains {
	"facts": array.concat(
		["instance_role_arn"],
		[sprintf("environment_variables[%d].kind", [i]) | some i in filled],
	),
	"message": "no_role",
	"args": {"service": input.service_name, "variables": names},
	"key": "role",
} if {
	count(filled) > 0
	is_null(input.instance_role_arn)
}

deny contains {
	"facts": array.concat(
		["instance_role_arn", "instance_role"],
		[sprintf("environment_variables[%d].kind", [i]) | some i in filled],
	),
	"message": "role_gone",
	"args": {"service": input.service_name, "variables": names, "role": input.instance_role_arn},
	"key": "role",
} if {
	count(filled) > 0
	is_string(input.instance_role_arn)
	not input.instance_role.role_name
}

deny contains {
	"facts": [sprintf("unreadable_secrets[%d].reference_arn", [i]), sprintf("unreadable_secrets[%d].why", [i])],
	"message": "unreadable",
	"args": {
		"service": input.service_name,
		"variable": secret.variable,
		"reference": secret.reference_arn,
		"why": secret.why,
	},
	"key": sprintf("unreadable %s", [secret.variable]),
} if {
	some i, secret in input.unreadable_secrets
}

# Several variables may name a host.
naming(host) := {i: absent.variable | some i, absent in input.absent_databases; absent.host == host}

deny contains {
	"facts": [sprintf("absent_databases[%d].host", [i]) | some i, _ in variables],
	"message": "absent",
	"args": {
		"service": input.service_name,
		"variable": concat(", ", sort({variable | some variable in variables})),
		"host": absent.host,
	},
	"key": sprintf("absent %s", [absent.host]),
} if {
	some absent in input.absent_databases
	variables := naming(absent.host)
}
