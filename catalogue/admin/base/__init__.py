"""The foundation of every editing page: forms, inlines, columns, permissions; knows no page."""
