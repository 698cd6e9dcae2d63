"""The pictures of the starter catalogue, drawn by this program: `python -m tools.art` draws those that are missing.

A drawing is SVG text from plain functions; Chromium turns it into pixels and Pillow into WebP. The same names always
give the same pictures.
"""
