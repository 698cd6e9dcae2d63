"""UPI links, their QR codes and UTRs, for everyone who asks to be paid by UPI: the shop, its riders, its khata."""

from kirana.payments.gateways.upi_qr.link import is_vpa, qr_svg, read_utr, upi_link

__all__ = ["is_vpa", "qr_svg", "read_utr", "upi_link"]
