"""The addresses of the shop front, each in every language."""

from django.urls import path

from kirana.storefront.views import about, basket, browse, checkout, help, khata, orders, product

urlpatterns = [
    path("", browse.home, name="home"),
    path("shelves/", browse.shelves, name="shelves"),
    path("shelves/<slug:slug>/", browse.shelf, name="shelf"),
    path("offers/", browse.offers, name="offers"),
    path("search/", browse.search, name="search"),
    path("products/<slug:slug>/", product.product, name="product"),
    path("basket/", basket.basket, name="basket"),
    path("basket/bar/", basket.bar, name="basket_bar"),
    path("basket/lines/", basket.lines, name="basket_lines"),
    path("basket/lines/<int:listing_id>/", basket.line, name="basket_line"),
    path("basket/lines/<int:listing_id>/wish/", basket.wish, name="basket_wish"),
    path("basket/changes/", basket.changes, name="basket_changes"),
    path("basket/pincode/", basket.pincode, name="basket_pincode"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("orders/", orders.mine, name="orders"),
    path("orders/<str:token>/", orders.order, name="order"),
    path("orders/<str:token>/documents/<path:document>.pdf", orders.document_pdf, name="order_document_pdf"),
    path("orders/<str:token>/documents/<path:document>/", orders.document, name="order_document"),
    path("orders/<str:token>/buyer/", orders.buyer, name="order_buyer"),
    path("orders/<str:token>/cancellation/", orders.cancellation, name="order_cancellation"),
    path("orders/<str:token>/basket/", orders.again, name="order_again"),
    path("khata/<str:token>/", khata.page, name="khata_page"),
    path("orders/<str:token>/problem/", help.problem, name="order_problem"),
    path("help/", help.help_page, name="help"),
    path("help/wishes/", help.wishes, name="help_wishes"),
    path("help/<str:token>/", help.follow, name="help_request"),
    path("about/", about.about, name="about"),
]
