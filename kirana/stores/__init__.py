"""Stores: the places that keep stock, deliver and bill. One row on day one; a second branch is a row."""
