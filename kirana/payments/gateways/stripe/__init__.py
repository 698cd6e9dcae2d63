"""Cards by Stripe: Payment Intents in rupees, held when the order is placed and taken when it is packed."""
