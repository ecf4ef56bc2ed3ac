"""The catalogue's rules in plain Python; uses the standard library and itself, and takes today as a parameter."""
