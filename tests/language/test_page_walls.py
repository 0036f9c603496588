"""Walls before a page's text are told apart, and a page that has its text is never taken for one."""

import json

import pytest

from language.page_walls import VERSION, find_wall
from language.pages import NoPageTextError, read_page

LEAD = "The council has sold the old mill to a brewery, the mayor said on Monday."
STORY = "\n".join(
    f"{number}. The council met for the {number}th time to hear what the brewery would pay for the mill, its wheel and "
    f"the meadow behind it, and adjourned before anybody could vote."
    for number in range(1, 14)
)


def page(text: str, *, head: str = "", after: str = "", title: str = "Council sells the old mill") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"{paragraphs}</article>{after}</body></html>"
    )


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def wall(html: str) -> str | None:
    try:
        text = read_page(html).text
    except NoPageTextError:
        text = ""
    return find_wall(html, text)


SUBSCRIBE = "<div class='c-paywall'><p>Subscribe now to continue reading.</p></div>"


@pytest.mark.parametrize(
    "html",
    [
        page(LEAD, head=ld(isAccessibleForFree=False)),
        page(LEAD, head=ld(isAccessibleForFree="http://schema.org/False")),
        page(LEAD, head=ld(hasPart=[{"@type": "WebPageElement", "isAccessibleForFree": "False"}])),
        page(LEAD, head=ld(wordCount=1200)),
        page(LEAD, head=ld(articleBody=STORY)),
        page(LEAD, head="<meta property='article:content_tier' content='locked'>"),
        page(LEAD, after=SUBSCRIBE),
        page(f"{LEAD}\nAlready a subscriber? Log in."),
        page(f"{LEAD}\nDieser Text ist nur für Abonnenten."),
        page(f"{LEAD}\nIl vous reste 82.5% de cet article à lire. La suite est réservée aux abonnés."),
        page(f"{LEAD}\nSuscríbete para seguir leyendo."),
        page(f"{LEAD}\nYou’ve reached your limit of free articles."),
    ],
)
def test_a_lead_before_a_paywall(html: str) -> None:
    assert wall(html) == "paywall"


@pytest.mark.parametrize(
    "html",
    [
        page(LEAD),  # a brief is a text
        page(STORY, head=ld(isAccessibleForFree=False)),  # metered: the text is there
        page(STORY, after=SUBSCRIBE),
        page(f"{STORY}\nSubscribe to read our newsletter."),
        page(STORY, head=ld(wordCount=330, isAccessibleForFree=False)),
        page(LEAD, after="<div class='paywall' style='display:none'><p>Subscribe to continue reading.</p></div>"),
        page(LEAD, head=ld(isAccessibleForFree=True), after=SUBSCRIBE),
        page(LEAD, head=ld(wordCount=15)),
        page(f"{LEAD}\nThe newspaper’s paywall had kept the story from its readers."),
        page(
            "The data protection office has fined a retailer for its cookie banner, which offered no way to refuse.\n"
            "The retailer said that it would appeal to the court in the capital, and that it had broken no rule.\n"
            "A hearing is planned for June in the capital, the office said in a statement on Monday morning."
        ),
        page("The Peugeot 404 was built in Sochaux until 1975.", title="Peugeot 504"),
    ],
)
def test_a_page_with_its_text_has_no_wall(html: str) -> None:
    assert wall(html) is None


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<html><head><script src='/app.js'></script></head><body><div id='root'></div></body></html>", "scripts"),
        (
            "<html><body><div id='app'></div><script>go()</script><noscript>Enable JavaScript</noscript></body></html>",
            "scripts",
        ),
        (page("You need to enable JavaScript to run this app."), "scripts"),
        (
            page(
                "We value your privacy.\nWe and our partners store cookies on your device.\nYou may accept all or "
                "reject all.\nSee our privacy policy.",
                title="News",
            ),
            "cookies",
        ),
        (page("Checking your browser before accessing the site.", title="Just a moment..."), "robot check"),
        (page("Please verify that you are a human by ticking the box."), "robot check"),
        (page("You don't have permission to read this.", title="Access Denied"), "robot check"),
        (page("Try the search, or go back to the start.", title="404 - Page not found"), "error page"),
        (page("Gehen Sie zur Startseite.", title="Seite nicht gefunden"), "error page"),
    ],
)
def test_other_walls(html: str, kind: str) -> None:
    assert wall(html) == kind


def test_a_page_of_many_phrases_is_read_to_its_end() -> None:
    html = page("subscribe " * 20_000 + "\n" + "you have reached your " * 20_000)
    assert find_wall(html, "word " * 10 + "subscribe " * 100_000) is None
    assert find_wall("<p class='" + "premium-" * 50_000 + "'>" + "subscri" * 50_000, "words") is None


def test_golden_change_the_version_when_this_changes() -> None:
    samples = [page(LEAD), page(LEAD, after=SUBSCRIBE), page(STORY), page("Enable JavaScript."), page("", title="404")]
    assert (VERSION, [wall(sample) for sample in samples]) == (1, [None, "paywall", None, "scripts", "error page"])
