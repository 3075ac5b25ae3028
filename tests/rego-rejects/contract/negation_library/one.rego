package assize.lib.one

other(vpc, name) if not startswith(vpc.name, name)
