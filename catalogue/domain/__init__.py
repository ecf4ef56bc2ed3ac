"""The catalogue's rules in plain Python: the standard library and itself; today is a parameter."""
