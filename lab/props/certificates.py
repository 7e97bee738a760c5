"""`[[authority]]` and `[[certificate]]`: an authority of the run's own, and what it signs (RFC 5280), with faults where wanted.

Nothing of the machine trusts the authority: whoever is to trust it must be told.
"""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lab.content.props import Authority, Certificate, key_beside
from lab.errors import LabError
from lab.language.message import say
from lab.props.ground import PLAIN, PRIVATE, Ground

DAYS_OF_AN_AUTHORITY = 3650
_EARLIER = timedelta(days=1)
"""How long ago what begins now began, since the clock of an engine in a virtual machine may be behind."""


def lay_authority(prop: Authority, ground: Ground) -> None:
    """Lay an authority's key, which nobody else may read, and then its certificate."""
    if ground.holds(prop.path):
        return
    key = _key(ground, key_beside(prop.path), PRIVATE)
    span = timedelta(days=DAYS_OF_AN_AUTHORITY)  # also before now: what it has signed may have ended since
    name = _name(prop.subject)
    builder = _builder(name, name, key.public_key(), _now() - span, _now() + span)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs=True), critical=True)
    ground.write(prop.path, _pem(builder.sign(key, hashes.SHA256())))


def lay_certificate(prop: Certificate, ground: Ground) -> None:
    """Lay a certificate that an authority of the exercise's signs, and its key, which the engine's containers can read."""
    if ground.holds(prop.path):
        return
    signer, signing_key = _signer(prop.authority, ground)
    key = _key(ground, key_beside(prop.path), PLAIN if ground.engine.userns else PRIVATE)
    begins = _now() - _EARLIER - (timedelta(days=prop.days) if prop.ended else timedelta())
    ends = begins + timedelta(days=prop.days) + (timedelta() if prop.ended else _EARLIER)
    builder = _builder(_name(prop.subject), signer.subject, key.public_key(), begins, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key())
    builder = builder.add_extension(issued_by, critical=False)
    if prop.names:
        names = x509.SubjectAlternativeName([_alternative(name) for name in prop.names])
        builder = builder.add_extension(names, critical=False)
    ground.write(prop.path, _pem(builder.sign(signing_key, hashes.SHA256())))


def _signer(path: str, ground: Ground) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Return an authority as it lies in the workspace; raise LabError where half of it has gone, so that nothing fits it."""
    certificate, key = ground.read(path), ground.read(key_beside(path))
    try:
        signer = x509.load_pem_x509_certificate(certificate or b"")
        signing_key = serialization.load_pem_private_key(key or b"", None)
    except ValueError as error:
        message = say("session.no-authority.message", path=path, beside=key_beside(path))
        raise LabError(message, say("session.no-authority.hint")) from error
    assert isinstance(signing_key, ec.EllipticCurvePrivateKey), "the lab's authorities have no other keys"
    return signer, signing_key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _usage(*, signs: bool) -> x509.KeyUsage:
    """Return what a key is for: to sign certificates, or to prove a server in a handshake."""
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _key(ground: Ground, path: str, mode: int) -> ec.EllipticCurvePrivateKey:
    """Return the key that lies at a path, or lay a new one."""
    if not ground.holds(path):
        made = ec.generate_private_key(ec.SECP256R1())
        encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        ground.write(path, made.private_bytes(encoding, form, serialization.NoEncryption()), mode)
    key = serialization.load_pem_private_key(ground.read(path) or b"", None)
    assert isinstance(key, ec.EllipticCurvePrivateKey), "the lab lays no other keys"
    return key


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
