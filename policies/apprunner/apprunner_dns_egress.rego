# METADATA
# title: Groups of a connector let DNS out that nobody needs, or not the DNS that is needed
# description: >-
#   No security group and no network ACL filters queries to the resolver of a VPC, so that a permission for
#   port 53 alone lets nothing out but queries to foreign servers. Where the DHCP options of the VPC name other
#   servers, inbound endpoints of Resolver too, the service needs UDP and TCP to them: without TCP long answers
#   fail. Permissions that let more out than port 53 are not judged here, nor is the way to the servers.
# custom:
#   id: apprunner-dns-egress
#   severities: [high, low]
#   subject: apprunner.vpc_connector
#   applies: {needs: [status]}
#   needs:
#     - vpc_connector_name
#     - dns_servers[].address
#     - dns_servers[].lets_udp_out
#     - dns_servers[].lets_tcp_out
#     - dns_permissions[].group_id
#     - dns_permissions[].protocol
#   messages:
#     needless: "{group} of {connector} lets {protocol} 53 out, which queries to the resolver of the VPC do not need"
#     blocked: "The groups of {connector} do not let {protocols} 53 out to {server}, which services ask for names"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       With the resolver of the VPC take the permission for port 53 away. With other servers let UDP and TCP out
#       to each of them.
#     cli: |
#       aws ec2 revoke-security-group-egress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#       aws ec2 authorize-security-group-egress --group-id GROUP_ID --ip-permissions \
#         'IpProtocol=udp,FromPort=53,ToPort=53,IpRanges=[{CidrIp=SERVER/32}]' \
#         'IpProtocol=tcp,FromPort=53,ToPort=53,IpRanges=[{CidrIp=SERVER/32}]'
#     terraform: |
#       resource "aws_vpc_security_group_egress_rule" "dns" {
#         for_each          = toset(["udp", "tcp"])
#         security_group_id = aws_security_group.service.id
#         ip_protocol       = each.value
#         from_port         = 53
#         to_port           = 53
#         cidr_ipv4         = "SERVER/32"
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
#     - https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
package assize.apprunner.apprunner_dns_egress

applies if input.status == "ACTIVE"

deny contains {
	"facts": [sprintf("dns_permissions[%d].group_id", [i]), "dns_servers"],
	"message": "needless",
	"args": {
		"group": permission.group_id,
		"connector": input.vpc_connector_name,
		"protocol": permission.protocol,
	},
	"severity": "low",
	"key": sprintf("%s %s", [permission.group_id, permission.protocol]),
} if {
	count(input.dns_servers) == 0
	some i, permission in input.dns_permissions
}

closed(server) := {"udp" | server.lets_udp_out == false} | {"tcp" | server.lets_tcp_out == false}

deny contains {
	"facts": [sprintf("dns_servers[%d].lets_udp_out", [i]), sprintf("dns_servers[%d].lets_tcp_out", [i])],
	"message": "blocked",
	"args": {
		"connector": input.vpc_connector_name,
		"protocols": sort(closed(server)),
		"server": server.address,
	},
	"severity": "high",
	"key": server.address,
} if {
	some i, server in input.dns_servers
	count(closed(server)) > 0
}
