"""UPI straight to the shop's own address: a link and a QR code, confirmed by a person against the UTR."""
