# Whether a security group is in use where the internet can address it, as far as it is known: `interfaces` is the fact
# `exposed_interfaces`, or the record that says why it is not known. Then nothing is made milder.
package assize.lib.exposure

unexposed(interfaces) if {
	is_array(interfaces)
	count(interfaces) == 0
}

exposed(interfaces) if {
	is_array(interfaces)
	count(interfaces) > 0
}

told(interfaces) := "no interface with the group has a public address in a public subnet" if unexposed(interfaces)

told(interfaces) := sprintf("%s has the public address %s", [first.network_interface_id, first.address]) if {
	exposed(interfaces)
	first := interfaces[0]
}

told(interfaces) := "which interfaces have the group is not known" if not is_array(interfaces)

# Paths in the view.
facts(interfaces) := ["exposed_interfaces"] if unexposed(interfaces)

facts(interfaces) := ["exposed_interfaces[0].address"] if exposed(interfaces)

facts(interfaces) := [] if not is_array(interfaces)

severity(interfaces, _) := "low" if unexposed(interfaces)

severity(interfaces, worst) := worst if not unexposed(interfaces)
