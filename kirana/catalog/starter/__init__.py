"""The starter catalogue: Indian staples of our own writing, for a shop that opens with nothing.

`categories.csv` and `products.csv` are the source, `pictures` what they look like; `rows` reads them.
"""
