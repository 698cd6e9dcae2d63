"""UPI, cards and netbanking by Razorpay: orders, held when they are paid and taken when the order is packed."""
