"""An authority, and certificates of it, made for a test."""
import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Writes <name>.pem and <name>.key into the folder; ca.pem is its own."""

    def __init__(self, folder, name="ca"):
        self.folder, self.name, self.key = folder, name, ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign(name, self.key, x509.BasicConstraints(ca=True, path_length=0), None, 30)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _sign(self, name, key, constraints, usage, days):
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (x509.CertificateBuilder().subject_name(_name(name)).issuer_name(_name(self.name)).public_key(key.public_key())
                   .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=40)).not_valid_after(now + datetime.timedelta(days=days))
                   .add_extension(constraints, critical=True))
        if usage:
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def _issue(self, file, name, usage, days):
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(name, key, x509.BasicConstraints(ca=False, path_length=None), usage, days)
        (self.folder / f"{file}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        (self.folder / f"{file}.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        return self.folder / f"{file}.pem", self.folder / f"{file}.key"

    def server(self, file="server", days=20):
        return self._issue(file, "localhost", ExtendedKeyUsageOID.SERVER_AUTH, days)

    def client(self, name, file=None, days=20, usage=ExtendedKeyUsageOID.CLIENT_AUTH):
        return self._issue(file or name.replace("@", "-"), name, usage, days)
