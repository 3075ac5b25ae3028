# METADATA
# title: Port of a database is reached from the internet, or only its groups are open to it
# description: >-
#   Connections from the internet find their way to the port of the database and back: through the public address, the
#   internet gateway, routes, network ACLs and groups. Where they come from a few addresses alone, one more rule lets in
#   the rest; where only the groups are open, one change of a route or of the public access. Which interface a database
#   has, no call tells: it stands in a subnet of its subnet group with its groups.
# custom:
#   id: db-port-from-internet
#   severities: [critical, high]
#   subject: rds.database
#   needs:
#     - listens_on
#     - is_reached_from_internet
#     - "security_groups[].internet_ingress[].protocol"
#     - "security_groups[].internet_ingress[].from_port"
#     - "security_groups[].internet_ingress[].to_port"
#     - "security_groups[].internet_ingress[].family"
#   wants: [reached_by_internet]
#   messages:
#     reached: "the internet reaches port {port} of the database"
#     few: "hosts of the internet with addresses of {ranges} reach port {port} of the database"
#     open: "the groups of the database admit the internet over {family} on port {port}; nothing else lets it in yet"
#   frameworks:
#     cis-aws-7.0: ["3.2.3"]
#     fsbp: ["RDS.2"]
#     pci-dss-4.0: ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "3.5.1.3", "10.3.2", "A1.1.2", "A1.1.3", "A3.4.1"]
#     nist-800-53-r5: ["AC-2", "AC-3", "AC-4", "AC-6", "AC-17", "MP-2", "SC-7", "SC-25"]
#     soc2: ["CC6.2", "CC6.6"]
#     iso-27001-2022: ["A.8.1", "A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: Take the public access away and let the groups of the database admit its clients only.
#     cli: |
#       aws rds modify-db-instance --db-instance-identifier NAME --no-publicly-accessible
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#     terraform: |
#       resource "aws_db_instance" "main" {
#         # ...
#         publicly_accessible = false
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2
package assize.rds.db_port_from_internet

has_port := {"tcp", "all"}

# Unless it is known that a few addresses alone get there, it is taken for the whole internet.
default few := false

few if {
	is_string(input.reached_by_internet)
	not input.reached_by_internet in {"internet", "nobody"}
}

deny contains {
	"facts": ["is_reached_from_internet", "listens_on"],
	"message": "reached",
	"args": {"port": input.listens_on},
	"severity": "critical",
	"key": "internet",
} if {
	input.is_reached_from_internet
	not few
}

deny contains {
	"facts": ["is_reached_from_internet", "reached_by_internet", "listens_on"],
	"message": "few",
	"args": {"port": input.listens_on, "ranges": input.reached_by_internet},
	"severity": "high",
	"key": "internet",
} if {
	input.is_reached_from_internet
	few
}

open contains {"group": g, "rule": i, "family": rule.family} if {
	some g, group in input.security_groups
	some i, rule in group.internet_ingress
	rule.protocol in has_port
	rule.from_port <= input.listens_on
	input.listens_on <= rule.to_port
}

families contains one.family if {
	some one in open
}

deny contains {
	"facts": [sprintf("security_groups[%d].internet_ingress[%d].to_port", [one.group, one.rule]) |
		some one in open
		one.family == family
	],
	"message": "open",
	"args": {"port": input.listens_on, "family": family},
	"severity": "high",
	"key": sprintf("group %s", [family]),
} if {
	not input.is_reached_from_internet
	some family in families
}
