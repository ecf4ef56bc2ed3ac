"""What an edit sets off: version, moved dates, publishing, addresses; may use models and below."""
