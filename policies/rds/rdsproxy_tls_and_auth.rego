# METADATA
# title: Proxy takes connections without TLS, or writes down statements
# description: >-
#   A proxy that does not require TLS lets clients send passwords and data in the clear. One that logs
#   for debugging writes the text of statements into its logs; RDS turns that off by itself after a day.
#   If clients are to log in with IAM, each way to log in must require it, or the proxy as a whole.
# custom:
#   id: rdsproxy-tls-and-auth
#   severities: [medium, low]
#   subject: rds.db_proxy
#   needs:
#     - db_proxy_name
#     - require_tls
#     - debug_logging
#     - default_auth_scheme
#     - auth[].iam_auth
#   params:
#     require_iam: {type: boolean, default: false, description: Whether clients must log in with IAM}
#   messages:
#     tls: "{proxy} takes connections without TLS"
#     debug: "{proxy} writes the statements that it forwards into its logs"
#     iam: "{proxy} lets clients log in without IAM"
#   frameworks:
#     fsbp: ["RDS.43"]
#     pci-dss-4.0: ["2.2.1"]
#     nist-800-53-r5: ["CP-10", "SC-7"]
#     soc2: ["A1.2"]
#     iso-27001-2022: ["A.8.14", "A.8.20"]
#   remediation:
#     text: >-
#       Require TLS, and turn logging for debugging off. Require IAM where clients are to log in with it.
#     cli: |
#       aws rds modify-db-proxy --db-proxy-name PROXY --require-tls --no-debug-logging
#     terraform: |
#       resource "aws_db_proxy" "this" {
#         # ...
#         require_tls   = true
#         debug_logging = false
#         auth {
#           iam_auth   = "REQUIRED"
#           secret_arn = aws_secretsmanager_secret.this.arn
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html#rds-proxy-security
#     - https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxy.html
package assize.rds.rdsproxy_tls_and_auth

deny contains {
	"facts": ["require_tls"],
	"message": "tls",
	"args": {"proxy": input.db_proxy_name},
	"severity": "medium",
	"key": "tls",
} if {
	input.require_tls == false
}

deny contains {
	"facts": ["debug_logging"],
	"message": "debug",
	"args": {"proxy": input.db_proxy_name},
	"severity": "low",
	"key": "debug-logging",
} if {
	input.debug_logging == true
}

by_iam if input.default_auth_scheme == "IAM_AUTH"

by_iam if {
	count(input.auth) > 0
	every way in input.auth {
		way.iam_auth == "REQUIRED"
	}
}

deny contains {
	"facts": ["auth", "default_auth_scheme"],
	"message": "iam",
	"args": {"proxy": input.db_proxy_name},
	"severity": "medium",
	"key": "iam",
} if {
	input.params.require_iam == true
	not by_iam
}
