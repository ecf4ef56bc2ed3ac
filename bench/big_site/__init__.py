"""A big made-up site to try things on; of both apps it uses the models, and but few of the rest."""
