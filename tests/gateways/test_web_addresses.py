"""Where the gateway may go: whatever leads inside somebody's network is refused, at any hop and after any look-up."""

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from ipaddress import ip_address

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from gateways import web_errors as errors
from gateways.web import WebGateway, WebSettings
from gateways.web_addresses import AllowedHosts, is_public, public_addresses, read_address, system_resolver
from gateways.web_network import CheckedNetwork, LookAhead
from tests.gateways.web_clock import Clock, gateway
from tests.loopback_web import LoopbackWeb, page, redirect

NOBODY = AllowedHosts()

INSIDE = [
    *("127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"),
    *("0.0.0.0", "0.1.2.3", "100.64.0.1", "100.100.100.200", "192.0.0.8", "198.18.0.1", "192.0.2.1", "224.0.0.1"),  # noqa: S104
    *("240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1"),
    *("::", "::1", "fe80::1", "fd00::1", "fd00:ec2::254", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
    *("2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::1", "64:ff9b::a9fe:a9fe", "3fff::1", "5f00::1", "4000::1"),
]
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


@pytest.mark.parametrize("ip", INSIDE)
def test_what_is_not_public(ip: str) -> None:
    assert not is_public(ip_address(ip))


@pytest.mark.parametrize("ip", PUBLIC)
def test_what_is_public(ip: str) -> None:
    assert is_public(ip_address(ip))


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_as_public_as_it_is(ip) -> None:  # type: ignore[no-untyped-def]
    number = int(ip)
    mapped = ip_address(f"::ffff:{ip}")
    tunnelled = ip_address((0x2002 << 112) | (number << 80))
    translated = ip_address((0x0064FF9B << 96) | number)
    assert is_public(mapped) == is_public(tunnelled) == is_public(translated) == is_public(ip)


@pytest.mark.parametrize(
    "url",
    [
        *(f"http://{f'[{ip}]' if ':' in ip else ip}/" for ip in INSIDE),
        *("http://localhost/", "http://localhost./", "http://LOCALHOST/", "http://a.localhost/", "http://printer/"),
        *("http://printer.local/", "http://metadata.google.internal/", "http://nas.home.arpa/", "http://x.onion/"),
        *("http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f.1/"),
        *(
            "http://127.0.0.1./",
            "http://127。0。0。1/",
            "http://１２７.0.0.1/",
            "http://a.example.0x7f/",
            "http://1.2.3/",
        ),
        *("http://[::1", "http://[fe80::1%25eth0]/", "http://[::ffff:127.0.0.1]:80/", "http:///etc/passwd", "http://"),
        *("file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "javascript:alert(1)", "data:,x", "//x", ""),
        *("http://me:secret@a.example/", "http://a.example@127.0.0.1/", "http://a.example\\@127.0.0.1/"),
        *("http://a.example:22/", "http://a.example:6379/", "https://a.example:25/", "http://a.example:0x50/"),
        *("http://a b.example/", "http://a.example\r\nHost: b/", "http://ex%61mple.com:22/", "http://-/" + "x" * 9000),
    ],
)
def test_an_address_that_is_refused_as_it_is_written(url: str) -> None:
    with pytest.raises(errors.AddressRefusedError) as caught:
        read_address(url, NOBODY)
    assert "secret" not in str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://news.example/a?b=c#d", "https://news.example/a?b=c"),
        (" HTTPS://News.Example:443/a ", "https://news.example/a"),
        ("http://news.example:8080", "http://news.example:8080"),
        ("https://münchen.example/ü", "https://xn--mnchen-3ya.example/%C3%BC"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("https://[2606:4700::6810:84e5]/", "https://[2606:4700::6810:84e5]/"),
        ("https://news.example./", "https://news.example./"),
    ],
)
def test_an_address_that_is_asked(given: str, asked: str) -> None:
    assert read_address(given, NOBODY).url == asked


def test_what_the_settings_name_is_asked_and_nothing_beside_it() -> None:
    allowed = AllowedHosts.of(["127.0.0.1:8081", "wiki.lan", "[::1]:9000", " 10.0.0.7:80 "])
    for url in ("http://127.0.0.1:8081/", "https://WIKI.lan/", "http://wiki.lan:8080/", "http://[::1]:9000/"):
        assert read_address(url, allowed).url
    for url in ("http://127.0.0.1:8082/", "http://127.0.0.1/", "http://wiki.lan:22/", "http://b.wiki.lan/"):
        with pytest.raises(errors.AddressRefusedError):
            read_address(url, allowed)
    assert read_address("http://10.0.0.7/", allowed).port == 80
    with pytest.raises(errors.AddressRefusedError):
        read_address("http://10.0.0.7:8080/", allowed)


@pytest.mark.parametrize("name", ["", "http://a.example", "a.example/path", "me@a.example", "a:b:c", "a.example?x"])
def test_a_host_that_is_none_is_told(name: str) -> None:
    with pytest.raises(ValueError, match=r"write it as wiki\.example or 127\.0\.0\.1:8080"):
        AllowedHosts.of([name])


# After the name was looked up


def leads_to(*ips: str):  # type: ignore[no-untyped-def]
    async def resolve(host: str) -> Sequence[str]:
        resolve.asked.append(host)  # type: ignore[attr-defined]
        return ips

    resolve.asked = []  # type: ignore[attr-defined]
    return resolve


@pytest.mark.parametrize("ips", [("127.0.0.1",), ("8.8.8.8", "10.0.0.1"), ("::1",), ("fe80::1%eth0",), ("nonsense",)])
async def test_a_name_that_leads_inside_is_refused_though_it_also_leads_elsewhere(ips: tuple[str, ...]) -> None:
    with pytest.raises(errors.AddressRefusedError):
        await public_addresses("news.example", 443, NOBODY, leads_to(*ips))


async def test_a_name_that_leads_nowhere() -> None:
    with pytest.raises(errors.HostNotFoundError):
        await public_addresses("news.example", 443, NOBODY, leads_to())


async def test_the_system_s_numbers_in_disguise_are_seen_through() -> None:
    assert set(await system_resolver("2130706433")) == {"127.0.0.1"}
    with pytest.raises(errors.AddressRefusedError):
        await public_addresses("0177.1", 80, NOBODY, system_resolver)


async def test_a_page_at_a_name_that_leads_inside_is_never_connected() -> None:
    with LoopbackWeb({"*": page("secret")}) as web:
        asked = WebGateway(WebSettings(), resolve=leads_to("127.0.0.1"))
        with pytest.raises(errors.AddressRefusedError, match=r"news\.example"):
            await asked.fetch(f"http://news.example:{8080}/")
    assert web.requests == web.robots_requests == []


async def test_what_was_checked_is_what_is_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: a name that leads elsewhere a moment later gains nothing: one look-up serves one connection."""
    answers = [["8.8.8.8"], ["127.0.0.1"]]
    connected = []

    async def resolve(host: str) -> Sequence[str]:
        return answers.pop(0)

    async def connect(self: object, host: str, *_: object) -> object:
        connected.append(host)
        return object()

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    network = CheckedNetwork(NOBODY, resolve)
    await network.connect_tcp("news.example", 443, 1.0)
    with pytest.raises(errors.AddressRefusedError):
        await network.connect_tcp("news.example", 443, 1.0)
    assert connected == ["8.8.8.8"]


async def test_a_host_is_called_by_its_name() -> None:
    with LoopbackWeb({"*": page("<p>Words")}) as web:
        settings = WebSettings(allowed_hosts=(f"news.example:{web.port}",), host_interval_s=0)
        asked = WebGateway(settings, resolve=leads_to("127.0.0.1"))
        fetched = await asked.fetch(web.url("/", host="news.example"))
        await asked.aclose()
    assert fetched.body == b"<p>Words"
    assert web.requests[0].headers["host"] == f"news.example:{web.port}"


async def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with LoopbackWeb({"*": page("<p>Words")}) as web:
        asked = WebGateway(
            WebSettings(allowed_hosts=(f"news.example:{web.port}",)), resolve=leads_to("127.0.0.2", "127.0.0.1")
        )
        assert (await asked.fetch(web.url("/", host="news.example"))).status == 200


@pytest.mark.parametrize(
    "to", ["http://localhost/", "http://2130706433/", "http://[::1]/", "http://a:b@c.example/", "gopher://x.example/"]
)
async def test_no_hop_leads_inside(to: str) -> None:
    with LoopbackWeb({"/": redirect("/next"), "/next": redirect(to)}) as web, pytest.raises(errors.AddressRefusedError):
        await gateway(web).fetch(web.url("/"))


async def test_a_hop_to_a_name_that_leads_inside_is_refused_without_advice_to_allow_it() -> None:
    with LoopbackWeb({"/": redirect("http://inner.example/")}) as web:
        settings = WebSettings(allowed_hosts=(web.host,), host_interval_s=0)
        with pytest.raises(errors.AddressRefusedError, match=r"redirects to http://inner\.example/") as caught:
            await WebGateway(settings, resolve=leads_to("10.0.0.1")).fetch(web.url("/"))
    assert "ALLOWED_HOSTS" not in str(caught.value)


async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with LoopbackWeb({"/": page("<p>Words")}) as web:
        assert (await gateway(web).fetch(web.url("/"))).status == 200


async def test_the_proxy_of_the_settings_is_used_for_public_pages() -> None:
    with LoopbackWeb({"*": page("<p>Through the proxy")}) as proxy:
        named = SecretStr(proxy.url(host="me:se%20cret@127.0.0.1"))
        asked = WebGateway(WebSettings(proxy=named, host_interval_s=0), resolve=leads_to())
        fetched = await asked.fetch("http://news.example/a")
        assert fetched.body == b"<p>Through the proxy"
        assert proxy.requests[0].headers["host"] == "news.example"
        assert proxy.requests[0].headers["proxy-authorization"] == f"Basic {b64encode(b'me:se cret').decode()}"
        with pytest.raises(errors.AddressRefusedError):
            await asked.fetch("http://10.0.0.1/")


@pytest.mark.parametrize("ip", ["10.0.0.5", "169.254.169.254"])
async def test_no_name_that_is_known_to_lead_inside_is_handed_to_the_proxy(ip: str) -> None:
    async def resolve(host: str) -> Sequence[str]:
        return (ip,) if host == "inner.example" else ("8.8.8.8",)

    with LoopbackWeb({"*": page("secret"), "/away": redirect("http://inner.example/")}) as proxy:
        settings = WebSettings(proxy=SecretStr(proxy.url()), host_interval_s=0)
        asked = WebGateway(settings, resolve=resolve)
        with pytest.raises(errors.AddressRefusedError, match=r"inner\.example is no public address"):
            await asked.fetch("http://inner.example/")
        with pytest.raises(errors.AddressRefusedError, match=r"redirects to http://inner\.example/"):
            await asked.fetch("http://news.example/away")
        await asked.aclose()
    hosts = {request.headers["host"] for request in (*proxy.requests, *proxy.robots_requests)}
    assert hosts == {"news.example"}


async def test_a_name_service_that_does_not_answer_keeps_no_proxy_waiting_again_and_again() -> None:
    asked = []

    async def resolve(host: str) -> Sequence[str]:
        asked.append(host)
        await asyncio.Event().wait()
        return ()

    clock = Clock()
    ahead = LookAhead(NOBODY, resolve, within_s=0.01, clock=clock)
    await ahead.check("a.example", 443)
    await ahead.check("b.example", 443)
    assert asked == ["a.example"]
    clock.seconds = 301
    await ahead.check("c.example", 443)
    assert asked == ["a.example", "c.example"]


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://[", "//", "http://a.example:"]))
def test_any_text_is_an_address_or_is_refused(text: str, before: str) -> None:
    for base in (None, "https://news.example/a/b?c"):
        try:
            address = read_address(before + text, NOBODY, base=base)
        except errors.AddressRefusedError:
            continue
        assert address.scheme in ("http", "https")
        assert address.target.startswith(b"/")
        assert not set(address.target) & set(b"\r\n \0")
        assert read_address(address.url, NOBODY) == address
        assert read_address(address.site, NOBODY).host == address.host
