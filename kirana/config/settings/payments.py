"""Settings of money: the ways to pay, and the keys of those who carry it."""

from kirana.config import env

# The ways to pay that shoppers are offered, in this order; `kirana.payments.gateways.ALL` has them all.
PAYMENT_METHODS = env.words("PAYMENT_METHODS", "cash_on_delivery,upi_on_delivery")

# Stripe, for cards: the secret key (`sk_…`) the shop speaks to it with.
STRIPE_SECRET_KEY = env.key("STRIPE_SECRET_KEY")
# The key (`pk_…`) that the payment page gives to the browser.
STRIPE_PUBLISHABLE_KEY = env.key("STRIPE_PUBLISHABLE_KEY")
# What Stripe signs its webhooks with (`whsec_…`). Two while one is being replaced.
STRIPE_WEBHOOK_SECRETS = env.keys("STRIPE_WEBHOOK_SECRETS")
# Where Stripe is looked for instead, in tests.
STRIPE_API_BASE = env.stand_in("STRIPE_API_BASE")
# Razorpay, for UPI, cards and netbanking: the key's id (`rzp_…`), which the payment page shows to the browser.
RAZORPAY_KEY_ID = env.key("RAZORPAY_KEY_ID")
# The key's secret.
RAZORPAY_KEY_SECRET = env.key("RAZORPAY_KEY_SECRET")
# What Razorpay signs its webhooks with. Two while one is being replaced.
RAZORPAY_WEBHOOK_SECRETS = env.keys("RAZORPAY_WEBHOOK_SECRETS")
# Where Razorpay is looked for instead, in tests.
RAZORPAY_API_BASE = env.stand_in("RAZORPAY_API_BASE")
# The shop's own UPI address (`name@bank`), which `upi_qr` sends the money to.
UPI_VPA = env.text("UPI_VPA", "")
# The name that UPI apps show with it, as the bank knows it.
UPI_PAYEE = env.text("UPI_PAYEE", "")
