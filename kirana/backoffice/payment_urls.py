"""The addresses about payments, refunds and what gateways tell us."""

from django.urls import path

from kirana.backoffice.views.money import payments

urlpatterns = [
    path("money/payments/", payments.payments, name="staff_payments"),
    path("money/payments/<int:payment_id>/", payments.payment, name="staff_payment"),
    path("money/refunds/<str:number>/", payments.refund, name="staff_refund"),
    path("money/refunds/<int:refund_id>/<str:verb>/", payments.refund_verb, name="staff_refund_verb"),
    path("money/webhooks/", payments.webhooks, name="staff_webhooks"),
    path("money/webhooks/<int:event_id>/replay/", payments.replay, name="staff_webhook_replay"),
]
