# METADATA
# title: Record with written-out addresses of an endpoint is kept for long
# description: >-
#   When the addresses of an endpoint change, a client goes on with the old ones for as long as it keeps
#   the answer. The plain A and AAAA records of a name that belongs to a VPC endpoint are judged by their
#   TTL; an alias has none of its own. Runtimes that keep answers longer than the TTL are not seen here.
# custom:
#   id: phz-hardcoded-ip-ttl
#   severities: [medium, low]
#   subject: dns.name_in_vpc
#   applies: {needs: [endpoint, "written_types[]"]}
#   needs:
#     - name
#     - endpoint.vpc_endpoint_id
#     - record_sets[].record_type
#     - record_sets[].values[]
#     - record_sets[].ttl
#   params:
#     max_ttl: {type: integer, default: 60, unit: s, min: 0, description: The longest TTL that passes}
#     long_ttl: {type: integer, default: 300, unit: s, min: 0, description: The TTL from which on the finding is medium}
#   messages:
#     long: "{type} records of {name} write out addresses of {endpoint} and are kept for {ttl} s, more than {max} s"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Set the TTL of the record to 60 seconds or less, or replace the addresses by an alias to the name
#       that AWS made for the endpoint. Bound the DNS cache of the clients too: a JVM can keep answers for ever.
#     cli: |
#       aws route53 change-resource-record-sets --hosted-zone-id ZONE_ID --change-batch \
#         '{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"NAME","Type":"A","TTL":60,"ResourceRecords":[{"Value":"ADDRESS"}]}}]}'
#     terraform: |
#       resource "aws_route53_record" "this" {
#         # ...
#         ttl = 60
#       }
#   references:
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-basic.html
package assize.route53.phz_hardcoded_ip_ttl

applies if {
	is_object(input.endpoint)
	count(input.written_types) > 0
}

deny contains {
	"facts": facts,
	"message": "long",
	"args": {
		"type": type,
		"name": input.name,
		"endpoint": input.endpoint.vpc_endpoint_id,
		"ttl": longest,
		"max": input.params.max_ttl,
	},
	"severity": severity(longest, input.params.long_ttl),
	"key": type,
} if {
	some type in kept_long
	long := {i: record.ttl |
		some i, record in input.record_sets
		record.record_type == type
		count(record.values) > 0
		record.ttl > input.params.max_ttl
	}
	longest := max([ttl | some ttl in long])
	facts := [sprintf("record_sets[%d].ttl", [i]) | some i, _ in long]
}

# The types of which a record is kept for too long.
kept_long contains record.record_type if {
	some record in input.record_sets
	record.ttl > input.params.max_ttl
	record.record_type in ["A", "AAAA"]
	count(record.values) > 0
}

severity(ttl, bound) := "medium" if ttl >= bound

severity(ttl, bound) := "low" if ttl < bound
