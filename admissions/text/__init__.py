"""Every word admissions says, for codes, states, refusals and mails; may use the domain."""
