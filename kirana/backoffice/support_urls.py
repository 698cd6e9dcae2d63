"""The addresses of customers' requests."""

from django.urls import path

from kirana.backoffice.views import support

urlpatterns = [
    path("support/", support.requests, name="staff_support"),
    path("support/<str:number>/", support.ticket, name="staff_request"),
    path("support/<str:number>/credit/", support.credit, name="staff_request_credit"),
    path("support/<str:number>/<str:verb>/", support.decide, name="staff_request_verb"),
]
