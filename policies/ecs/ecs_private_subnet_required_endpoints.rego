# METADATA
# title: Tasks on Fargate do not get to what they need to start
# description: >-
#   Before its containers start, a task on Fargate pulls images, opens logs and reads secrets through its
#   own interface. Without a way to the internet it needs an interface endpoint for each, with private
#   names and a group that admits it on port 443: ecr.api and ecr.dkr for images of ECR, logs for the
#   driver awslogs, secretsmanager and ssm for references; and for the layers of images the gateway
#   endpoint of S3 in the route table of its subnet. Images from elsewhere need the internet; those that
#   ECR caches do not. Where other log drivers send to is not known. Secrets Manager and Systems Manager
#   decrypt themselves: tasks need no endpoint of KMS for that.
# custom:
#   id: ecs-private-subnet-required-endpoints
#   severities: [high]
#   subject: ecs.workload
#   applies: {needs: ["on_fargate"]}
#   needs:
#     - name
#     - needed_services[].service
#     - needed_services[].subnet_id
#     - needed_services[].because
#     - needed_services[].reached
#     - needed_services[].problem
#   partial: deny-stands
#   messages:
#     shut: "Tasks of {name} in {subnet} do not get to {service}, {because}: {why}"
#   frameworks:
#     cis-aws-7.0: ["6.8"]
#     fsbp: ["EC2.10", "EC2.55", "EC2.56"]
#     pci-dss-4.0: ["1.2.8", "1.3.1", "1.3.2", "1.4.1", "1.4.2", "1.4.4", "1.5.1", "A1.1.3"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Make an endpoint for each service that is missed, with private names, a group that admits the
#       tasks on port 443, and for S3 a gateway endpoint in the route table of the subnet; or give the
#       subnet a NAT gateway.
#     cli: |
#       aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id VPC_ID --subnet-ids SUBNET_IDS \
#         --service-name com.amazonaws.REGION.ecr.api --security-group-ids ENDPOINT_GROUP --private-dns-enabled
#       aws ec2 create-vpc-endpoint --vpc-endpoint-type Gateway --vpc-id VPC_ID --service-name com.amazonaws.REGION.s3 \
#         --route-table-ids ROUTE_TABLE_ID
#     terraform: |
#       resource "aws_vpc_endpoint" "interface" {
#         for_each            = toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
#         vpc_id              = aws_vpc.this.id
#         vpc_endpoint_type   = "Interface"
#         service_name        = "com.amazonaws.REGION.${each.key}"
#         subnet_ids          = aws_subnet.private[*].id
#         security_group_ids  = [aws_security_group.endpoints.id]
#         private_dns_enabled = true
#       }
#
#       resource "aws_vpc_endpoint" "s3" {
#         vpc_id            = aws_vpc.this.id
#         vpc_endpoint_type = "Gateway"
#         service_name      = "com.amazonaws.REGION.s3"
#         route_table_ids   = [aws_route_table.private.id]
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
#     - https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
package assize.ecs.ecs_private_subnet_required_endpoints

applies if input.on_fargate == true

deny contains {
	"facts": [sprintf("needed_services[%d].problem", [i])],
	"message": "shut",
	"args": {
		"name": input.name,
		"subnet": needed.subnet_id,
		"service": needed.service,
		"because": needed.because,
		"why": needed.problem,
	},
	"key": sprintf("%s/%s", [needed.service, needed.subnet_id]),
} if {
	some i, needed in input.needed_services
	needed.reached == false
}
