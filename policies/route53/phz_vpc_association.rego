# METADATA
# title: Private zone with records of endpoints is not answered where it is needed
# description: >-
#   A private zone is answered in the VPCs that it is associated with, and nowhere else. One whose names are
#   those of resources behind endpoints has to be associated, by itself or by a Route 53 Profile, with the VPC
#   of each such endpoint, and with the VPC of each ECS service, function or App Runner service whose
#   environment names them. A permission to associate that is still there after the association is more than
#   is needed. Clients whose environment does not name the host are not seen.
# custom:
#   id: phz-vpc-association
#   severities: [high, low]
#   subject: route53.hosted_zone
#   partial: deny-stands
#   applies: {needs: [private_zone, "needed_in[].name"]}
#   needs:
#     - hosted_zone_id
#     - vpcs[].vpc_id
#     - vpc_association_authorizations[].vpc_id
#     - needed_in[].vpc_id
#     - needed_in[].needed_by
#     - needed_in[].is_associated
#   messages:
#     missing: "{zone} is not answered in {vpc}, where {by} needs {name}"
#     leftover: "{zone} may still be associated with {vpc}, which it is associated with already"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: Associate the zone with the VPC. Take the permission back once the association is there.
#     cli: |
#       aws route53 associate-vpc-with-hosted-zone --hosted-zone-id ZONE_ID --vpc VPCRegion=REGION,VPCId=VPC_ID
#       aws route53 delete-vpc-association-authorization --hosted-zone-id ZONE_ID --vpc VPCRegion=REGION,VPCId=VPC_ID
#     terraform: |
#       resource "aws_route53_zone_association" "this" {
#         zone_id = aws_route53_zone.this.zone_id
#         vpc_id  = "VPC_ID"
#       }
#   references:
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-associate-vpcs-different-accounts.html
package assize.route53.phz_vpc_association

applies if {
	input.private_zone == true
	count(input.needed_in) > 0
}

deny contains {
	"facts": [sprintf("needed_in[%d].is_associated", [i]), sprintf("needed_in[%d].vpc_id", [i])],
	"message": "missing",
	"args": {"zone": input.hosted_zone_id, "vpc": need.vpc_id, "by": need.needed_by, "name": need.name},
	"severity": "high",
	"key": sprintf("%s %s %s", [need.vpc_id, need.name, need.needed_by]),
} if {
	some i, need in input.needed_in
	need.is_associated == false
}

deny contains {
	"facts": [sprintf("vpc_association_authorizations[%d].vpc_id", [i]), "vpcs"],
	"message": "leftover",
	"args": {"zone": input.hosted_zone_id, "vpc": permission.vpc_id},
	"severity": "low",
	"key": sprintf("leftover %s", [permission.vpc_id]),
} if {
	some i, permission in input.vpc_association_authorizations
	some vpc in input.vpcs
	vpc.vpc_id == permission.vpc_id
}
