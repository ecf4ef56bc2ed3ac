"""Import and export of tables, each tried before it is carried out; may use the admin's base."""
