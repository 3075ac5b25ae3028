package user.lib

small(name) if count(name) < 3
