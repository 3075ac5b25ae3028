# METADATA
# title: Listener for tests is reached from the internet, or by nobody
# description: >-
#   CodeDeploy shows a new version on a listener of its own before it moves the traffic. If the internet reaches that
#   listener, everybody sees what is not released; if nobody does, neither hooks nor testers can use it, and every
#   deployment goes on untested. Who reaches it is decided by the whole way of packets.
# custom:
#   id: alb-test-listener-exposure
#   severities: [medium, low]
#   subject: codedeploy.deployment_group
#   applies:
#     needs:
#       - test_listeners[].listener_arn
#   needs:
#     - test_listeners[].listener_arn
#     - test_listeners[].port
#     - test_listeners[].reached_by
#   messages:
#     internet: "the internet reaches the listener for tests on port {port}"
#     nobody: "nobody reaches the listener for tests on port {port}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: Let the group of the load balancer admit the testers on the port of the listener, and nobody else.
#     cli: |
#       aws ec2 authorize-security-group-ingress --group-id LOAD_BALANCER_GROUP --protocol tcp --port 8080 \
#         --source-group TESTER_GROUP
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "tests" {
#         security_group_id            = aws_security_group.alb.id
#         ip_protocol                  = "tcp"
#         from_port                    = 8080
#         to_port                      = 8080
#         referenced_security_group_id = aws_security_group.tester.id
#       }
#   references:
#     - https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html
package assize.codedeploy.alb_test_listener_exposure

applies if count(input.test_listeners) > 0

severity := {"internet": "medium", "nobody": "low"}

deny contains {
	"facts": [
		sprintf("test_listeners[%d].port", [i]),
		sprintf("test_listeners[%d].reached_by", [i]),
	],
	"message": one.reached_by,
	"args": {"port": one.port},
	"severity": severity[one.reached_by],
	"key": one.listener_arn,
} if {
	some i, one in input.test_listeners
	one.reached_by in ["internet", "nobody"]
}
