"""Security care: what is known against the libraries, what the shop tells browsers, and how those it depends on are."""
