"""The applicant's pages: beginning, the draft, the case, replies, documents."""
