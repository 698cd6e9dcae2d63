"""Settlement files: what a gateway says it has paid out, read, matched line by line, kept or taken back."""
