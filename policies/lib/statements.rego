# Statements of policies: whether they are about everybody and everything, and to whom conditions bind them. A condition
# binds if its values name owners, without a wildcard or a variable: then whoever it admits, or whatever, is theirs.
# <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>
package assize.lib.statements

everybody(statement) if {
	some principal in statement.principals
	principal.value == "*"
}

everybody(statement) if {
	count(statement.not_principals) > 0
	every principal in statement.not_principals {
		principal.value != "*"
	}
}

# Whether it is about every resource, or every one of a type, of whatever account.
all_resources(statement) if {
	some resource in statement.resources
	of_everybody(resource)
}

all_resources(statement) if every_resource(statement)

# Whether it is about every resource, but for some that it names.
every_resource(statement) if {
	some resource in statement.resources
	everything(resource)
}

every_resource(statement) if {
	count(statement.not_resources) > 0
	every resource in statement.not_resources {
		not everything(resource)
		not of_everybody(resource)
	}
}

every_resource(statement) if {
	count(statement.resources) == 0
	count(statement.not_resources) == 0
}

# `*`, `arn:aws:*`, or `arn:aws:s3:::*`: where an ARN has account and resource, wildcards alone.
everything(resource) if regex.match(`^[*?:/]*\*[*?:/]*$`, resource)

everything(resource) if regex.match(`^arn(:[^:]*){0,3}:[*?/]*\*[*?/]*$`, resource)

everything(resource) if regex.match(`^arn:[^:]*:[^:]*:[^:]*::[*?:/]*\*[*?:/]*$`, resource)

# `arn:aws:dynamodb:*:*:table/*`: all of a type.
of_everybody(resource) if regex.match(`^arn:[^:]*:[^:]*:[^:]*:[*?]+:([A-Za-z-]+[:/])?[*?:/]*\*[*?:/]*$`, resource)

# An operator without its quantifier and `IfExists`. Operators may be written in any case.
base(operator) := trim_suffix(parts[count(parts) - 1], "ifexists") if parts := split(lower(operator), ":")

# Operators for which wildcards are wildcards, or not.
wild := {"stringequals": false, "stringequalsignorecase": false, "stringlike": true, "arnequals": true, "arnlike": true}

opposites := {
	"stringnotequals": "stringequals",
	"stringnotequalsignorecase": "stringequalsignorecase",
	"stringnotlike": "stringlike",
	"arnnotequals": "arnequals",
	"arnnotlike": "arnlike",
}

# The part of a value that names the owner: what stands before the first of these.
ends := {"aws:principalorgpaths": "/", "aws:resourceorgpaths": "/", "aws:userid": ":"}

owner(key, _, value) := split(value, ends[key])[0]

owner("aws:principalarn", operator, value) := split(value, ":")[4] if startswith(operator, "arn")

# Without segments a wildcard before the account may stand for another one.
owner("aws:principalarn", operator, value) := concat(":", array.slice(split(value, ":"), 0, 5)) if {
	startswith(operator, "string")
}

owner(key, _, value) := value if {
	not ends[key]
	key != "aws:principalarn"
}

is_fixed(operator, text) if {
	text != ""
	not contains(text, "${")
	wild[operator] == false
}

is_fixed(operator, text) if {
	text != ""
	not contains(text, "${")
	wild[operator] == true
	not regex.match(`[*?]`, text)
}

names_owners(condition, operator) if {
	count(condition.values) > 0
	every value in condition.values {
		is_fixed(operator, owner(condition.key, operator, value))
	}
}

# Whether an Allow is only for those, or for what is theirs, whom a condition on one of the keys names.
is_bound(statement, keys) if {
	some condition in statement.conditions
	condition.key in keys
	names_owners(condition, base(condition.operator))
	is_asked(statement, condition)
}

holds_without(operator) if endswith(lower(operator), "ifexists")

holds_without(operator) if startswith(lower(operator), "forallvalues:")

# Some operators hold for a request that does not have the key, unless another condition asks for it.
is_asked(_, condition) if {
	operator := condition.operator
	not holds_without(operator)
}

is_asked(statement, condition) if {
	some other in statement.conditions
	lower(other.operator) == "null"
	other.key == condition.key
	count(other.values) == 1
	lower(other.values[0]) == "false"
}

# Whether a Deny leaves only those, or what is theirs, whom conditions on the keys name. It is for requests of which all
# conditions hold: any other condition leaves more.
leaves_only(statement, keys) if {
	every condition in statement.conditions {
		spares_only(condition, keys)
	}
}

# Without the key a negated operator holds, but not for any of the values that are not there.
spares_only(condition, keys) if {
	condition.key in keys
	operator := lower(condition.operator)
	not startswith(operator, "foranyvalue:")
	names_owners(condition, opposites[base(operator)])
}

# A service of AWS that acts for itself is nobody else.
spares_only(condition, _) if {
	condition.key == "aws:principalisawsservice"
	lower(condition.operator) == "boolifexists"
	count(condition.values) == 1
	lower(condition.values[0]) == "false"
}
