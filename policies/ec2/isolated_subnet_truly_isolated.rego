# METADATA
# title: Subnet that is called isolated has routes out of its VPC
# description: >-
#   An isolated subnet has the local routes of its VPC and, at most, gateway endpoints of S3 and
#   DynamoDB. A route to the internet, by whatever gateway, or a default route to another network opens
#   it both to what comes back and to whatever stands there; a route to a part of another network needs
#   a reason, which a parameter can name. So does the propagation of a VPN gateway's routes. Routes that
#   drop do not count; one whose target AWS does not name does. Resource gateways of VPC Lattice and the load balancers of endpoint services let
#   packets in without any route, and AWS itself adds the route to a service network of VPC Lattice: they
#   are no failure, and stand in the evidence. A subnet is called isolated by a tag or by a word of its name.
# custom:
#   id: isolated-subnet-truly-isolated
#   severities: [high, medium]
#   subject: ec2.subnet
#   applies:
#     needs:
#       - tags[].key
#       - tags[].value
#   needs:
#     - subnet_id
#     - route_table.route_table_id
#     - route_table.propagating_vgw_ids[]
#     - route_table.routes[].destination_cidr_block
#     - route_table.routes[].destination_ipv6_cidr_block
#     - route_table.routes[].destination_prefix_list_id
#     - route_table.routes[].gateway_id
#     - route_table.routes[].nat_gateway_id
#     - route_table.routes[].egress_only_internet_gateway_id
#     - route_table.routes[].transit_gateway_id
#     - route_table.routes[].vpc_peering_connection_id
#     - route_table.routes[].network_interface_id
#     - route_table.routes[].instance_id
#     - route_table.routes[].carrier_gateway_id
#     - route_table.routes[].local_gateway_id
#     - route_table.routes[].core_network_arn
#     - route_table.routes[].odb_network_arn
#     - route_table.routes[].state
#   wants:
#     - unrouted_ways[].arn
#     - unrouted_ways[].load_balancer_arn
#   params:
#     public_words:
#       {type: list, default: [public, pub, dmz], description: "Words of a name that call a subnet public"}
#     private_words:
#       {type: list, default: [private, priv, app, internal], description: "Words of a name that call a subnet private"}
#     isolated_words:
#       {type: list, default: [isolated, intra, database, databases, db, data, rds], description: "Words of a name that call a subnet isolated"}
#     allowed_targets:
#       {type: list, default: [], description: "Ids of peering connections, gateways and the like that isolated subnets may have routes to"}
#   messages:
#     internet: "{subnet} is called isolated ({by}), and {table} leads {destination} to {target}, a way to the internet"
#     default: "{subnet} is called isolated ({by}), and {table} leads everything ({destination}) to {target}"
#     other: "{subnet} is called isolated ({by}), and {table} leads {destination} to {target}"
#     propagated: "{subnet} is called isolated ({by}), and {table} takes the routes of {target}"
#   frameworks:
#     pci-dss-4.0: ["1.2.1", "1.4.1", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Give the subnet a route table that has no route but the local ones and those of gateway endpoints.
#       Name targets that are meant in the parameter allowed_targets.
#     cli: |
#       aws ec2 create-route-table --vpc-id VPC
#       aws ec2 associate-route-table --subnet-id SUBNET --route-table-id ISOLATED_TABLE
#       aws ec2 disable-vgw-route-propagation --route-table-id TABLE --gateway-id VGW
#     terraform: |
#       resource "aws_route_table" "isolated" {
#         vpc_id = aws_vpc.this.id # no route but `local`
#       }
#
#       resource "aws_route_table_association" "database" {
#         subnet_id      = aws_subnet.database_a.id
#         route_table_id = aws_route_table.isolated.id
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types
#     - https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
package assize.ec2.isolated_subnet_truly_isolated

import data.assize.lib.tiers

declared := tiers.declared(input.tags, input.params)

applies if declared.most == "isolated"

# What the subnet is called isolated by, and by what packets come in and get to services besides.
context := array.concat(
	[sprintf("tags[%d].value", [k]) | some k in declared.tags],
	array.concat(unrouted, services),
)

unrouted := [sprintf("unrouted_ways[%d].arn", [i]) |
	is_array(input.unrouted_ways)
	some i, _ in input.unrouted_ways
]

services := [sprintf("route_table.routes[%d].gateway_id", [i]) |
	some i, route in input.route_table.routes
	route.gateway_id == lattice
	route.state == "active"
]

# The attribute that is told, with its value.
told(pairs) := [pair | some pair in pairs; is_string(pair[1])][0]

# Where a route goes, and by what.
destination(route) := told([
	["destination_cidr_block", route.destination_cidr_block],
	["destination_ipv6_cidr_block", route.destination_ipv6_cidr_block],
	["destination_prefix_list_id", route.destination_prefix_list_id],
])

target(route) := told([
	["gateway_id", route.gateway_id],
	["nat_gateway_id", route.nat_gateway_id],
	["egress_only_internet_gateway_id", route.egress_only_internet_gateway_id],
	["transit_gateway_id", route.transit_gateway_id],
	["vpc_peering_connection_id", route.vpc_peering_connection_id],
	["network_interface_id", route.network_interface_id],
	["instance_id", route.instance_id],
	["carrier_gateway_id", route.carrier_gateway_id],
	["local_gateway_id", route.local_gateway_id],
	["core_network_arn", route.core_network_arn],
	["odb_network_arn", route.odb_network_arn],
	# An active route leads somewhere, also where AWS names a sort of target that is not known here.
	["state", "a target that is not known"],
])

stays(way) if way == "local"

# The route that AWS adds to the tables of a VPC which is associated with a service network of VPC Lattice.
# <https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html>
lattice := "VpcLattice"

is_endpoint(route) if {
	route.gateway_id == lattice
	is_string(route.destination_prefix_list_id)
}

# A gateway endpoint leads to S3 or DynamoDB, by their prefix list.
is_endpoint(route) if {
	gateway := route.gateway_id
	is_string(gateway)
	startswith(gateway, "vpce-")
	is_string(route.destination_prefix_list_id)
}

is_internet(way) if {
	some start in ["igw-", "nat-", "eigw-", "cagw-"]
	startswith(way, start)
}

everything := ["0.0.0.0/0", "::/0"]

sort_of(_, way) := "internet" if is_internet(way)

sort_of(range, way) := "default" if {
	not is_internet(way)
	range in everything
}

sort_of(range, way) := "other" if {
	not is_internet(way)
	not range in everything
}

severities := {"internet": "high", "default": "high", "other": "medium"}

# The routes that lead out, but for those that are known to drop.
leading[i] := {"facts": {to, by, "state"}, "range": range, "way": way, "sort": sort_of(range, way)} if {
	some i, route in input.route_table.routes
	route.state != "blackhole"
	[by, way] := target(route)
	[to, range] := destination(route)
	not stays(way)
	not is_endpoint(route)
	not way in input.params.allowed_targets
}

# A destination may have a route that somebody made, and one that a gateway propagated.
# <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>
to_range(range) := {i: one | some i, one in leading; one.range == range}

worst(sorts) := "internet" if "internet" in sorts

worst(sorts) := what if {
	not "internet" in sorts
	some what in sorts
}

deny contains {
	"facts": array.concat(
		[sprintf("route_table.routes[%d].%s", [i, fact]) |
			some i, one in routes
			some fact in one.facts
		],
		context,
	),
	"message": what,
	"args": {
		"subnet": input.subnet_id,
		"by": declared.by,
		"table": input.route_table.route_table_id,
		"destination": range,
		"target": concat(", ", sort({one.way | some one in routes})),
	},
	"severity": severities[what],
	"key": range,
} if {
	some range in {one.range | some one in leading}
	routes := to_range(range)
	what := worst({one.sort | some one in routes})
}

deny contains {
	"facts": array.concat(
		[sprintf("route_table.propagating_vgw_ids[%d]", [i])],
		context,
	),
	"message": "propagated",
	"args": {
		"subnet": input.subnet_id,
		"by": declared.by,
		"table": input.route_table.route_table_id,
		"target": gateway,
	},
	"severity": "medium",
	"key": sprintf("propagation %s", [gateway]),
} if {
	some i, gateway in input.route_table.propagating_vgw_ids
	not gateway in input.params.allowed_targets
}
