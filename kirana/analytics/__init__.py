"""Analytics of our own: who looks, who buys, what is missed; counted by the day, and nothing of who they are kept."""
