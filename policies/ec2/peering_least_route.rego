# METADATA
# title: Routes to a peered VPC drop, or lead to more of it than is wanted
# description: >-
#   A route to a peering connection that is gone or not active drops what it wins. Routes that together
#   lead to every address of the peer open more than the few subnets that peers mostly share: they fail for
#   each subnet in which no connection begins or ends that facts of the accounts want between the two VPCs.
#   Where nothing is known to be wanted, or the peer was not scanned, nobody can tell. Policy can say of a
#   connection that all of the peer is meant (a parameter). Routes to a part of the peer are not judged.
# custom:
#   id: peering-least-route
#   severities: [low]
#   subject: ec2.route_table
#   applies:
#     needs:
#       - peering_routes[].vpc_peering_connection_id
#       - peering_routes[].dropped[]
#   needs:
#     - route_table_id
#     - peering_routes[].dropped[]
#     - peering_routes[].whole_peer
#     - unneeded_peer_subnets[].vpc_peering_connection_id
#     - unneeded_peer_subnets[].subnet_id
#   params:
#     whole_peers:
#       {type: list, default: [], description: "Peering connections whose VPC is meant to be reached whole"}
#   messages:
#     dropped: "{table} leads {destination} to {peering}, which drops it"
#     whole: "{table} leads to all of the VPC behind {peering}, and no wanted connection needs {subnet}"
#   frameworks:
#     cis-aws-7.0: ["6.6"]
#     pci-dss-4.0: ["1.2.1", "1.4.1", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Delete routes that drop. Replace a route to all of the peer by routes to the subnets that are
#       needed, on both sides.
#     cli: |
#       aws ec2 delete-route --route-table-id TABLE --destination-cidr-block PEER_VPC_BLOCK
#       aws ec2 create-route --route-table-id TABLE --destination-cidr-block PEER_SUBNET_BLOCK --vpc-peering-connection-id PEERING
#     terraform: |
#       resource "aws_route" "peer_database" {
#         route_table_id            = aws_route_table.private.id
#         destination_cidr_block    = "10.1.16.0/24" # the subnet, not the VPC
#         vpc_peering_connection_id = aws_vpc_peering_connection.peer.id
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/peering/peering-configurations-partial-access.html
#     - https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
package assize.ec2.peering_least_route

applies if {
	some peering in input.peering_routes
	not peering.vpc_peering_connection_id in input.params.whole_peers
}

applies if {
	some peering in input.peering_routes
	count(peering.dropped) > 0
}

deny contains {
	"facts": [sprintf("peering_routes[%d].dropped[%d]", [i, k])],
	"message": "dropped",
	"args": {
		"table": input.route_table_id,
		"destination": destination,
		"peering": peering.vpc_peering_connection_id,
	},
	"key": sprintf("dropped %s", [destination]),
} if {
	some i, peering in input.peering_routes
	some k, destination in peering.dropped
}

deny contains {
	"facts": [
		sprintf("peering_routes[%d].whole_peer", [i]),
		sprintf("unneeded_peer_subnets[%d].subnet_id", [k]),
	],
	"message": "whole",
	"args": {
		"table": input.route_table_id,
		"peering": peering.vpc_peering_connection_id,
		"subnet": subnet.subnet_id,
	},
	"key": sprintf("whole %s %s", [peering.vpc_peering_connection_id, subnet.subnet_id]),
} if {
	some i, peering in input.peering_routes
	peering.whole_peer == true
	not peering.vpc_peering_connection_id in input.params.whole_peers
	some k, subnet in input.unneeded_peer_subnets
	subnet.vpc_peering_connection_id == peering.vpc_peering_connection_id
}
