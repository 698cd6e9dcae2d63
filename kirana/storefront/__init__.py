"""What a shopper touches."""
