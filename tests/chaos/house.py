"""Where the processes of a shift come from: a shop that is loaded once, and opens no connection before it is asked."""

import importlib

import django

django.setup()
importlib.import_module("tests.chaos.shift")
