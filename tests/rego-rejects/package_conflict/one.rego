package assize.lib.one

small if true
