"""An application from first link to last letter; may use mail and below, never interest."""
