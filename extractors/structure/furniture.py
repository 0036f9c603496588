"""Page furniture, a line of it: lists of other stories, invitations, notices."""

import re

# "(APPLAUSE)", "[crosstalk]" and a footnote's mark may stand behind the stop.
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]*_]*(?:\s?(?:\([A-Z][A-Z -]{2,40}\)|\[[a-z -]{3,40}\]|\[\d{1,3}\]))*$")
# Each shape is a whole line.
_LISTS = (
    r"(?:most|more|jn|top|daily|weekly|monthly)?\s*(?:popular|read|viewed|shared|watched)(?!\s+(?:of|in"
    r"|the)\s+[a-z]).{0,40}",
    r"(?:[a-z]{2,12}\s+)?(?:access )?rankings?\b.{0,30}",
    r"(?:related|recommended|trending|suggested|latest|top|other|more|similar|recent)\s+(?:articles?|stor(?:y|ies)|news"
    r"|content|coverage|topics?|posts?|links?|reading|videos?|headlines?|from|on|in)\b.{0,50}",
    r"related|recommended|trending(?: now)?|recommended for you|news services?\b.{0,30}|up next|what to read next",
    r"you (?:may|might) (?:also )?(?:like|be interested).{0,40}|editor['’]?s['’]? picks?|don['’]t miss",
    r"comments?(?: \(\d+\))?|leave a (?:comment|reply).{0,40}|join the (?:conversation|discussion).{0,60}",
    r"back to top|(?:sources?|references|external links|sister links|notes)\s*:?",
)
_INVITATIONS = (
    r"share(?: this)?(?: (?:article|story|page|on|via|with)\b.{0,60})?",
    r"(?:subscribe|sign up|log ?in|newsletters?|get the (?:latest|app)|download (?:our|the))\b.{0,150}",
    r"(?:support (?:our|us|independent)|donate)\b.{0,120}",
    r"follow (?:us|our|the|@)\b.{0,120}|listen to\b.{0,80}",
    r"privacy policy.{0,40}|terms (?:of|and)\b.{0,40}|contact us.{0,60}|click here\b.{0,120}",
    r"have (?:an opinion|a tip|a story).{0,120}|for more (?:information|on|news|stories)\b.{0,120}",
)
_NOTICES = (
    r"(?:read (?:more|next|also|on)|see also)\b.{0,150}",
    r"advertisement|sponsored(?: content)?|(?:watch|photos?|image|video):.{0,120}",
    r"file (?:photo|image|picture)\b.{0,240}",
    r"(?:©|\(c\)|copyright\b).{0,200}|all rights reserved.{0,80}",
    r"(?:tags?|topics?|filed under|keywords|categories)\s*:.{0,200}|about the authors?.{0,20}",
    r"(?:@@)(?:\s*[|,/ ]\s*(?:@@))*",
    r"our standards:.{0,100}|e-?mail:?\s.{0,60}",
    r"this (?:story|article|piece) (?:was|is|has been|originally|first) (?:originally |first |re)?(?:published"
    r"|appeared|filed|refiled|part of|syndicated|translated|produced)\b.{0,150}",
    r"this report (?:was|has been) (?:originally|first) (?:published|filed|produced)\b.{0,150}",
    r"\(?(?:additional |further )?(?:reporting|writing|editing|edited|written|compiled|translated|photography"
    r"|graphics?) by"
    r"\b.{0,200}",
    r"(?:next|previous) (?:article|story|post).{0,100}|.{0,150}\b(?:image|photo|picture|credit)s?: .{2,60}",
)
_NETWORKS = "facebook|twitter|x|whatsapp|linkedin|email|print|pinterest|reddit|telegram|instagram|copy link"


def _line_of(shapes: tuple[str, ...]) -> re.Pattern[str]:
    one = "|".join(shapes).replace("@@", _NETWORKS)
    return re.compile(rf"[\"'“”‘’\[(*_#\s-]*(?:{one})[\"'“”’\])*_:.!\s]*", re.IGNORECASE)


_LIST = _line_of(_LISTS)
_INVITATION = _line_of(_INVITATIONS)
_NOTICE = _line_of(_NOTICES)
# "Terms of the deal were not disclosed." tells something; an invitation asks.
_TELLS = re.compile(
    r"\b(?:said|says|told|added|asked|urged|warned|wrote|was|were|had|did|would|could|has|have been|showed|remained)\b",
    re.IGNORECASE,
)


def is_furniture(line: str) -> bool:
    """Whether a line is no part of a story: a notice, a list's title or an invitation."""
    if len(line) > 250:
        return False
    if _NOTICE.fullmatch(line):
        return True
    is_sentence = bool(SENTENCE_END.search(line))
    return is_list_title(line) or (
        bool(_INVITATION.fullmatch(line)) and not (is_sentence and bool(_TELLS.search(line)))
    )


def is_list_title(line: str) -> bool:
    """Whether a line announces other things to read; "Shared grief brought them together." is a sentence."""
    if _NOTICE.fullmatch(line) or not _LIST.fullmatch(line):
        return False
    return not SENTENCE_END.search(line) or len(line.split()) <= 3
