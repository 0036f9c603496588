"""TLS for a server of a test, with a certificate that is made for the occasion."""

import datetime
import ipaddress
import ssl
import tempfile
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Certificate = Literal["trusted", "self-signed", "expired", "other host"]


def server_context(kind: Certificate) -> tuple[ssl.SSLContext, str]:
    """A server's TLS with a certificate made for the occasion, and the PEM of its authority."""
    now = datetime.datetime.now(datetime.UTC)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A test's authority")])
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A test's server")])
    day = datetime.timedelta(days=1)
    ends = now - day if kind == "expired" else now + day
    names: list[x509.GeneralName] = (
        [x509.DNSName("elsewhere.example")]
        if kind == "other host"
        else [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
    )
    authority = (
        x509.CertificateBuilder(authority_name, authority_name, authority_key.public_key(), 1)
        .not_valid_before(now - 30 * day)
        .not_valid_after(now + 30 * day)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        x509.CertificateBuilder(name if kind == "self-signed" else authority_name, name, key.public_key(), 2)
        .not_valid_before(now - 20 * day)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key if kind == "self-signed" else authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder) / "server.pem"
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        chain.write_bytes(private + certificate.public_bytes(pem))
        context.load_cert_chain(chain)
    return context, authority.public_bytes(pem).decode()
