# METADATA
# title: Forwarding rule or DNS Firewall takes names away from private zones and endpoints
# description: >-
#   A resolver rule that forwards a domain decides before a private zone of the same name and before wider
#   ones, and DNS Firewall decides before both. Names of the VPC's zones and endpoints then go to other servers,
#   or are not answered at all. Judged are the rules that the VPC has by association or by a Route 53 Profile.
#   Where hosts ask other servers than the VPC's resolver, or AWS tells nobody what a list of DNS Firewall
#   holds, the verdict is unknown.
# custom:
#   id: dns-resolver-rule-precedence
#   severities: [medium]
#   subject: ec2.vpc
#   applies: {needs: ["hosted_zones[].hosted_zone_id", "endpoints[].private_dns_enabled"]}
#   needs:
#     - vpc_id
#     - overruled_names[].name
#     - overruled_names[].held_by
#     - overruled_names[].sort
#     - overruled_names[].overruled_by
#     - overruled_names[].domain
#   messages:
#     forwarded: "{rule} forwards {domain} in {vpc}, so that {holders} do not answer {names}"
#     blocked: "The firewall {rule} blocks {names} in {vpc}, which {holders} would answer"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Take the rule from the VPC, or make a rule of type SYSTEM for the names that the VPC itself is to answer.
#       Let the names pass in DNS Firewall before the rule that blocks them.
#     cli: |
#       aws route53resolver create-resolver-rule --creator-request-id ID --rule-type SYSTEM --domain-name DOMAIN_NAME
#       aws route53resolver associate-resolver-rule --resolver-rule-id RULE_ID --vpc-id VPC_ID
#       aws route53resolver disassociate-resolver-rule --resolver-rule-id RULE_ID --vpc-id VPC_ID
#     terraform: |
#       resource "aws_route53_resolver_rule" "system" {
#         domain_name = "DOMAIN_NAME"
#         rule_type   = "SYSTEM"
#       }
#   references:
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
package assize.route53.dns_resolver_rule_precedence

applies if count(input.hosted_zones) > 0

applies if {
	some endpoint in input.endpoints
	endpoint.private_dns_enabled == true
}

rules contains [name.sort, name.overruled_by] if {
	some name in input.overruled_names
}

of_rule(rule) := {i: name |
	some i, name in input.overruled_names
	[name.sort, name.overruled_by] == rule
}

facts(names) := [sprintf("overruled_names[%d].overruled_by", [i]) | some i, _ in names]

deny contains {
	"facts": facts(names),
	"message": "forwarded",
	"args": {
		"rule": rule[1],
		"domain": sort({name.domain | some name in names}),
		"vpc": input.vpc_id,
		"names": sort({name.name | some name in names}),
		"holders": sort({name.held_by | some name in names}),
	},
	"key": rule[1],
} if {
	some rule in rules
	rule[0] == "resolver-rule"
	names := of_rule(rule)
}

deny contains {
	"facts": facts(names),
	"message": "blocked",
	"args": {
		"rule": rule[1],
		"vpc": input.vpc_id,
		"names": sort({name.name | some name in names}),
		"holders": sort({name.held_by | some name in names}),
	},
	"key": rule[1],
} if {
	some rule in rules
	rule[0] == "firewall"
	names := of_rule(rule)
}
