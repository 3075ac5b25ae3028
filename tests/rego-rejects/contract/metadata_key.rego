# expect: 8: METADATA has no key `severites` here (did you mean `severities`?)

# METADATA
# title: A contract error
# description: The contract refuses this module.
# custom:
#   id: metadata-key
#   severites: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.metadata_key



deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
