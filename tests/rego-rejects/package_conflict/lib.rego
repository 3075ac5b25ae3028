package assize.lib

one := 1
