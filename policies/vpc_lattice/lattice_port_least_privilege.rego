# METADATA
# title: Ports of a resource configuration are not those of its target
# description: >-
#   Consumers can open connections on each port range of a configuration. It should have the ports on
#   which the database listens and no others; without these, nobody reaches it. A configuration by ARN
#   has the ports of its resource. Of a target that is no scanned database, only the range of all ports
#   is judged.
# custom:
#   id: lattice-port-least-privilege
#   severities: [high, medium]
#   subject: vpc_lattice.resource_configuration
#   applies: {needs: ["configuration_type"]}
#   needs:
#     - id
#     - ports_beyond_target[].range
#     - ports_beyond_target[].is_every
#     - closed_target_ports[]
#   partial: deny-stands
#   messages:
#     every: "{configuration} lets consumers through on every port"
#     wider: "{configuration} lets consumers through on {range}, where its target does not listen alone"
#     closed: "{configuration} lacks port {port}, on which its target listens"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Set the port ranges to the port of the database.
#     cli: |
#       aws vpc-lattice update-resource-configuration --resource-configuration-identifier CONFIGURATION_ID --port-ranges 5432
#     terraform: |
#       resource "aws_vpclattice_resource_configuration" "this" {
#         # ...
#         port_ranges = ["5432"]
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
package assize.vpc_lattice.lattice_port_least_privilege

applies if input.configuration_type in ["ARN", "SINGLE", "CHILD"]

deny contains {
	"facts": [sprintf("ports_beyond_target[%d].range", [i])],
	"message": "every",
	"args": {"configuration": input.id},
	"severity": "high",
	"key": beyond.range,
} if {
	some i, beyond in input.ports_beyond_target
	beyond.is_every == true
}

deny contains {
	"facts": [sprintf("ports_beyond_target[%d].range", [i])],
	"message": "wider",
	"args": {"configuration": input.id, "range": beyond.range},
	"severity": "medium",
	"key": beyond.range,
} if {
	some i, beyond in input.ports_beyond_target
	beyond.is_every == false
}

deny contains {
	"facts": [sprintf("closed_target_ports[%d]", [i])],
	"message": "closed",
	"args": {"configuration": input.id, "port": port},
	"severity": "high",
	"key": sprintf("closed/%d", [port]),
} if {
	some i, port in input.closed_target_ports
}
