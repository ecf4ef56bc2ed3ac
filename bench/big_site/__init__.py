"""A big made-up site to try things on; it uses the models of both apps, and of them nothing but the rows."""
