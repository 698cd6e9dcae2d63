"""The addresses of the back office."""

from django.urls import path
from kirana.storefront.views.about import about
urlpatterns = [path("", about, name="staff_board")]
