"""Who asks the shop for what: a line for each request, a review that names who tries doors, a list of blocks."""
