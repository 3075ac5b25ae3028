# expect: 17: `large` depends on itself: large -> small -> large

# METADATA
# title: Two rules that read each other
# description: OPA refuses this module.
# custom:
#   id: recursion-rules
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.recursion_rules

large if small

small if not large

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
