package assize.lib.two.one

large(x) if x > 10
