"""What the desk was told of, and where: by a channel's name, for its address is a secret."""

from typing import ClassVar, Literal

from warehouse.records.base import Moment, Record, Text, content_id

HappeningKind = Literal["flip", "correction", "feed", "run"]


class NotifiedChannel(Record):
    """A channel that has been told something, or would have been: what happened before `since` is not for it."""

    table: ClassVar[str] = "notified_channels"
    key: ClassVar[tuple[str, ...]] = ("channel",)

    channel: Text
    since: Moment


class Notification(Record):
    """One happening was sent to one channel. It is stored once the channel has taken the message."""

    table: ClassVar[str] = "notifications"
    key: ClassVar[tuple[str, ...]] = ("notification_id",)

    notification_id: Text
    channel: Text
    happening_id: Text
    kind: HappeningKind
    sent_at: Moment

    @staticmethod
    def id_for(channel: str, happening_id: str) -> str:
        return content_id("not", channel, happening_id)
