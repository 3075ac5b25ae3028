# expect: 17: nothing binds the variable `name`

# METADATA
# title: A member of a set with a variable of no body
# description: OPA refuses this module.
# custom:
#   id: unsafe-set-member
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_set_member

names contains name if input.group_name

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
