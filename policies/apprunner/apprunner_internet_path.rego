# METADATA
# title: Service that wants HTTPS of the internet has no way there from a subnet of its connector
# description: >-
#   With egress through a VPC all that the service's code sends goes into the VPC: to reach the internet
#   from there takes a NAT gateway. A public subnet does not help, for the interfaces of a connector
#   have no public address. That HTTPS of the internet is wanted follows from a rule of the connector's
#   groups for it, or from a host of the internet in the environment; the rule that AWS puts into each
#   group says nothing, and where the VPC has endpoints of AWS services nobody knows which of both is
#   asked: that stays unknown. Images, logs and secrets that App Runner itself fetches take another way
#   and need none of this.
# custom:
#   id: apprunner-internet-path
#   severities: [high]
#   subject: apprunner.service
#   applies:
#     needs:
#       - egress_type
#       - status
#   needs:
#     - service_name
#     - offline_subnets[].subnet_id
#   messages:
#     nowhere: "HTTPS of {service} does not reach the internet from {subnet}, or its answers do not come back"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Give each subnet of the connector a route to a NAT gateway, or an endpoint for each AWS service that
#       the code asks, and take the rule for the internet away.
#     cli: |
#       aws ec2 create-nat-gateway --subnet-id PUBLIC_SUBNET --allocation-id ALLOCATION
#       aws ec2 create-route --route-table-id TABLE_OF_CONNECTOR_SUBNET --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT
#       aws ec2 create-vpc-endpoint --vpc-id VPC --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.secretsmanager --subnet-ids SUBNET
#     terraform: |
#       resource "aws_route" "internet" {
#         route_table_id         = aws_route_table.connector.id
#         destination_cidr_block = "0.0.0.0/0"
#         nat_gateway_id         = aws_nat_gateway.this.id
#       }
#
#       resource "aws_vpc_endpoint" "secrets" {
#         vpc_id            = aws_vpc.this.id
#         service_name      = "com.amazonaws.${var.region}.secretsmanager"
#         vpc_endpoint_type = "Interface"
#         subnet_ids        = aws_apprunner_vpc_connector.this.subnets
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
#     - https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
package assize.apprunner.apprunner_internet_path

applies if {
	input.egress_type == "VPC"
	input.status != "DELETED"
}

deny contains {
	"facts": ["egress_type", sprintf("offline_subnets[%d].subnet_id", [i])],
	"message": "nowhere",
	"args": {"service": input.service_name, "subnet": subnet.subnet_id},
	"key": subnet.subnet_id,
} if {
	some i, subnet in input.offline_subnets
}
