# expect: 18: the object has the key `cidr_block` twice

# METADATA
# title: A key twice, of which only the last counts
# description: OPA refuses this module.
# custom:
#   id: unsafe-key-twice
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_key_twice

small if {
	{"cidr_block": cidr, "cidr_block": _} = input.vpc
	cidr == "a"
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
