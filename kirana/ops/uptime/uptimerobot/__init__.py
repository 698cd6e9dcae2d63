"""UptimeRobot: the one folder that speaks with it (API v2, uptimerobot.com/api)."""
