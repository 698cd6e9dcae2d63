"""Money: khata, cash, settlements, days, and what does not add up."""
