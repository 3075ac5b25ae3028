# METADATA
# title: Target of an application load balancer is reached beside the load balancer
# description: >-
#   Somebody other than the interfaces of the load balancer reaches a registered target on its port, by the whole way of
#   packets. What the load balancer does for the application, its rules, its authentication, its web ACL, its logs, is
#   passed by. Services that call each other by design belong into allowed_groups.
# custom:
#   id: alb-bypass
#   severities: [high]
#   subject: elbv2.target_group
#   needs:
#     - bypasses[].target
#     - bypasses[].port
#     - bypasses[].class
#     - bypasses[].label
#     - bypasses[].groups
#   params:
#     allowed_groups:
#       {type: list, default: [], description: Ids of groups whose members may reach targets themselves}
#   messages:
#     bypass: "{class} {label} reaches {target} on port {port} beside the load balancer"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: Let the group of the targets admit the group of the load balancer only.
#     cli: |
#       aws ec2 authorize-security-group-ingress --group-id TARGET_GROUP --protocol tcp --port 8080 \
#         --source-group LOAD_BALANCER_GROUP
#       aws ec2 revoke-security-group-ingress --group-id TARGET_GROUP --security-group-rule-ids RULE_ID
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "from_alb" {
#         security_group_id            = aws_security_group.app.id
#         ip_protocol                  = "tcp"
#         from_port                    = 8080
#         to_port                      = 8080
#         referenced_security_group_id = aws_security_group.alb.id
#       }
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html#target-security-groups
package assize.elbv2.alb_bypass

allowed(groups) if {
	some group in split(groups, ", ")
	group in input.params.allowed_groups
}

deny contains {
	"facts": [
		sprintf("bypasses[%d].target", [i]),
		sprintf("bypasses[%d].label", [i]),
	],
	"message": "bypass",
	"args": {"class": one.class, "label": one.label, "target": one.target, "port": one.port},
	"severity": "high",
	"key": sprintf("%s:%d from %s %s", [one.target, one.port, one.class, one.label]),
} if {
	some i, one in input.bypasses
	not allowed(one.groups)
}
