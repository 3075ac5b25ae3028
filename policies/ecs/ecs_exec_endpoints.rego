# METADATA
# title: ECS Exec is on, and tasks do not get to what it needs
# description: >-
#   The agent of ECS Exec in a task opens a session through ssmmessages; without a way there the command
#   ends with TargetNotConnectedException. Tasks need a way to the internet, or an interface endpoint
#   with private names that admits them on port 443; an endpoint for KMS too if the cluster names a key
#   for sessions, and ways to CloudWatch Logs and S3 where sessions are written down. Endpoints for ssm
#   and ec2messages are named in many guides, and not needed on Fargate; where they are asked for
#   (strict), they count as low.
# custom:
#   id: ecs-exec-endpoints
#   severities: [medium, low]
#   subject: ecs.workload
#   applies: {needs: ["exec_enabled"]}
#   needs:
#     - name
#     - exec_services[].service
#     - exec_services[].subnet_id
#     - exec_services[].because
#     - exec_services[].required
#     - exec_services[].reached
#     - exec_services[].problem
#   partial: deny-stands
#   params:
#     strict: {type: boolean, default: false, description: Whether endpoints for ssm and ec2messages are asked for too}
#   messages:
#     shut: "Tasks of {name} in {subnet} do not get to {service}, {because}: {why}"
#   frameworks:
#     fsbp: ["EC2.57"]
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Make an interface endpoint for ssmmessages in the VPC, with private names and a group that admits
#       the tasks on port 443, or turn ECS Exec off.
#     cli: |
#       aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id VPC_ID --subnet-ids SUBNET_IDS \
#         --service-name com.amazonaws.REGION.ssmmessages --security-group-ids ENDPOINT_GROUP --private-dns-enabled
#     terraform: |
#       resource "aws_vpc_endpoint" "ssmmessages" {
#         vpc_id              = aws_vpc.this.id
#         vpc_endpoint_type   = "Interface"
#         service_name        = "com.amazonaws.REGION.ssmmessages"
#         subnet_ids          = aws_subnet.private[*].id
#         security_group_ids  = [aws_security_group.endpoints.id]
#         private_dns_enabled = true
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
package assize.ecs.ecs_exec_endpoints

applies if input.exec_enabled == true

severity(true) := "medium"

severity(false) := "low"

wanted(required) if required == true

wanted(required) if {
	required == false
	input.params.strict == true
}

deny contains {
	"facts": [sprintf("exec_services[%d].problem", [i])],
	"message": "shut",
	"args": {
		"name": input.name,
		"subnet": service.subnet_id,
		"service": service.service,
		"because": service.because,
		"why": service.problem,
	},
	"severity": severity(required),
	"key": sprintf("%s/%s", [service.service, service.subnet_id]),
} if {
	some i, service in input.exec_services
	service.reached == false
	required := service.required
	wanted(required)
}
