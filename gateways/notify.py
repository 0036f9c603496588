"""The door to whoever is told what happened: channels of any service that apprise knows (Slack, mail, Matrix, ntfy, …).

A channel's address is a secret, for it holds a password or a token: it is never printed, logged or stored. What apprise
itself says of a failure may hold a part of it, so that only the status of an answer is taken from that.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from apprise import Apprise, AppriseAsset, NotifyFormat

from gateways.channels import Channel
from warehouse.errors import SettingsError, TransientError

LONGEST = 4000  # code points of one message, where its service does not take fewer
_ROOM_FOR_TITLE = 100
_SHORTEST = 100
_WHOLE = 3  # times the time-out: how long all of a delivery may take, however slowly an answer comes
_STATUS = re.compile(r"\berror=(\d{3})\b")
_ONE_AT_A_TIME = threading.Lock()  # apprise has one logger for all


class ChannelAddressError(SettingsError):
    """A channel's address is none that apprise can use."""


class DeliveryFailedError(TransientError):
    """A channel did not take a message."""


class ChannelSender:
    """Sends plain text to one channel."""

    def __init__(self, channel: Channel, *, timeout_s: float) -> None:
        """`timeout_s` holds for the connection and for each silence after it; three times that for all of a delivery.

        Raises ChannelAddressError.
        """
        self._name = channel.name
        self._whole_s = _WHOLE * timeout_s
        # No picture of apprise's own is sent along, and nothing is kept on the disk.
        asset = AppriseAsset(app_id="Claimhouse", app_desc="Claimhouse", app_url="", async_mode=False)
        asset.image_url_mask = asset.image_url_logo = ""
        with _overheard():
            service = Apprise.instantiate(channel.address.get_secret_value(), asset=asset)
        if service is None:
            raise ChannelAddressError(
                f"The address of the channel {channel.name} ({channel.service}://…) cannot be used: see "
                f"https://appriseit.com for how one of that service is written, and correct it in CLAIMHOUSE_NOTIFY."
            )
        # As text nothing that an article says becomes markup, a mention or a link's other name.
        service.notify_format = NotifyFormat.TEXT
        service.socket_connect_timeout = service.socket_read_timeout = timeout_s
        self._apprise = Apprise(asset=asset)
        self._apprise.add(service)
        self.longest = max(_SHORTEST, min(LONGEST, service.body_maxlen - _ROOM_FOR_TITLE))  # code points of a body

    def send(self, title: str, body: str) -> None:
        """Send one message. Raises DeliveryFailedError, without anything of the address, where it was not taken."""
        with _overheard() as heard:
            taken = _within(
                self._whole_s, lambda: self._apprise.notify(body=body, title=title, body_format=NotifyFormat.TEXT)
            )
        if taken:
            return
        statuses = _STATUS.findall(" ".join(heard))
        why = f"it answered {statuses[-1]}" if statuses else "it cannot be reached, or did not answer in time"
        raise DeliveryFailedError(
            f"The channel {self._name} did not take a message ({why}): the next `claimhouse notify` sends it again."
        )


def _within(seconds: float, work: Callable[[], bool | None]) -> bool:
    """Whether work was done in time, and well. Its thread is left to itself after that, and holds up no exit."""
    done: list[bool] = []

    def worker() -> None:
        try:
            done.append(bool(work()))
        except Exception:  # noqa: BLE001  # a plugin's defect: its words may hold the address
            done.append(False)

    thread = threading.Thread(target=worker, daemon=True)
    thread.start()
    thread.join(seconds)
    return bool(done) and done[0]


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """What apprise says meanwhile goes nowhere else, nor what its HTTP library tells of addresses when debugging."""
    listener = _Listener()
    own = logging.getLogger("apprise")
    quiet = {name: logging.getLogger(name) for name in ("apprise", "urllib3", "requests_oauthlib")}
    with _ONE_AT_A_TIME:
        levels = {name: logger.level for name, logger in quiet.items()}
        propagates = own.propagate
        for logger in quiet.values():
            logger.setLevel(logging.WARNING)
        own.propagate = False
        own.addHandler(listener)
        try:
            yield listener.heard
        finally:
            own.removeHandler(listener)
            own.propagate = propagates
            for name, logger in quiet.items():
                logger.setLevel(levels[name])
