"""What stands between a reader and a page's text: a paywall, a wall of cookies, scripts, a check for robots, an error.

A wall is only told of where there is little text: a page that has its whole text is read, whatever stands beside it.
"""

import re
from typing import Any, Literal

from language.page_facts import json_ld_articles
from language.pages import NoPageTextError, drop_hidden, parse_html

VERSION = 1

Wall = Literal["paywall", "cookies", "scripts", "robot check", "error page"]

_WHOLE = 250  # words: a page that has more is a text, even if there could be more of it
_SCRAP = 60  # words: less is a text only where nothing speaks against it
_PROMISED = 250  # words: of a promise that means something
_KEPT = 0.35  # of the words promised

_TIERS = re.compile(r"locked|metered|premium|subscriber|paid|registered", re.IGNORECASE)


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_MARKED = _any(
    r"(?:pay|reg)-?wall",
    r"subscri\w*-?(?:only|wall|gate|required|prompt|barrier)",
    r"(?:metered|premium)-?content|premium-?(?:wall|teaser)|(?:content|article)-?gate|abo-?(?:wall|teaser)",
    r"(?:^|[\s_-])(?:piano|tp)-(?:container|modal|inline)",
)
_SUBSCRIBE = _any(
    r"\b(?:subscribe|sign up|sign in|log ?in|register|join)\b[^.!?\n]{0,60}"
    r"\bto (?:continue|keep|read|view|unlock|access|see)\b",
    r"(?:continue|keep) reading (?:with|for|this article (?:with|for))\b",
    r"already (?:a|have a) (?:subscri\w+|member)",
    r"this (?:article|story|content|page) is (?:only |exclusively )?(?:for|available to|reserved for) "
    r"(?:our )?(?:\w+ )?(?:subscribers|members)",
    r"subscribers[- ]only|for subscribers only",
    r"you(?: have|['’]ve) (?:reached|used|read) (?:all )?(?:your|the)[^.\n]{0,40}(?:limit|free articles?)",
    r"jetzt weiterlesen|nur f(?:ü|ue)r abonnenten|weiterlesen mit|bereits abonnent",
    r"r[ée]serv[ée]e? aux abonn[ée]s|il vous reste [\d,. ]+ ?% de cet article|d[ée]j[àa] abonn[ée]",
    r"suscr[ií]b[^.\n]{0,40}(?:seguir|continuar) leyendo|(?:s[oó]lo|exclusivo) para suscriptores|ya eres suscriptor",
    r"(?:contenuto|articolo) (?:riservato|esclusivo)|abbonati per|sei già abbonato",
    r"exclusivo para assinantes|assine para (?:ler|continuar)",
    r"alleen voor abonnees|lees verder met|kun for abonnenter|för prenumeranter|tylko dla prenumerator",
)
_COOKIES = _any(
    r"cookie|consent|privacy (?:policy|choices|settings)|your (?:data|privacy)|personali[sz]ed (?:ads|content)",
    r"personal data|advertising partners|legitimate interest|accept all|reject all",
    r"einwilligung|datenschutz|confidentialit|privacidad",
)
_SCRIPTS = _any(
    r"(?:enable|turn on|requires?|without|activate|needs?) (?:your )?java ?script",
    r"java ?script (?:is|to be|must be|seems)\b|browser (?:is not|isn.t) supported",
    r"javascript aktivieren|activer javascript|habilit\w+ javascript",
)
_ROBOT = _any(
    r"verify(?:ing)? (?:that )?you(?:.re| are) (?:a |not a )?(?:human|robot|bot)|not a robot|captcha",
    r"are you (?:a )?(?:human|robot)|unusual (?:traffic|activity)|checking (?:your|if the site) \w+|just a moment",
    r"access (?:to this page )?(?:has been |is )?denied|request (?:has been )?blocked|enable cookies|security check",
)
_ERROR = _any(
    r"\b(?:404|410)\b",
    r"(?:page|article|story|site) (?:was |could )?(?:not|no longer|cannot be) (?:be )?(?:found|available|exist)",
    r"nicht gefunden|introuvable|no encontrada|non trovata|niet gevonden|service unavailable|something went wrong",
    r"account suspended|domain (?:is )?for sale|under (?:construction|maintenance)",
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def find_wall(html: str, text: str) -> Wall | None:
    """What keeps the page's text from `text`, which is what was read of it; None where nothing does."""
    words = _count(text)
    if words >= _WHOLE and "isAccessibleForFree" not in html and "wordCount" not in html:
        return None
    try:
        tree = parse_html(html)
    except NoPageTextError:
        return None
    free, promised = _told(tree)
    if words < _KEPT * promised and free is not True:
        return "paywall"
    if words >= _WHOLE:
        return None
    title = " ".join(" ".join(tree.xpath("//title//text()")).split())
    shell = _is_shell(tree)
    quiet = " ".join(" ".join(tree.xpath("//noscript//text()")).split())
    tiers = " ".join(
        tree.xpath("//meta[contains(@name, 'content_tier') or contains(@property, 'content_tier')]/@content")
    )
    drop_hidden(tree)
    if free is not True and (
        free is False
        or _TIERS.search(tiers)
        or _SUBSCRIBE.search(text)
        or (_marked(tree) and _SUBSCRIBE.search(_all(tree)))
    ):
        return "paywall"
    if words < _WHOLE / 2 and (_ROBOT.search(title) or (words < _SCRAP and _ROBOT.search(text or _all(tree)))):
        return "robot check"
    if words < _WHOLE / 2 and _ERROR.search(title):
        return "error page"
    if _cookie_share(text) >= 0.5:
        return "cookies"
    if words < _SCRAP and (shell or _SCRIPTS.search(f"{text} {quiet}")):
        return "scripts"
    return None


def _told(tree: Any) -> tuple[bool | None, int]:
    """Whether the page says that its text is free, and how many words it says that there are; 0 where it does not."""
    free: bool | None = None
    promised = 0
    for item in json_ld_articles(tree):
        parts = item.get("hasPart")
        for one in (item, *(parts if isinstance(parts, list) else [parts])):
            told = str(one.get("isAccessibleForFree", "")) if isinstance(one, dict) else ""
            told = told.rpartition("/")[2].lower()
            if told in ("false", "true") and free is not False:
                free = told == "true"
        count = str(item.get("wordCount", ""))
        body = item.get("articleBody")
        promised = max(
            promised,
            int(count) if count.isdecimal() and len(count) < 7 else 0,
            _count(body) if isinstance(body, str) else 0,
        )
    return free, promised if promised >= _PROMISED else 0


def _count(text: str) -> int:
    """Words; of scripts without spaces between them, two characters count as one."""
    return max(len(text.split()), len(_CJK.findall(text)) // 2)


def _all(tree: Any) -> str:
    return " ".join(" ".join(tree.xpath("//body//text()")).split())


def _marked(tree: Any) -> bool:
    named = tree.xpath("//body//@class | //body//@id | //body//@data-testid")
    return any(_MARKED.search(name) for name in named)


def _is_shell(tree: Any) -> bool:
    """Whether the page is an empty frame that scripts are to fill."""
    roots = tree.xpath("//body//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='main-app']")
    return bool(tree.xpath("//script")) and (
        any(not "".join(root.itertext()).strip() for root in roots) or not _all_but_scripts(tree)
    )


def _all_but_scripts(tree: Any) -> str:
    return "".join(tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")).strip()


def _cookie_share(text: str) -> float:
    sentences = [one for one in re.split(r"[.!?\n]+", text) if one.strip()]
    return sum(bool(_COOKIES.search(one)) for one in sentences) / len(sentences) if sentences else 0.0
