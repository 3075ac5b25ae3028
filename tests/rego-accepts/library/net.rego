# The internet, in functions of the values that they are given.
package assize.lib.net

# METADATA
# title: Whether a block is everything
open(cidr) if cidr in {"0.0.0.0/0", "::/0"}

ports := [22, 3389]
