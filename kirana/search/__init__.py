"""Search: finding goods by words and walking shelves with filters. Everything a list of products shows comes from here."""
