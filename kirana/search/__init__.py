"""Search: finding goods by words and walking shelves with filters; everything a list shows comes from here."""
