"""What can go wrong with the web, each by its own name and with a message that says what to do.

None of these is evidence of anything: a page that could not be read is told of, and nothing follows from it. Only
transient errors may pass by themselves. No message holds a key: what services say goes through
`gateways.errors.redacted`, and addresses are told without their queries.
"""

from warehouse.errors import SourceError, TransientError


class WebError(SourceError):
    """Base of everything that can happen on the way to a page or a service."""

    exit_code = 2  # an address that cannot be read is bad input, as a file that cannot be read is


# The address, and the way there ---------------------------------------------------------------------------------


class AddressRefusedError(WebError):
    """Claimhouse does not go there: a private, loopback, link-local or metadata address, a scheme, a port, a password
    in the address. Raised at any hop and after the name was looked up."""


class HostNotFoundError(WebError):
    """The name server knows no such host."""


class ConnectionFailedError(WebError, TransientError):
    """The connection was refused or broke, the name server did not answer, or the reply was no HTTP."""


class TlsInvalidError(WebError):
    """The server's certificate is expired, self-signed or another host's, or it speaks no TLS that is still safe."""


class WebTimeoutError(WebError, TransientError):
    """Not connected, nothing read, or not finished within the time allowed."""


# The answer's status --------------------------------------------------------------------------------------------


class StatusError(WebError):
    """An answer that is not the page. `status` is the HTTP status; `retry_after` the seconds that the server asked us
    to wait, if it did."""

    def __init__(self, message: str, *, status: int, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class KeyRefusedError(StatusError):
    """401 (or 407): a key or a password is missing or not accepted."""


class ForbiddenError(StatusError):
    """403 (or 451): the server will not hand it to us."""


class NotThereError(StatusError):
    """404 or 410: the page does not exist, or no longer."""


class PaymentRequiredError(StatusError):
    """402, or a service's own status for it: the plan's quota is used up, and trying again only costs time."""


class TooManyRequestsError(StatusError, TransientError):
    """429: asked too often."""


class ServerFailedError(StatusError, TransientError):
    """5xx: the server failed."""


class UnexpectedStatusError(StatusError):
    """Any other status that is no page."""


# What came back -------------------------------------------------------------------------------------------------


class TooManyRedirectsError(WebError):
    """More redirects than allowed, a redirect in a circle, or one that leads nowhere."""


class TooLargeError(WebError):
    """More bytes than allowed, as sent or once decompressed."""


class BrokenBodyError(WebError):
    """The body cannot be decompressed, or in a way that we do not know."""


class WrongContentTypeError(WebError):
    """Not what was asked for: an image where a page was expected, a page where an API should answer."""


class NotJsonReplyError(WebError):
    """A service's answer that is not JSON: almost always a wrong address, or a wall in front of it."""


class UnexpectedReplyError(WebError):
    """A service's answer that is JSON, but not what its documentation says."""


class RobotsDisallowedError(WebError):
    """The site's robots.txt asks programs not to read this page."""


class RobotsUnavailableError(RobotsDisallowedError, TransientError):
    """The site could not tell what its robots.txt asks, so its pages are left alone for now."""


class NoTextError(WebError):
    """The page came, but holds no text: a shell that scripts fill, a wall of cookies, a scan without words."""


class PaywalledError(NoTextError):
    """The page came, but its text is for subscribers."""


class CircuitOpenError(WebError, TransientError):
    """A source that kept failing is not asked again in this run."""
