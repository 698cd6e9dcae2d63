"""Every address of the shop. Public pages carry their language in the address; English has no prefix."""

from django.urls import path

urlpatterns: list = []
