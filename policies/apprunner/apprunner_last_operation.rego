# METADATA
# title: Latest deployment of a service did not succeed
# description: >-
#   The latest operation that deploys (making the service, updating it, deploying it anew) failed or was
#   rolled back: what runs is not what was asked for. A deployment that has not ended is not judged, nor
#   is pausing, resuming and deleting.
# custom:
#   id: apprunner-last-operation
#   severities: [medium]
#   subject: apprunner.service
#   applies:
#     needs:
#       - status
#       - latest_deployment.operation_type
#   needs:
#     - service_name
#     - latest_deployment.status
#   messages:
#     failed: "{operation} of {service} ended as {status}: what runs is not what was asked for"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Look at the events and logs of the deployment, mend what they say, and deploy again.
#     cli: |
#       aws apprunner list-operations --service-arn SERVICE_ARN --max-results 5
#       aws logs tail /aws/apprunner/NAME/ID/service --since 1d
#       aws apprunner start-deployment --service-arn SERVICE_ARN
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/api/API_OperationSummary.html
package assize.apprunner.apprunner_last_operation

applies if {
	input.status != "DELETED"
	is_string(input.latest_deployment.operation_type)
}

deny contains {
	"facts": ["latest_deployment.operation_type", "latest_deployment.status"],
	"message": "failed",
	"args": {
		"operation": input.latest_deployment.operation_type,
		"service": input.service_name,
		"status": input.latest_deployment.status,
	},
} if {
	input.latest_deployment.status in ["FAILED", "ROLLBACK_SUCCEEDED", "ROLLBACK_FAILED"]
}
