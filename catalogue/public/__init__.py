"""What visitors are shown, below the pages: site, index, lists, search, previews; may use changes, staff and below."""
