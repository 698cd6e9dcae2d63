"""Content: banners, the products on the home page, campaigns in their season, and what is said over every page."""
