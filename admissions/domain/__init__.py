"""The rules of getting in, in plain Python; uses itself, and the catalogue's domain."""
