"""How people get in: the eligibility check, keep me posted, applications, letters. It knows the catalogue."""
