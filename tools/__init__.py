"""What maintains the project itself; nothing here is needed to run the shop."""
