"""Errors of the server, of jobs and of browsers: kept here, grouped, and sent on to Sentry where one is connected."""
