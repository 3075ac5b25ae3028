# METADATA
# title: Record writes out addresses of an endpoint that has a stable name
# description: >-
#   AWS makes names for an endpoint that follow its addresses: in the associations of a resource or
#   service network endpoint, in the DNS entries of any other. A record that writes the addresses out
#   has to be kept by hand and breaks when they change. It passes if it is an alias or a CNAME, or if no
#   such name exists. That an alias may lead to the name of an association follows from documents of AWS and was not
#   tried on a live account.
# custom:
#   id: phz-hardcoded-ip-avoidable
#   severities: [medium]
#   subject: dns.name_in_vpc
#   applies: {needs: [endpoint]}
#   needs:
#     - name
#     - is_apex
#     - record_sets[].record_type
#     - record_sets[].values[]
#     - endpoint.vpc_endpoint_id
#     - endpoint.made_names[].dns_name
#   messages:
#     name: "{name} writes out addresses of {endpoint}, which has the stable name {stable}"
#     apex: "{name} writes out addresses of {endpoint}, which has the stable name {stable}; at the apex of a zone only an alias can point at it"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Replace the addresses by an alias to the endpoint's own name and hosted zone, or below the zone's
#       apex by a CNAME, and check the answer from within the VPC. Clients keep the name that they use: the
#       certificate of the database is made for it. A custom domain name of the resource configuration with
#       private DNS makes the zone unnecessary.
#     cli: |
#       aws ec2 describe-vpc-endpoint-associations --vpc-endpoint-ids ENDPOINT_ID --query 'VpcEndpointAssociations[].DnsEntry'
#       aws route53 change-resource-record-sets --hosted-zone-id ZONE_ID --change-batch \
#         '{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"NAME","Type":"A","AliasTarget":{"HostedZoneId":"DNS_ENTRY_ZONE_ID","DNSName":"DNS_ENTRY_NAME","EvaluateTargetHealth":false}}}]}'
#     terraform: |
#       resource "aws_route53_record" "this" {
#         zone_id = aws_route53_zone.this.zone_id
#         name    = "NAME"
#         type    = "A"
#
#         alias {
#           name                   = "DNS_ENTRY_NAME"
#           zone_id                = "DNS_ENTRY_ZONE_ID"
#           evaluate_target_health = false
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointAssociations.html
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
package assize.route53.phz_hardcoded_ip_avoidable

applies if is_object(input.endpoint)

written_out := [sprintf("record_sets[%d].values", [i]) |
	some i, record in input.record_sets
	record.record_type in ["A", "AAAA"]
	count(record.values) > 0
]

# A private name of the service can be the name itself, which the record answers.
stable := {i: made.dns_name |
	some i, made in input.endpoint.made_names
	made.dns_name != input.name
}

facts := array.concat(written_out, [sprintf("endpoint.made_names[%d].dns_name", [i]) | some i, _ in stable])

args := {
	"name": input.name,
	"endpoint": input.endpoint.vpc_endpoint_id,
	"stable": sort({name | some name in stable}),
}

deny contains {"facts": facts, "message": "name", "args": args} if {
	input.is_apex == false
	count(written_out) > 0
	count(stable) > 0
}

deny contains {"facts": facts, "message": "apex", "args": args} if {
	input.is_apex == true
	count(written_out) > 0
	count(stable) > 0
}
