# Whether the internet reaches what an open rule of a security group admits, as far as it is known: `reach` is the fact
# `internet_reach`, or the record that says why it is not known. Then nothing is made milder.
package assize.lib.exposure

# The places in `reach` of packets that `open` admits, but for ports that are open on purpose: `harmless` has a list of
# them for `tcp` and for `udp`.
reached(reach, open, harmless) := [i | some i, box in boxes(reach); box.family == open.family; meets(box, open, harmless)]

boxes(reach) := reach if is_array(reach)

boxes(reach) := [] if not is_array(reach)

ported := {"tcp", "udp"}

meets(box, _, _) if box.protocol == "all"

meets(box, open, _) if {
	protocol := box.protocol
	protocol != "all"
	not protocol in ported
	open.protocol in {"all", protocol}
}

meets(box, open, harmless) if {
	box.protocol in ported
	open.protocol in {"all", box.protocol}
	first := max([box.from_port, first_port(open)])
	last := min([box.to_port, last_port(open)])
	first <= last
	count({port | some port in harmless[box.protocol]; port >= first; port <= last}) <= last - first
}

first_port(open) := open.from_port if open.protocol in ported

first_port(open) := 0 if {
	protocol := open.protocol
	not protocol in ported
}

last_port(open) := open.to_port if open.protocol in ported

last_port(open) := 65535 if {
	protocol := open.protocol
	not protocol in ported
}

told(reach, places) := "the internet reaches no interface that carries the group on it" if {
	is_array(reach)
	count(places) == 0
}

told(reach, places) := sprintf("the internet reaches %s", [concat(", ", sort(names))]) if {
	names := named(reach, places)
	count(names) > 0
}

told(reach, places) := "the internet reaches an interface that carries the group" if {
	count(places) > 0
	count(named(reach, places)) == 0
}

named(reach, places) := {name | some i in places; name := reach[i].network_interface_id; is_string(name)}

told(reach, _) := "which interfaces that carry the group it reaches is not known" if not is_array(reach)

# Paths in the view.
facts(reach, places) := ["internet_reach"] if {
	is_array(reach)
	count(places) == 0
}

facts(_, places) := [sprintf("internet_reach[%d].network_interface_id", [i]) | some i in places] if count(places) > 0

facts(reach, _) := [] if not is_array(reach)

severity(reach, places, _) := "low" if {
	is_array(reach)
	count(places) == 0
}

severity(_, places, worst) := worst if count(places) > 0

severity(reach, _, worst) := worst if not is_array(reach)
