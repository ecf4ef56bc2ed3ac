"""One module per public page, the view with what it shows; may use public and below, never the admin."""
