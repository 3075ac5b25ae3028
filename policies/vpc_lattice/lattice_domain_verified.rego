# METADATA
# title: Private names of a resource endpoint are made for domains that nobody has shown to own, or not at all
# description: >-
#   A resource endpoint with private DNS makes private zones for the custom domain of its configuration,
#   as far as the consumer lets it: for verified domains, for domains that he names, or for all. A domain
#   that is not verified and not named gets no zone. Letting all domains in, from another account, lets
#   that account answer any name in the VPC. Domains of AWS cannot be verified: name them. That nothing
#   set means verified domains alone was not confirmed with a live account.
# custom:
#   id: lattice-domain-verified
#   severities: [medium, low]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["vpc_endpoint_type", "private_dns_enabled"]}
#   needs:
#     - vpc_endpoint_id
#     - owner_id
#     - resource_configuration_arn
#     - private_dns_preference
#     - private_dns_specified_domains[]
#     - resource_configurations[].custom_domain_name
#     - resource_configurations[].domain_verification_status
#   messages:
#     all: "{endpoint} lets account {account} answer any name in its VPC"
#     unverified: "{domain} is not verified, and {endpoint} makes private zones for verified domains: there is none for it"
#     unnamed: "{endpoint} makes private zones for the domains that it names, and {domain} is not among them"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Name the domain at the endpoint, and no others; or have the owner of the configuration verify it.
#     cli: |
#       aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --private-dns-enabled \
#         --dns-options PrivateDnsPreference=SPECIFIED_DOMAINS_ONLY,PrivateDnsSpecifiedDomains=DOMAIN
#     terraform: |
#       # Needs a version of the provider that has private_dns_preference.
#       resource "aws_vpc_endpoint" "this" {
#         # ...
#         private_dns_enabled = true
#         dns_options {
#           private_dns_preference        = "SPECIFIED_DOMAINS_ONLY"
#           private_dns_specified_domains = ["DOMAIN"]
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
package assize.vpc_lattice.lattice_domain_verified

applies if {
	input.vpc_endpoint_type == "Resource"
	input.private_dns_enabled == true
}

owner := split(input.resource_configuration_arn, ":")[4]

preference := "VERIFIED_DOMAINS_ONLY" if is_null(input.private_dns_preference)

preference := input.private_dns_preference if is_string(input.private_dns_preference)

# The custom domains of the configuration, or of the members of a group.
customs contains {"domain": domain, "at": i, "verified": configuration.domain_verification_status == "VERIFIED"} if {
	some i, configuration in input.resource_configurations
	is_string(configuration.custom_domain_name)
	domain := trim_suffix(lower(configuration.custom_domain_name), ".")
}

named contains custom.domain if {
	some custom in customs
	some one in input.private_dns_specified_domains
	means(trim_suffix(lower(one), "."), custom.domain)
}

means(one, name) if one == name

# `*.example.com` is every name below it.
means(one, name) if {
	startswith(one, "*.")
	endswith(name, trim_prefix(one, "*"))
}

deny contains {
	"facts": ["private_dns_preference", "resource_configuration_arn"],
	"message": "all",
	"args": {"endpoint": input.vpc_endpoint_id, "account": owner},
	"severity": "medium",
	"key": "all-domains",
} if {
	preference == "ALL_DOMAINS"
	owner != input.owner_id
}

deny contains {
	"facts": array.concat(
		[sprintf("resource_configurations[%d].domain_verification_status", [one.at]) | some one in customs; one.domain == domain; one.verified == false],
		["private_dns_preference"],
	),
	"message": "unverified",
	"args": {"domain": domain, "endpoint": input.vpc_endpoint_id},
	"severity": "low",
	"key": domain,
} if {
	preference in ["VERIFIED_DOMAINS_ONLY", "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS"]
	some domain in {custom.domain | some custom in customs; custom.verified == false} - trusted
}

# Names that are told count for this preference alone.
trusted := named if preference == "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS"

trusted := set() if preference == "VERIFIED_DOMAINS_ONLY"

deny contains {
	"facts": array.concat(
		["private_dns_specified_domains"],
		[sprintf("resource_configurations[%d].custom_domain_name", [one.at]) | some one in customs; one.domain == domain],
	),
	"message": "unnamed",
	"args": {"domain": domain, "endpoint": input.vpc_endpoint_id},
	"severity": "low",
	"key": domain,
} if {
	preference == "SPECIFIED_DOMAINS_ONLY"
	some domain in {custom.domain | some custom in customs} - named
}
