"""The addresses of an order's payment."""

from django.urls import path

from kirana.storefront.views import payment

urlpatterns = [
    path("orders/<str:token>/payment/", payment.payment, name="order_payment"),
    path("orders/<str:token>/payment/return/", payment.returned, name="order_payment_return"),
]
