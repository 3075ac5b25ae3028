# METADATA
# title: Admin port is open to the internet
# description: A group admits the whole internet on a port by which machines are administered.
# custom:
#   id: admin-ports-open
#   severities: [high]
#   subject: ec2.security_group
#   needs:
#     - group_name
#     - ip_permissions[].ip_protocol
#     - ip_permissions[].from_port
#     - ip_permissions[].to_port
#     - ip_permissions[].ip_ranges[].cidr_ip
#     - ip_permissions[].ipv6_ranges[].cidr_ipv6
package user.bench.admin_ports_open

deny contains {
	"facts": [sprintf("ip_permissions[%d].ip_ranges[%d].cidr_ip", [p, r])],
	"message": "{group} opens port {port} to {cidr}",
	"args": {"group": input.group_name, "port": port, "cidr": range.cidr_ip},
	"key": sprintf("%d %s", [port, range.cidr_ip]),
} if {
	some p, permission in input.ip_permissions
	permission.ip_protocol in {"tcp", "-1"}
	some port in {22, 3389}
	permission.from_port <= port
	port <= permission.to_port
	some r, range in permission.ip_ranges
	range.cidr_ip in {"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"}
}

deny contains {
	"facts": [sprintf("ip_permissions[%d].ipv6_ranges[%d].cidr_ipv6", [p, r])],
	"message": "{group} opens port {port} to {cidr}",
	"args": {"group": input.group_name, "port": port, "cidr": range.cidr_ipv6},
	"key": sprintf("%d %s", [port, range.cidr_ipv6]),
} if {
	some p, permission in input.ip_permissions
	permission.ip_protocol in {"tcp", "-1"}
	some port in {22, 3389}
	permission.from_port <= port
	port <= permission.to_port
	some r, range in permission.ipv6_ranges
	range.cidr_ipv6 == "::/0"
}
