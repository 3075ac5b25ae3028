# expect: 12: a value of the parameter `port`: expected a whole number, found a text

# METADATA
# title: A contract error
# description: The contract refuses this module.
# custom:
#   id: metadata-param-default
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: ssh}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.metadata_param_default



deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
