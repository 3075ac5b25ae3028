# METADATA
# title: Subnet gives public addresses to what is launched in it
# description: >-
#   Whatever is launched in the subnet gets a public IPv4 address, asked for or not. That is meant for
#   public subnets at most: one that its tags or name call public is not told, unless policy wants it
#   told of every subnet, as Security Hub does (a parameter). A subnet that is called nothing is told.
# custom:
#   id: subnet-no-auto-public-ip
#   severities: [low]
#   subject: ec2.subnet
#   needs:
#     - subnet_id
#     - map_public_ip_on_launch
#     - tags[].key
#     - tags[].value
#   params:
#     any_subnet:
#       {type: boolean, default: false, description: "Whether subnets that are called public are told too"}
#     public_words:
#       {type: list, default: [public, pub, dmz], description: "Words of a name that call a subnet public"}
#     private_words:
#       {type: list, default: [private, priv, app, internal], description: "Words of a name that call a subnet private"}
#     isolated_words:
#       {type: list, default: [isolated, intra, database, databases, db, data, rds], description: "Words of a name that call a subnet isolated"}
#   messages:
#     maps: "{subnet} gives a public address to each interface that is launched in it"
#   frameworks:
#     fsbp: ["EC2.15"]
#     pci-dss-4.0: ["1.2.1", "1.4.1", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Turn it off, and give public addresses to what needs one.
#     cli: |
#       aws ec2 modify-subnet-attribute --subnet-id SUBNET --no-map-public-ip-on-launch
#     terraform: |
#       resource "aws_subnet" "this" {
#         # ...
#         map_public_ip_on_launch = false
#       }
#   references:
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15
#     - https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
package assize.ec2.subnet_no_auto_public_ip

import data.assize.lib.tiers

is_excused if {
	not input.params.any_subnet
	tiers.declared(input.tags, input.params).most == "public"
}

deny contains {
	"facts": ["map_public_ip_on_launch"],
	"message": "maps",
	"args": {"subnet": input.subnet_id},
} if {
	input.map_public_ip_on_launch
	not is_excused
}
