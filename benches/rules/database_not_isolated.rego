# METADATA
# title: Database is not in isolated subnets
# description: A route leads from a subnet of the database to the outside.
# custom:
#   id: database-not-isolated
#   severities: [high, low]
#   subject: rds.database
#   needs: [identifier, "subnet_group.member_subnets[].tier"]
package user.bench.database_not_isolated

severity_of := {"public": "high", "private": "low"}

deny contains {
	"facts": [sprintf("subnet_group.member_subnets[%d].tier", [first])],
	"message": "{name} can stand in a {tier} subnet",
	"args": {"name": input.identifier, "tier": tier},
	"severity": severity,
	"key": tier,
} if {
	some tier, severity in severity_of
	first := min([i | some i, subnet in input.subnet_group.member_subnets; subnet.tier == tier])
}
