"""What the shopper's phone is given, and what the shopkeeper types: the UPI link, its QR code, the UTR.

The link is NPCI's "UPI linking specification": `pa` to whose address, `pn` their name, `am` rupees with two decimals,
`tr` the reference that comes back with the transfer, `tn` the note on both statements, `cu` the currency.
"""

import re
from urllib.parse import quote, urlencode

import segno
from django.utils.safestring import SafeString, mark_safe

from kirana.core.money import plain_rupees

VPA = re.compile(r"[a-zA-Z0-9.\-_]{2,256}@[a-zA-Z][a-zA-Z0-9]{1,64}")
UTR = re.compile(r"[0-9]{12}")
NOT_A_DIGIT_OF_IT = re.compile(r"[\s\-]+")
NOT_FOR_TR = re.compile(r"[^a-zA-Z0-9]")  # some apps refuse a reference with anything else in it
LONGEST_REFERENCE = 35
INK, PAPER = "#1d2a20", "#fff"  # dark on white whatever the page looks like: a scanner wants contrast
QUIET_ZONE = 4  # modules of white around the code, as scanners expect


def upi_link(*, vpa: str, payee: str, amount_paise: int, reference: str) -> str:
    """`upi://pay?…` for exactly this amount; a UPI app fills everything in and the shopper only confirms."""
    facts = {
        "pa": vpa,
        "pn": payee,
        "am": plain_rupees(amount_paise),
        "tr": NOT_FOR_TR.sub("", reference)[:LONGEST_REFERENCE],
        "tn": reference,
        "cu": "INR",
    }
    return f"upi://pay?{urlencode(facts, quote_via=quote, safe='@')}"


def qr_svg(link: str) -> SafeString:
    """The link as a QR code: an SVG element that takes its size from the page and carries no style of its own."""
    code = segno.make(link, error="m", micro=False)
    drawn = code.svg_inline(border=QUIET_ZONE, omitsize=True, dark=INK, light=PAPER, svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # it holds black and white squares; the link is only in their places


def read_utr(typed: str) -> str | None:
    """The 12 digits, written with or without spaces; nothing when it is not a UTR."""
    digits = NOT_A_DIGIT_OF_IT.sub("", typed)
    return digits if UTR.fullmatch(digits) else None


def is_vpa(text: str) -> bool:
    """Whether it has the form of a UPI address: `lakshmi@okbank`."""
    return VPA.fullmatch(text) is not None
