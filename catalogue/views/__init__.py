"""One module per public page: the view and what it shows; may use public and below, not admin."""
