"""What an edit sets off: the version, moved dates, publishing, former addresses; may use models, text and domain."""
