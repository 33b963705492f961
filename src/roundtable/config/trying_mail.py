"""Try whether mail leaves, and say in words why it does not."""

import smtplib
import ssl

from django.conf import settings

from roundtable.kernel.outside import mail


def try_mail(address: str, *, key: str) -> str:
    """Send a test mail; gives where it went. Raises `OSError` with a sentence for the administrator."""
    try:
        mail.send(
            to=address,
            subject="Roundtable: mail works",
            text="This installation of Roundtable can send mail.",
            key=key,
        )
    except (OSError, mail.NoSuchAddress) as error:
        raise OSError(explained(error)) from error
    if settings.EMAIL_URL:
        return f"through {settings.EMAIL_HOST}"
    return f"into {settings.ROUNDTABLE_HOME / 'mail'} (EMAIL_URL is not set)"


MEANINGS: tuple[tuple[type[Exception], str], ...] = (
    (mail.NoSuchAddress, "the mail server says that the address does not exist: {error}"),
    (
        smtplib.SMTPAuthenticationError,
        "{place} does not accept the name and password in EMAIL_URL (write @ as %40, : as %3A, / as %2F)",
    ),
    (
        smtplib.SMTPNotSupportedError,
        "{place} cannot do what EMAIL_URL asks: {error} smtp+tls:// needs STARTTLS, smtp+ssl:// begins with TLS",
    ),
    (
        ssl.SSLCertVerificationError,
        "the certificate of {place} is not trusted ({error.verify_message}); set SSL_CERT_FILE for your own authority",
    ),
    (
        ssl.SSLError,
        "{place} does not speak TLS as EMAIL_URL says; try smtp+tls:// (port 587) or smtp+ssl:// (port 465)",
    ),
    (smtplib.SMTPServerDisconnected, "{place} hung up, or did not answer within {patience} seconds"),
    (TimeoutError, "{place} did not answer within {patience} seconds"),
    (ConnectionRefusedError, "nothing listens at {place}"),
    (smtplib.SMTPRecipientsRefused, "{place} does not take mail for this address: {error.recipients}"),
    (smtplib.SMTPResponseException, "{place} said: {error.smtp_code} {error.smtp_error}"),
)
"""What errors mean to an administrator; the first that fits counts."""


def explained(error: Exception) -> str:
    """Say what the mail server's error means, and what to change."""
    meaning = next((words for kind, words in MEANINGS if isinstance(error, kind)), "{error}")
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return meaning.format(error=error, place=place, patience=settings.EMAIL_TIMEOUT)
