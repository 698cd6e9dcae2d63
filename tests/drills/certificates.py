"""Certificates for `localhost`, by an authority of the drill's own: good for ninety days, or ended yesterday."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LASTS = 90
DAY = timedelta(days=1)


def issue(folder: Path, *, ended: bool = False) -> int:
    """Write `ca.pem`, `leaf.pem` and `leaf.key`; the authority is made once. The days that the leaf lasts."""
    authority = folder / "ca.key"
    if not authority.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        authority.write_bytes(_pem(key))
        name = _name("Drill authority")
        made = _begun(name, name, key.public_key(), ends=datetime.now(UTC) + LASTS * 2 * DAY)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        folder.joinpath("ca.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(_PEM))
    signing = serialization.load_pem_private_key(authority.read_bytes(), None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    ends = datetime.now(UTC) + (-DAY if ended else LASTS * DAY)
    leaf = _begun(_name("localhost"), _name("Drill authority"), key.public_key(), ends=ends)
    leaf = leaf.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    folder.joinpath("leaf.pem").write_bytes(leaf.sign(signing, hashes.SHA256()).public_bytes(_PEM))
    folder.joinpath("leaf.key").write_bytes(_pem(key))
    return LASTS


_PEM = serialization.Encoding.PEM


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, ends: datetime
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    made = made.serial_number(x509.random_serial_number())
    return made.not_valid_before(ends - LASTS * 2 * DAY).not_valid_after(ends)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
