package assize.lib.one

small(x) if x < input.limit
