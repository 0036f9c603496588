"""Every way in which a page or a service of the web can fail, and the error that must come of it."""

from collections.abc import Callable

from gateways import web_errors as errors
from tests.loopback_web import (
    Behaviour,
    LoopbackWeb,
    big_body,
    breaks_off,
    empty_body,
    encoded_as,
    failing,
    garbled_gzip,
    gzip_bomb,
    hangs_up,
    html_called_json,
    html_instead,
    image,
    json_cut_off,
    no_http,
    redirect,
)

Fault = tuple[Callable[[LoopbackWeb], Behaviour], type[errors.WebError]]

METADATA = "http://169.254.169.254/latest/meta-data/"

_EITHER: dict[str, Fault] = {
    "401": (lambda _: failing(401), errors.KeyRefusedError),
    "402": (lambda _: failing(402), errors.PaymentRequiredError),
    "403": (lambda _: failing(403), errors.ForbiddenError),
    "404": (lambda _: failing(404), errors.NotThereError),
    "410": (lambda _: failing(410), errors.NotThereError),
    "418": (lambda _: failing(418), errors.UnexpectedStatusError),
    "429 with Retry-After": (lambda _: failing(429, retry_after="3600"), errors.TooManyRequestsError),
    "500": (lambda _: failing(500), errors.ServerFailedError),
    "503 with Retry-After": (lambda _: failing(503, retry_after="3600"), errors.ServerFailedError),
    "no answer": (lambda web: web.holds(), errors.WebTimeoutError),
    "hanging up": (lambda _: hangs_up(), errors.ConnectionFailedError),
    "no HTTP": (lambda _: no_http(), errors.ConnectionFailedError),
    "a redirect to a private address": (lambda _: redirect("http://10.0.0.1/"), errors.AddressRefusedError),
    "a redirect to the metadata service": (lambda _: redirect(METADATA), errors.AddressRefusedError),
    "a redirect to a file": (lambda _: redirect("file:///etc/passwd"), errors.AddressRefusedError),
}


def _faults_of(content_type: str) -> dict[str, Fault]:
    return {
        "a body that stalls": (lambda web: web.stalls(content_type), errors.WebTimeoutError),
        "a body that drips": (lambda web: web.drips(content_type), errors.WebTimeoutError),
        "100 MB": (lambda _: big_body(content_type), errors.TooLargeError),
        "100 MB, as declared": (lambda _: big_body(content_type, declared=True), errors.TooLargeError),
        "a gzip bomb": (lambda _: gzip_bomb(content_type), errors.TooLargeError),
        "garbled gzip": (lambda _: garbled_gzip(content_type), errors.BrokenBodyError),
        "br that nobody asked for": (lambda _: encoded_as("br", content_type), errors.BrokenBodyError),
        "zstd that nobody asked for": (lambda _: encoded_as("zstd", content_type), errors.BrokenBodyError),
        "a body that breaks off": (lambda _: breaks_off(content_type), errors.ConnectionFailedError),
        "an image": (lambda _: image(), errors.WrongContentTypeError),
    }


def patience(error: type[errors.WebError]) -> dict[str, float]:
    """Settings for a test of a fault: short where time is what fails, elsewhere longer than a busy machine takes."""
    if error is errors.WebTimeoutError:
        return {"read_timeout_s": 0.5, "total_timeout_s": 1.5}
    return {"read_timeout_s": 60.0, "total_timeout_s": 120.0, "connect_timeout_s": 60.0}


# What `WebGateway.fetch` must make of a page, and `WebGateway.call` of a service.
PAGE_FAULTS: dict[str, Fault] = {**_EITHER, **_faults_of("text/html")}
SERVICE_FAULTS: dict[str, Fault] = {
    **_EITHER,
    **_faults_of("application/json"),
    "HTML instead of JSON": (lambda _: html_instead(), errors.WrongContentTypeError),
    "HTML called JSON": (lambda _: html_called_json(), errors.NotJsonReplyError),
    "JSON that is cut off": (lambda _: json_cut_off(), errors.NotJsonReplyError),
    "nothing at all": (lambda _: empty_body("application/json"), errors.NotJsonReplyError),
}
