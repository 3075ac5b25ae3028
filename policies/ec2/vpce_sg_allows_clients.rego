# METADATA
# title: Client does not reach its interface endpoint, or the endpoint admits more than clients
# description: >-
#   Clients of an endpoint are the tasks on Fargate, functions and services of App Runner in its VPC that
#   need its service, as far as facts tell: images, logs, references, ECS Exec, and the secrets and
#   parameters that variables name. They must get to it on port 443. An endpoint answers on that port
#   alone; other ports, and sources beyond the VPC, are admitted in vain.
# custom:
#   id: vpce-sg-allows-clients
#   severities: [high, low]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["vpc_endpoint_type"]}
#   needs:
#     - vpc_endpoint_id
#     - service_clients[].client
#     - service_clients[].subnet_id
#     - service_clients[].open
#     - service_clients[].why
#     - openings[].group_id
#     - openings[].sort
#     - openings[].what
#   partial: deny-stands
#   messages:
#     shut: "{client} does not get from {subnet} to {endpoint}: {why}"
#     ports: "{group} of {endpoint} admits {what}, and the endpoint answers on port 443 alone"
#     sources: "{group} of {endpoint} admits {what}, beyond the ranges of its VPC"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Admit the groups of the clients to port 443 in the group of the endpoint, and nothing else.
#     cli: |
#       aws ec2 authorize-security-group-ingress --group-id ENDPOINT_GROUP --protocol tcp --port 443 --source-group CLIENT_GROUP
#       aws ec2 revoke-security-group-ingress --group-id ENDPOINT_GROUP --security-group-rule-ids RULE_ID
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "endpoint_from_client" {
#         security_group_id            = aws_security_group.endpoints.id
#         referenced_security_group_id = aws_security_group.client.id
#         ip_protocol                  = "tcp"
#         from_port                    = 443
#         to_port                      = 443
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html
package assize.ec2.vpce_sg_allows_clients

applies if input.vpc_endpoint_type == "Interface"

deny contains {
	"facts": [sprintf("service_clients[%d].why", [i])],
	"message": "shut",
	"args": {
		"client": client.client,
		"subnet": client.subnet_id,
		"endpoint": input.vpc_endpoint_id,
		"why": client.why,
	},
	"severity": "high",
	"key": sprintf("%s/%s", [client.client, client.subnet_id]),
} if {
	some i, client in input.service_clients
	client.open == false
}

deny contains {
	"facts": [sprintf("openings[%d].what", [i])],
	"message": opening.sort,
	"args": {"endpoint": input.vpc_endpoint_id, "group": opening.group_id, "what": opening.what},
	"severity": "low",
	"key": sprintf("%s/%s", [opening.group_id, opening.what]),
} if {
	some i, opening in input.openings
}
