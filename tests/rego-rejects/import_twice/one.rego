package assize.lib.one

small(x) if x < 10
