"""A SAML identity provider for the tests: keys made on the spot, answers signed with xmlsec."""

import base64
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from defusedxml.ElementTree import fromstring
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY = "https://idp.lu.se/idp/shibboleth"
SSO = "https://idp.lu.se/idp/profile/SAML2/Redirect/SSO"
ACS = "http://testserver/sign-in/saml/acs/"
SP = "http://testserver/sign-in/saml/metadata/"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
REFEDS_MFA = "https://refeds.org/profile/mfa"
SUBJECT = "urn:oasis:names:tc:SAML:attribute:subject-id"
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"
NAME = "urn:oid:2.16.840.1.113730.3.1.241"
AFFILIATION = "urn:oid:1.3.6.1.4.1.5923.1.1.1.9"
EPPN = "urn:oid:1.3.6.1.4.1.5923.1.1.1.6"
ANNA = {
    SUBJECT: ["anna-1@lu.se"],
    MAIL: ["anna@lu.se"],
    NAME: ["Anna Alm"],
    AFFILIATION: ["member@lu.se", "employee@lu.se"],
}


@dataclass
class Answer:
    """What goes into a response; tests change one thing at a time."""

    attributes: dict[str, list[str]] = field(default_factory=lambda: dict(ANNA))
    context: str = PASSWORD
    issuer: str = ENTITY
    audience: str = SP
    recipient: str = ACS
    lasts: timedelta = timedelta(minutes=5)
    is_signed: bool = True
    signs_response_only: bool = False


class IdP:
    @cached_property
    def key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def private(self) -> str:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        ).decode()

    @cached_property
    def certificate(self) -> str:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.lu.se")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=3650))
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM).decode()

    @cached_property
    def metadata(self) -> str:
        body = "".join(self.certificate.splitlines()[1:-1])
        return (
            '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
            f' entityID="{ENTITY}"><md:IDPSSODescriptor'
            ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
            '<md:KeyDescriptor use="signing"><ds:KeyInfo'
            ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>'
            f"{body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
            f' Location="{SSO}"/></md:IDPSSODescriptor></md:EntityDescriptor>'
        )

    def answer(self, question: str, answer: Answer | None = None) -> str:
        """The SAMLResponse to somebody who came with this address."""
        answer = answer or Answer()
        now = datetime.now(UTC)
        asked = request_id(question)
        assertion = self._assertion(asked, now, answer)
        if answer.is_signed and not answer.signs_response_only:
            assertion = self._sign(assertion)
        response = (
            '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
            f' ID="_r{asked}" Version="2.0" IssueInstant="{stamp(now)}"'
            f' Destination="{answer.recipient}" InResponseTo="{asked}">'
            '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">'
            f"{answer.issuer}</saml:Issuer><samlp:Status><samlp:StatusCode"
            ' Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
            f"{assertion}</samlp:Response>"
        )
        if answer.signs_response_only:
            response = self._sign(response)
        return base64.b64encode(response.encode()).decode()

    def _sign(self, xml: str) -> str:
        signed = OneLogin_Saml2_Utils.add_sign(
            xml,
            self.private,
            self.certificate,
            sign_algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            digest_algorithm="http://www.w3.org/2001/04/xmlenc#sha256",
        )
        return signed.decode() if isinstance(signed, bytes) else signed

    def _assertion(self, asked: str, now: datetime, answer: Answer) -> str:
        until = stamp(now + answer.lasts)
        since = stamp(min(now, now + answer.lasts) - timedelta(minutes=10))
        attributes = "".join(
            f'<saml:Attribute Name="{name}"'
            ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">'
            + "".join(f"<saml:AttributeValue>{escape(v)}</saml:AttributeValue>" for v in values)
            + "</saml:Attribute>"
            for name, values in answer.attributes.items()
        )
        return (
            '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
            f' ID="_a{asked}" Version="2.0" IssueInstant="{stamp(now)}">'
            f"<saml:Issuer>{answer.issuer}</saml:Issuer><saml:Subject>"
            '<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient">'
            "_transient</saml:NameID>"
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<saml:SubjectConfirmationData NotOnOrAfter="{until}"'
            f' Recipient="{answer.recipient}" InResponseTo="{asked}"/></saml:SubjectConfirmation>'
            f'</saml:Subject><saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}">'
            f"<saml:AudienceRestriction><saml:Audience>{answer.audience}</saml:Audience>"
            "</saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{stamp(now)}"><saml:AuthnContext>'
            f"<saml:AuthnContextClassRef>{answer.context}</saml:AuthnContextClassRef>"
            "</saml:AuthnContext></saml:AuthnStatement>"
            f"<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"
        )


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def question_in(address: str) -> str:
    packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return zlib.decompress(base64.b64decode(packed), -15).decode()


def request_id(address: str) -> str:
    found: str = fromstring(question_in(address)).attrib["ID"]
    return found
