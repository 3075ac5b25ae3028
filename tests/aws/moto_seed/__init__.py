"""An account for moto: good and bad of everything that a rule looks at."""
