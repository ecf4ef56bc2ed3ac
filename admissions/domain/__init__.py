"""The rules of getting in, in plain Python; uses the standard library, itself and the catalogue's domain."""
