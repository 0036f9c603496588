"""Errors that a user may see: each message is one sentence that names the fix.

A transient error may go away by itself and is worth another try; any other is terminal, and trying again only costs
time.
"""


class ClaimhouseError(Exception):
    """Base of every expected error. `str(error)` is fit to be shown to a user as it is."""

    exit_code = 1
    transient = False

    @property
    def name(self) -> str:
        """The error's name as it stands in `failures.error`."""
        return type(self).__name__


class TransientError(ClaimhouseError):
    """A fault that may pass: a time-out, a lock held elsewhere, a server that is down."""

    transient = True


class BadInputError(ClaimhouseError):
    """What the user handed over cannot be used: a wrong option, an unreadable file."""

    exit_code = 2


class SettingsError(BadInputError):
    """A setting or a key is missing or has a value that cannot be used."""


class WarehouseError(ClaimhouseError):
    """The warehouse cannot be opened, read or written."""

    exit_code = 3


class WarehouseLockedError(WarehouseError, TransientError):
    """Another process held the warehouse's lock for longer than we were told to wait."""


class WarehouseTooNewError(WarehouseError):
    """The warehouse was written by a newer Claimhouse."""


class WarehouseMissingError(WarehouseError):
    """There is no warehouse here, or no folder to make it in."""

    @classmethod
    def at(cls, path: object) -> "WarehouseMissingError":
        """The same sentence, whoever looked for it."""
        return cls(f"there is no warehouse at {path}: run `claimhouse check ARTICLE` to make one")


class WarehouseDamagedError(WarehouseError):
    """The file is not a warehouse, or no longer one that can be read."""


class WarehouseNotWritableError(WarehouseError):
    """The disk or the folder is read-only, or belongs to somebody else."""


class WarehouseFullError(WarehouseError):
    """The disk has no room for what was to be written."""


class SourceError(ClaimhouseError):
    """An evidence source could not be asked, which is never the same as having found nothing."""


class QueryError(BadInputError):
    """A user's SQL failed, was refused, or ran out of its time."""
