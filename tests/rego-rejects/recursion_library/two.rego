package assize.lib.two

import data.assize.lib.one

odd(x) if one.even(x.next)
