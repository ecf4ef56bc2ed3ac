"""One form for each part of an application, and those of replies and documents."""
