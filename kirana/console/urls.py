"""The addresses of the console: those of every module of `kirana.console.views`."""

from kirana.console import menu

urlpatterns = [pattern for module in menu.modules() for pattern in getattr(module, "urlpatterns", [])]
