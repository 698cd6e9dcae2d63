"""Secrets: which there are, how old each is and who keeps it. Their values are never kept, shown or logged here."""
