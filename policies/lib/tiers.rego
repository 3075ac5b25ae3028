# What a subnet is called: by tags that tell its type, or else by the words of its name. One that is called several
# things is expected to be anything between them.
package assize.lib.tiers

# From the least exposed tier on.
order := ["isolated", "private", "public"]

exposure := {"isolated": 0, "private": 1, "public": 2}

# Tags that tell the type of a subnet; that of the CDK knows more words than the tiers.
# <https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SubnetType.html>
type_tags := ["aws-cdk:subnet-type", "subnet-type", "subnettype", "tier", "network", "type"]

types := {
	"public": "public",
	"private": "private",
	"private_with_egress": "private",
	"private_with_nat": "private",
	"deprecated_private_nat": "private",
	"private_isolated": "isolated",
	"isolated": "isolated",
	"deprecated_isolated": "isolated",
	"intra": "isolated",
}

# Tags by which Kubernetes finds the subnets of load balancers.
# <https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html>
role_tags := {"kubernetes.io/role/elb": "public", "kubernetes.io/role/internal-elb": "private"}

# The least and the most exposed tier that a subnet is called, what calls it so, and the places of the tags; undefined
# for one that is called nothing. `words` has the lists `public_words`, `private_words` and `isolated_words`.
declared(tags, words) := between(called, "its tags", places) if {
	by_tags := {i: tier | some i, tag in tags; tier := by_tag(tag)}
	count(by_tags) > 0
	called := {tier | some tier in by_tags}
	places := sort([i | some i, _ in by_tags])
} else := between(called, "its name", [place]) if {
	some place, tag in tags
	tag.key == "Name"
	called := by_name(tag.value, words)
	count(called) > 0
}

between(called, by, places) := {
	"least": order[least],
	"most": order[most],
	"told": concat(" or ", sort(called)),
	"by": by,
	"tags": places,
} if {
	ranks := {exposure[tier] | some tier in called}
	least := min(ranks)
	most := max(ranks)
}

by_tag(tag) := types[lower(tag.value)] if lower(tag.key) in type_tags

by_tag(tag) := role_tags[tag.key]

# The words of `Vpc/publicSubnet1` are vpc, public and subnet. Whether capitals before small letters are a word of
# their own, as in `DBSubnetA` and `DBsubnetA`, nobody knows: both readings count.
said_by(name) := {lower(word) |
	some reading in [name, regex.replace(name, "([A-Z]+)([A-Z][a-z])", "$1 $2")]
	some word in regex.find_n("[A-Z]?[a-z]+|[A-Z]+", reading, -1)
}

by_name(name, words) := (public | private) | isolated if {
	said := said_by(name)
	public := {"public" | some word in words.public_words; word in said}
	private := {"private" | some word in words.private_words; word in said}
	isolated := {"isolated" | some word in words.isolated_words; word in said}
}
