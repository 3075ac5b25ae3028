package assize.lib.one

import data.assize.lib.two

even(x) if two.odd(x.next)
