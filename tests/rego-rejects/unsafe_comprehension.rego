# expect: 17: nothing binds the variable `port`

# METADATA
# title: A comprehension with a variable of nowhere
# description: OPA refuses this module.
# custom:
#   id: unsafe-comprehension
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_comprehension

ports := [port | some rule in input.ingress; port > limit]

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
