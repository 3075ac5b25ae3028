# expect: 17: nothing binds the variable `limit`

# METADATA
# title: A variable that nothing binds
# description: OPA refuses this module.
# custom:
#   id: unsafe-variable
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_variable

small if limit > 3

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
