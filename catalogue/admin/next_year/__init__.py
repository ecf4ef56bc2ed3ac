"""Next year's runs made from this year's, in one table; may use whatever edits a run."""
