"""How people get in: eligibility, keep me posted, applications. It knows the catalogue."""
