package assize.lib.one

large(x) if x > 10
