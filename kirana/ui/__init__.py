"""The design system: components, styles, the page's frame and how errors become sentences."""
