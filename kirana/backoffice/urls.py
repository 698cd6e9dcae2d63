"""The addresses of the back office."""

from django.urls import path

from kirana.backoffice import payment_urls
from kirana.backoffice.views import board, catalogue, fulfil, imports, invoices, log, settings
from kirana.backoffice.views.money import cash, khata, settlements

urlpatterns = [
    path("", board.board, name="staff_board"),
    path("orders/", board.orders_list, name="staff_orders"),
    path("orders/<str:number>/", board.order, name="staff_order"),
    path("orders/<str:number>/acceptance/", fulfil.acceptance, name="staff_acceptance"),
    path("orders/<str:number>/cancellation/", fulfil.cancellation, name="staff_cancellation"),
    path("orders/<str:number>/picking/", fulfil.picking, name="staff_picking"),
    path("orders/<str:number>/picking/<int:line_id>/", fulfil.line, name="staff_line"),
    path("orders/<str:number>/packing/", fulfil.packing, name="staff_packing"),
    path("orders/<str:number>/handover/", fulfil.handover, name="staff_handover"),
    path("orders/<str:number>/return/", fulfil.back, name="staff_return"),
    path("orders/<str:number>/delivery/", fulfil.delivery, name="staff_delivery"),
    path("orders/<str:number>/buyer/", invoices.buyer, name="staff_buyer"),
    path("orders/<str:number>/documents/<path:document>.pdf", invoices.document_pdf, name="staff_document_pdf"),
    path("orders/<str:number>/documents/<path:document>/", invoices.document, name="staff_document"),
    path("invoices/", invoices.invoices, name="staff_invoices"),
    path("invoices/return/", invoices.returns, name="staff_returns"),
    path("invoices/return/gstr1.<str:kind>", invoices.gstr1_file, name="staff_gstr1"),
    path("invoices/rates/", invoices.gst_rates, name="staff_gst_rates"),
    path("invoices/rates/new/", invoices.added_rates, name="staff_added_rates"),
    path("invoices/rates/shop/", invoices.tax_terms, name="staff_tax_terms"),
    path("catalogue/", catalogue.products_list, name="staff_catalogue"),
    path("catalogue/new/", catalogue.create, name="staff_product_new"),
    path("catalogue/products/<str:code>/", catalogue.edit, name="staff_product"),
    path("catalogue/products/<str:code>/pictures/", catalogue.pictures, name="staff_pictures"),
    path("catalogue/products/<str:code>/pictures/<int:image_id>/", catalogue.picture, name="staff_picture"),
    path("catalogue/products/<str:code>/stock/", catalogue.stock, name="staff_stock"),
    path("catalogue/export.<str:kind>", imports.export, name="staff_export"),
    path("imports/", imports.batches, name="staff_imports"),
    path("imports/<int:batch_id>/", imports.batch, name="staff_import"),
    path("imports/<int:batch_id>/<str:verb>/", imports.decide, name="staff_import_verb"),
    path("delivery/", settings.delivery_page, name="staff_delivery_settings"),
    path("delivery/pincodes/", settings.pincodes, name="staff_pincodes"),
    path("delivery/windows/", settings.windows, name="staff_windows"),
    path("delivery/terms/", settings.terms, name="staff_terms"),
    path("money/khata/", khata.khatas, name="staff_khatas"),
    path("money/khata/new/", khata.opening, name="staff_khata_new"),
    path("money/khata/<int:account_id>/", khata.khata, name="staff_khata"),
    path("money/khata/<int:account_id>/terms/", khata.terms, name="staff_khata_terms"),
    path("money/khata/<int:account_id>/entries/<str:verb>/", khata.entries, name="staff_khata_entry"),
    path("money/cash/", cash.cash, name="staff_cash"),
    path("money/cash/till/", cash.till, name="staff_cash_till"),
    path("money/cash/hand-ins/<int:holder_id>/", cash.hand_in, name="staff_cash_hand_in"),
    path("money/settlements/", settlements.files, name="staff_settlements"),
    path("money/settlements/new/", settlements.reading, name="staff_settlement_new"),
    path("money/settlements/<int:file_id>/", settlements.file, name="staff_settlement"),
    path("money/settlements/<int:file_id>/<str:verb>/", settlements.decide, name="staff_settlement_verb"),
    path("log/", log.log, name="staff_log"),
]
urlpatterns += payment_urls.urlpatterns
