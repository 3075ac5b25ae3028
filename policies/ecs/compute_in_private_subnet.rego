# METADATA
# title: Tasks stand where the internet can reach them
# description: >-
#   The service gives its tasks public addresses, puts them into public subnets, or an interface of a
#   task has a public IPv4 or IPv6 address in a public subnet. A subnet is public by either family of
#   addresses that it has. Load balancers and NAT gateways need to be public, tasks do not. Tasks with a
#   public subnet and no public address are cut off from the internet instead: other rules judge what
#   they reach. A task that somebody or a schedule started is judged for itself. Tasks that use the
#   network of their instance, and services that are gone, are not judged.
# custom:
#   id: compute-in-private-subnet
#   severities: [medium]
#   subject: ecs.workload
#   applies:
#     needs:
#       - assigns_public_ip
#   needs:
#     - name
#     - placements[].subnet_id
#     - placements[].effective_tier
#     - exposed_tasks[].network_interface_id
#     - exposed_tasks[].address
#   messages:
#     assigns: "{workload} gives its tasks public addresses"
#     public: "{workload} puts tasks into {subnet}, which is public"
#     exposed: "{interface} of a task of {workload} has the public address {address} in a public subnet"
#   frameworks:
#     fsbp: ["ECS.2", "ECS.16"]
#     pci-dss-4.0: ["1.2.1", "1.4.1", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Put tasks into private subnets without public addresses. What they need of the internet goes by a
#       NAT gateway, what they need of AWS by endpoints.
#     cli: |
#       aws ecs update-service --cluster CLUSTER --service SERVICE --network-configuration \
#         'awsvpcConfiguration={subnets=[PRIVATE_1,PRIVATE_2],securityGroups=[GROUP],assignPublicIp=DISABLED}'
#     terraform: |
#       resource "aws_ecs_service" "this" {
#         # ...
#         network_configuration {
#           subnets          = [aws_subnet.private_a.id, aws_subnet.private_c.id]
#           security_groups  = [aws_security_group.task.id]
#           assign_public_ip = false
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
#     - https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2
package assize.ecs.compute_in_private_subnet

applies if is_boolean(input.assigns_public_ip)

deny contains {
	"facts": ["assigns_public_ip"],
	"message": "assigns",
	"args": {"workload": input.name},
	"key": "address",
} if {
	input.assigns_public_ip
}

deny contains {
	"facts": [sprintf("placements[%d].effective_tier", [i])],
	"message": "public",
	"args": {"workload": input.name, "subnet": place.subnet_id},
	"key": place.subnet_id,
} if {
	some i, place in input.placements
	place.effective_tier == "public"
}

deny contains {
	"facts": [sprintf("exposed_tasks[%d].address", [i])],
	"message": "exposed",
	"args": {
		"workload": input.name,
		"interface": task.network_interface_id,
		"address": task.address,
	},
	"key": task.network_interface_id,
} if {
	some i, task in input.exposed_tasks
}
