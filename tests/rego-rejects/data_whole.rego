# expect: 17: `data` leads to no rule or function

# METADATA
# title: All of data
# description: OPA refuses this module.
# custom:
#   id: data-whole
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.data_whole

everything := data

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
