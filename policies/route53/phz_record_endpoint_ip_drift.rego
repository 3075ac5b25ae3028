# METADATA
# title: Private record does not hold the addresses of its endpoint
# description: >-
#   A record that writes out the addresses of a VPC endpoint is wrong as soon as the endpoint is made
#   anew or gets another subnet. Clients then time out, miss a zone, or reach the host that has got the
#   address since. Compared are the plain A and AAAA records of a private zone, those of a routing policy
#   together, with every private address of the endpoint's interfaces. Aliases follow by themselves and
#   are not judged.
# custom:
#   id: phz-record-endpoint-ip-drift
#   severities: [critical, high, medium]
#   subject: dns.name_in_vpc
#   applies: {needs: [endpoint, "written_types[]"]}
#   needs:
#     - name
#     - endpoint.vpc_endpoint_id
#     - endpoint.addresses[]
#     - record_sets[].record_type
#     - record_sets[].values[]
#     - stranger_addresses[].address
#     - stranger_addresses[].network_interface_id
#   messages:
#     none: "No {type} record of {name} is an address of {endpoint}: the records say {recorded}, the endpoint has {addresses}"
#     stranger: "{type} records of {name} send traffic for {endpoint} to {strangers}, which {interfaces} of another service hold"
#     stale: "{type} records of {name} hold {stale}, which {endpoint} does not have"
#     missing: "{type} records of {name} lack {missing} of {endpoint}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Write the endpoint's present addresses into the record. For good, point an alias, or below the
#       zone's apex a CNAME, at the name that AWS made for the endpoint, or give the resource configuration
#       a custom domain name, so that AWS manages the zone.
#     cli: |
#       aws ec2 describe-network-interfaces --filters Name=vpc-id,Values=VPC_ID Name=interface-type,Values=vpc_endpoint \
#         --query 'NetworkInterfaces[].[NetworkInterfaceId,PrivateIpAddresses[].PrivateIpAddress,Ipv6Addresses[].Ipv6Address]'
#       aws route53 change-resource-record-sets --hosted-zone-id ZONE_ID --change-batch \
#         '{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"NAME","Type":"A","TTL":60,"ResourceRecords":[{"Value":"ADDRESS"}]}}]}'
#     terraform: |
#       data "aws_network_interface" "endpoint" {
#         for_each = aws_vpc_endpoint.this.network_interface_ids
#         id       = each.value
#       }
#
#       resource "aws_route53_record" "this" {
#         zone_id = aws_route53_zone.this.zone_id
#         name    = "NAME"
#         type    = "A"
#         ttl     = 60
#         records = flatten([for eni in data.aws_network_interface.endpoint : eni.private_ips])
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
package assize.route53.phz_record_endpoint_ip_drift

applies if {
	is_object(input.endpoint)
	count(input.written_types) > 0
}

# What clients may be answered: each of the sets of a routing policy can be chosen.
recorded[type] := addresses if {
	some type in ["A", "AAAA"]
	addresses := {address |
		some record in input.record_sets
		record.record_type == type
		count(record.values) > 0
		some address in record.values
	}
	count(addresses) > 0
}

own := {
	"A": {address | some address in input.endpoint.addresses; not contains(address, ":")},
	"AAAA": {address | some address in input.endpoint.addresses; contains(address, ":")},
}

# Nothing where the records say what the endpoint has: most names.
drift[type] := {"held": addresses & own[type], "stale": addresses - own[type], "missing": own[type] - addresses} if {
	some type, addresses in recorded
	addresses != own[type]
}

# Of the addresses that the endpoint does not have.
strangers[type] := {stranger.address |
	some stranger in input.stranger_addresses
	stranger.address in found.stale
} if {
	some type, found in drift
}

record_facts[type] := [sprintf("record_sets[%d].values", [i]) |
	some i, record in input.record_sets
	record.record_type == type
	count(record.values) > 0
] if {
	some type, _ in drift
}

deny contains {
	"facts": array.concat(record_facts[type], ["endpoint.addresses"]),
	"message": "none",
	"args": {
		"type": type,
		"name": input.name,
		"endpoint": input.endpoint.vpc_endpoint_id,
		"recorded": sort(recorded[type]),
		"addresses": sort(own[type]),
	},
	"severity": "critical",
	"key": type,
} if {
	some type, found in drift
	count(found.held) == 0
}

deny contains {
	"facts": array.concat(["endpoint.addresses"], facts),
	"message": "stranger",
	"args": {
		"type": type,
		"name": input.name,
		"endpoint": input.endpoint.vpc_endpoint_id,
		"strangers": sort(strangers[type]),
		"interfaces": sort(interfaces),
	},
	"severity": "critical",
	"key": type,
} if {
	some type, found in drift
	count(found.held) > 0
	count(strangers[type]) > 0
	interfaces := {stranger.network_interface_id |
		some stranger in input.stranger_addresses
		stranger.address in strangers[type]
	}
	facts := [sprintf("stranger_addresses[%d].address", [i]) |
		some i, stranger in input.stranger_addresses
		stranger.address in strangers[type]
	]
}

deny contains {
	"facts": array.concat(["endpoint.addresses"], facts),
	"message": "stale",
	"args": {
		"type": type,
		"name": input.name,
		"endpoint": input.endpoint.vpc_endpoint_id,
		"stale": sort(found.stale),
	},
	"severity": "high",
	"key": type,
} if {
	some type, found in drift
	count(found.held) > 0
	count(found.stale) > 0
	count(strangers[type]) == 0
	facts := [sprintf("record_sets[%d].values[%d]", [i, j]) |
		some i, record in input.record_sets
		record.record_type == type
		count(record.values) > 0
		some j, address in record.values
		address in found.stale
	]
}

deny contains {
	"facts": array.concat(record_facts[type], facts),
	"message": "missing",
	"args": {
		"type": type,
		"name": input.name,
		"endpoint": input.endpoint.vpc_endpoint_id,
		"missing": sort(found.missing),
	},
	"severity": "medium",
	"key": type,
} if {
	some type, found in drift
	count(found.stale) == 0
	facts := [sprintf("endpoint.addresses[%d]", [i]) |
		some i, address in input.endpoint.addresses
		address in found.missing
	]
}
