"""The console: the guide, health, figures, logs and backups, for those who look after the shop."""
