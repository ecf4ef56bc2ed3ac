"""Who works here: signing in, second factor, rights, rate limits; may use models and below."""
