"""What we teach: programmes, courses, runs, requirements. It has never heard of admissions."""
