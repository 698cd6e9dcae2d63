"""Analytics: what shoppers looked for, chose and bought, counted by the shop itself."""
