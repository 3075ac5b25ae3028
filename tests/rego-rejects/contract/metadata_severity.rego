# expect: 8: `meduim` is no severity (did you mean `medium`?)

# METADATA
# title: A contract error
# description: The contract refuses this module.
# custom:
#   id: metadata-severity
#   severities: [low, meduim]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.metadata_severity



deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
