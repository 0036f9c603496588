"""`claimhouse notify`: the desk is told what happened since it was last told, each thing once to each channel.

What happened is read from the warehouse alone. A message is sent, and then stored as sent: a process that is killed
between the two sends that one message again, and no other.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flows.assembly import assemble_warehouse
from flows.at_work import end_abandoned
from flows.happenings import KINDS, Happening, unsent
from flows.notices import Message, digest_of, message_of
from flows.settings import Settings
from gateways.channels import Channel
from gateways.notify import LONGEST, ChannelSender
from warehouse.errors import BadInputError, ClaimhouseError
from warehouse.records import Notification, NotifiedChannel, Record

FIRST_HOURS = 24  # what happened before that is not for a channel that was never served
AT_MOST = 20  # messages to one channel at once; where there would be more, one digest is sent in their place
_LOCK = "notify"  # among the locks of articles, whose ids are longer


@dataclass(frozen=True)
class Told:
    """What one channel was told, or what it would be."""

    channel: str
    messages: tuple[Message, ...]
    happenings: int  # that these messages told of
    error: ClaimhouseError | None = None  # why it was not told the rest


class Notifier:
    """Tells channels what they were not told yet; `tell` is for one of them, one at a time."""

    def __init__(
        self,
        settings: Settings,
        kinds: Sequence[str] = tuple(KINDS),
        *,
        digest: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.channels = {channel.name: channel for channel in settings.channels}
        self._warehouse = assemble_warehouse(settings)
        self._timeout_s = settings.notify_timeout_s
        self._kinds = tuple(kinds)
        self._digest = digest
        self._clock = clock

    @contextmanager
    def to_itself(self) -> Iterator[None]:
        """While it lasts no other process tells anybody anything. Raises BadInputError where one is at it."""
        self._warehouse.must_exist()
        locks = self._warehouse.locks
        if not locks.try_take(_LOCK):
            raise BadInputError("Another `claimhouse notify` is at work on this warehouse: wait for it.")
        try:
            yield
        finally:
            locks.release(_LOCK)

    def tell(self, name: str, *, dry_run: bool = False) -> Told:
        """Tell one channel; what fails is told in the outcome and is sent the next time. A dry run changes nothing.

        Raises WarehouseError.
        """
        channel = self.channels[name]
        longest = LONGEST
        error: ClaimhouseError | None = None
        try:
            sender = ChannelSender(channel, timeout_s=self._timeout_s)
            longest = sender.longest
        except ClaimhouseError as refused:
            if not dry_run:
                return Told(name, (), 0, refused)
            error = refused
        batches = self._batches(channel, longest, dry_run=dry_run)
        if dry_run:
            return Told(name, tuple(message for message, _ in batches), sum(len(told) for _, told in batches), error)
        sent: list[Message] = []
        happenings = 0
        for message, told in batches:
            try:
                sender.send(message.title, message.body)
            except ClaimhouseError as failed:
                error = failed
                break
            self._warehouse.commit(self._notifications(name, told))
            sent.append(message)
            happenings += len(told)
        return Told(name, tuple(sent), happenings, error)

    def _batches(self, channel: Channel, longest: int, *, dry_run: bool) -> list[tuple[Message, list[Happening]]]:
        """The messages that are due, each with the happenings that it tells of."""
        kinds = [kind for kind in self._kinds if not channel.kinds or kind in channel.kinds]
        if not dry_run:
            end_abandoned(self._warehouse)  # a run that was killed has ended, too
        with self._warehouse.session() as session:
            known = session.read("SELECT since FROM notified_channels WHERE channel = ?", [channel.name])
            since = known[0]["since"] if known else self._clock() - timedelta(hours=FIRST_HOURS)
            found = unsent(session, channel.name, kinds, since)
        if not known and not dry_run:
            self._warehouse.commit([NotifiedChannel(channel=channel.name, since=since)])
        if not found:
            return []
        if self._digest or len(found) > AT_MOST:
            return [(digest_of(found, longest), found)]
        return [(message_of(one, longest), [one]) for one in found]

    def _notifications(self, channel: str, told: Sequence[Happening]) -> list[Record]:
        now = self._clock()
        return [
            Notification(
                notification_id=Notification.id_for(channel, one["happening_id"]),
                channel=channel,
                happening_id=one["happening_id"],
                kind=one["kind"],
                sent_at=now,
            )
            for one in told
        ]
