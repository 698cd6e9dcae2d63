"""The demo shop: a month of invented life, made with the verbs a real shop uses."""
