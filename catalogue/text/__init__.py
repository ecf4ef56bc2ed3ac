"""Every word the catalogue says, in two languages; may use the domain."""
