"""A government's claim, an article that has it, and documents of all kinds of closeness to the one and the other."""

from tests.verifiers import builders
from verifiers.publishers import load_publishers
from warehouse.records import Document

CLAIM = builders.claim(
    "The Kremlin said that Russia reopened the Kerch bridge to lorries on 2 March 2025.",
    speaker="Dmitry Orlan",
    said="2025-03-03",
    entities=("Kremlin", "Russia", "Kerch"),
).model_copy(update={"speaker_role": "Kremlin spokesman"})

_TEXT = (
    "Russia has reopened the Kerch bridge to lorries, Kremlin spokesman Dmitry Orlan said on Monday. The crossing had "
    "been closed to heavy vehicles since the autumn, and queues of several kilometres had formed at the ferry on both "
    "shores. Drivers were told to bring the papers for their load and to expect a search of an hour."
)
_ARTICLE = builders.article(_TEXT, url="https://harbour-post.example/bridge", outlet="Harbour Post")
ARTICLE = (_ARTICLE, builders.version_of(_ARTICLE, _TEXT))

_STATEMENT = (
    "Lorries are crossing the Kerch bridge again. The first column passed the checkpoint on the western shore at nine "
    "in the morning on 2 March, and the road administration counted four hundred vehicles by the evening. The ferry "
    "goes on as before. Work on the third span is finished, and the speed limit of fifty kilometres stays in force."
)


def _document(publisher: str | None, url: str | None, text: str, published: str = "2025-03-02") -> Document:
    found = builders.document(text, publisher=publisher, url=url, published=published)
    origin = load_publishers().origin(
        credit=None, text=text, authors=(), publisher=publisher, url=found.url, path="one.txt"
    )
    return found.model_copy(update={"origin": origin, "document_type": load_publishers().document_type(found.url)})


KREMLIN = _document("Kremlin", "https://kremlin.ru/events/1", _STATEMENT)
COPIED = _document("Valley News", None, f"From our desk. {_STATEMENT}", "2025-03-03")
STATE_WIRE = _document("TASS", "https://tass.com/economy/1", "Lorries crossed the Kerch bridge on 2 March. It is open.")
CITES_STATE = _document(
    "Gazette", None, "Lorries use the Kerch bridge in Russia again since 2 March, TASS reported on Sunday evening."
)
INDEPENDENT = _document(
    "Courier", None, "Our reporter saw lorries cross the Kerch bridge on 2 March, the first ones since the autumn."
)
WIRE = _document("Metro Sun", None, "KERCH, March 2 (Reuters) - Lorries crossed the bridge from Russia on Sunday.")
OTHER_WIRE = _document(
    "Upland Mail", None, "By Reuters\n\nThe Kerch bridge was opened to lorries by Russia on 2 March."
)
CHECKED = _document("Snopes", "https://www.snopes.com/kerch", "Is the Kerch bridge open to lorries? It is.")
RECORD = _document(
    None, "https://publication.pravo.gov.ru/1", "The order lifts the closing of the Kerch bridge to lorries on 2 March."
)
REPRINT = _document("Lake Echo", None, f"{_TEXT} It was the first such opening this year.", "2025-03-04")
OUTLET = _document("The Harbour Post", None, "A ferry waited at Kerch while the bridge stayed closed to lorries.")

DOCUMENTS = [
    KREMLIN,
    COPIED,
    STATE_WIRE,
    CITES_STATE,
    INDEPENDENT,
    WIRE,
    OTHER_WIRE,
    CHECKED,
    RECORD,
    REPRINT,
    OUTLET,
]
