# expect: 17: is refused: it

# METADATA
# title: A builtin that is refused
# description: The contract refuses this module.
# custom:
#   id: builtin-lookup
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.builtin_lookup

small if net.lookup_ip_addr("example.com") == {"a"}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
