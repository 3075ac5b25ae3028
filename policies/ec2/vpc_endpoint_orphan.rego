# METADATA
# title: Endpoint has failed, or nobody can reach it
# description: >-
#   An endpoint that was rejected, failed or expired is of no use, and one that no interface gets to, by
#   groups, network ACLs and routes there and back, serves nobody; a gateway endpoint that is in no route
#   table neither. Networks on premises that get there by VPN or Direct Connect count as clients.
# custom:
#   id: vpc-endpoint-orphan
#   severities: [info]
#   subject: ec2.vpc_endpoint
#   needs:
#     - vpc_endpoint_id
#     - vpc_endpoint_type
#     - state
#     - route_table_ids[]
#     - is_reached
#   messages:
#     state: "{endpoint} is {state}"
#     no_client: "Nothing can reach {endpoint}"
#     no_table: "{endpoint} is in no route table"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Delete the endpoint if nothing is to use it; otherwise admit its clients to its group.
#     cli: |
#       aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ENDPOINT_ID
#     terraform: |
#       # Remove the resource "aws_vpc_endpoint".
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html
#     - https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html
package assize.ec2.vpc_endpoint_orphan

deny contains {
	"facts": ["state"],
	"message": "state",
	"args": {"endpoint": input.vpc_endpoint_id, "state": input.state},
	"key": "state",
} if {
	input.state in ["rejected", "failed", "expired"]
}

tables := [table | some table in input.route_table_ids]

deny contains {
	"facts": ["route_table_ids"],
	"message": "no_table",
	"args": {"endpoint": input.vpc_endpoint_id},
	"key": "client",
} if {
	input.vpc_endpoint_type == "Gateway"
	count(tables) == 0
}

deny contains {
	"facts": ["is_reached"],
	"message": "no_client",
	"args": {"endpoint": input.vpc_endpoint_id},
	"key": "client",
} if {
	input.vpc_endpoint_type in ["Interface", "Resource"]
	input.state == "available"
	input.is_reached == false
}
