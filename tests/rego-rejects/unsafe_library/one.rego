package assize.lib.one

small(x) if x < limit
