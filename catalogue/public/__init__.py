"""What visitors are shown, below pages: site, lists, search; may use changes, staff and below."""
