-- What the desk was told of: which happening was sent to which channel, and since when each channel is told.

CREATE TABLE notified_channels (
    channel VARCHAR,
    since TIMESTAMPTZ
);

CREATE TABLE notifications (
    notification_id VARCHAR,
    channel VARCHAR,
    happening_id VARCHAR,
    kind VARCHAR,
    sent_at TIMESTAMPTZ
);
