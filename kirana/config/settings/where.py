"""Where the shop is: its folders, and the address people type. The other settings begin here."""

from pathlib import Path
from urllib.parse import urlsplit

from kirana.config import env

ROOT = Path(__file__).resolve().parents[3]
# Where the shop keeps what is its own: database, secret key, pictures, styles, mails.
DATA = env.folder("KIRANA_DATA", ROOT / "var")

# The address people type. Its port is the one `kirana.config.serve` opens; `https` switches on secure cookies, HSTS
# and the redirect to HTTPS.
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")
SITE = urlsplit(SITE_URL)
HTTPS = SITE.scheme == "https"
