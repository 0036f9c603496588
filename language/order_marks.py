"""Patterns of orders to a model, made of the words of `language.order_words`, and the marks of a conversation with one.

They are for text as `language.disguises.plain` gives it, but for those of a page's hidden parts.
"""

import re
from collections.abc import Sequence

from language import order_words as words


def _any(table: Sequence[str]) -> str:
    """The words of a table; those of its last line are of writings without spaces and stand anywhere."""
    return rf"(?:(?<!\w)(?:{'|'.join(table[:-1])})(?!\w)|(?:{table[-1]}))"


def _at_openings(table: Sequence[str]) -> str:
    """The verbs of languages whose order looks like other forms: they count only at the beginning of a clause."""
    return rf"(?<!\w)(?:{'|'.join(table[place] for place in (0, 2, 3, 4, 5, 6))})(?!\w)"


def _anywhere(table: Sequence[str]) -> str:
    return rf"(?:(?<!\w)(?:{'|'.join(table[place] for place in (1, 7, 8, 9, 10, 11))})(?!\w)|(?:{table[12]}))"


_I = re.IGNORECASE
OVERRIDE, OVERRIDE_ANYWHERE = re.compile(_at_openings(words.OVERRIDE)), re.compile(_anywhere(words.OVERRIDE))
ANSWER, ANSWER_ANYWHERE = re.compile(_at_openings(words.ANSWER)), re.compile(_anywhere(words.ANSWER))
WEIGH, WEIGH_ANYWHERE = re.compile(_at_openings(words.WEIGH)), re.compile(_anywhere(words.WEIGH))
ORDERS, BEFORE, TASK = re.compile(_any(words.ORDERS)), re.compile(_any(words.BEFORE)), re.compile(_any(words.TASK))
LABEL, YOU, SETTLED = re.compile(_any(words.LABEL)), re.compile(_any(words.YOU)), re.compile(_any(words.SETTLED))
MACHINE = re.compile(_any(words.MACHINE))
OPENS = re.compile(
    rf"(?:^|[:;,.!?。！？：；，、—–\-\"“”„‟'‘’«»‹›「」『』()\[\]{{}}<>*#|/=_~`•·]|\d[.)])\s*"
    rf"(?:(?<!\w)(?:{'|'.join(words.OPENINGS)})(?!\w)[\s,:]*){{0,3}}$"
)
MUST = re.compile(
    rf"(?:{_any(words.YOU)}|{_any(words.MACHINE)})[\w\s,()-]{{0,60}}"
    r"(?:must|should|shall|will|need to|needs to|have to|has to|(?:is|are) (?:hereby )?(?:required"
    r"|instructed|expected|ordered|asked|obliged|directed|told|advised|requested) to|to)\s*"
    r"(?:(?:always|only|now|simply|therefore|immediately|then)\s+)*$"
)
PLEASE = re.compile(
    r"(?<!\w)(?:please|kindly|bitte|veuillez|por favor|per favore|prosze|пожалуйста|будь ласка|lutfen|من فضلك|يرجى)\s+$"
)
NOT = re.compile(r"(?:\bnot|\bnever|n't|n’t|\bno|\bnicht|\bnie|\bpas|\bjamais|\bnunca|\bне)\s+$")
SPEECH = re.compile(
    r"(?<!\w)(?:said|says|told|tells|wrote|writes|added|ordered|instructed|asked|argued|warned|announced"
    r"|urged|testified|replied|insisted|explained|recalled|reads?|sagte|schrieb|erklarte|dit|declare|ecrit"
    r"|dijo|afirmo|escribio|сказал\w*|заявил\w*|написал\w*|сообщил\w*|قال\w*|صرح\w*)(?!\w)"
    r"|表示|称|說|说|述べ|말했"
)
OBJECT = r"(?:[\w'’-]+\s+){0,2}?"
PRIOR_THEN_ORDERS = re.compile(
    r"(?:(?:all|any|of|the|this|that|these|those|your|my|our|its|such|previous\w*|prior|above|earlier"
    r"|preceding|foregoing|other|every|each|system|safety|"
    r"initial|original|existing|given|stated|and|or|former|current|relevant|fact.?checking|toutes?|tous"
    r"|les|vos|las|los|tus|sus|tod[ao]s|le|tutte|as|suas|alle|de)\s+)*"
    rf"{OBJECT}{ORDERS.pattern}"
)
STRONG_ORDERS = re.compile(
    r"(?<!\w)(?:instruc\w+|prompts?|directives?|system messages?|programming|the above|instruktion\w*"
    r"|anweisung\w*|consigne\w*|istruzion\w*|instrukcj\w*|polece\w*)(?!\w)"
)
OTHER_EVIDENCE = re.compile(
    r"^\s*(?:all|any|every|the|of|other|everything|else|remaining|rest|these|those|contrary|conflicting"
    r"|contradict\w+\b|previous|preceding|\s)*"
    r"\b(?:passages?|sources?|evidence|documents?|articles?|texts?|reports?|everything else)\b"
)
DOCUMENT = re.compile(
    r"\b(?:this|the (?:above|following|present|preceding)|these)\s+(?:\w+\s+)?(?:passages?|documents?"
    r"|sources?|articles?|texts?|pages?|reports?|notes?|notices?)\b"
)
BOTH = re.compile(
    r"\b(?:true|supported|right|correct|accurate|richtig|wahr|vrai|verdadero|supports?)\b\W+(?:(?:or|and|oder"
    r"|ou|o|und)\W*)?(?:\w+\W+)?\b(?:false|refuted|unsupported|wrong|incorrect|inaccurate|falsch|faux"
    r"|falso|refutes?|not)\b"
    r"|\b(?:false|refuted|unsupported|wrong|incorrect|unproven)\b\W+(?:or|and|/)\W*(?:\w+\W+)?\b(?:true"
    r"|supported|right|correct|accurate|proven)\b"
)
CONDITION = re.compile(
    r"\b(?:only (?:if|when|after|once)|unless|(?:if|when|once) (?!you(?:'re| are)|an? (?:ai|llm|model)"
    r"|this|asked|prompted)(?:\w+\W+){1,6}|whether|as to whether|until)\b"
)
NOTHING = re.compile(
    r"\b(?:an? empty (?:list|array|object|answer|set)|no claims?|nothing(?: else| but)?|none|only (?:the"
    r"|this) (?:following|sentence|claim|word)"
    r"|the following (?:json|answer|output|claim|sentence|text)|exactly (?:the|this|as))\b|空|无|無"
)
ADDRESSED = re.compile(
    r"(?<!\w)(?:(?:if|when|since|as|because) (?:you are|you're|this is (?:being )?(?:read|processed|parsed"
    r"|evaluated|analy[sz]ed) by|an?) (?:(?:an?|the) )?(?:\w+ ){0,3}?(?:a\.?i\.?|llms?|language models?"
    r"|assistant|bot|chatbot|model|automated|fact.?check\w*|crawler|machine)"
    r"|(?:note|notice|message|instructions?|attention|memo|reminder|guidance|important|directive|request"
    r"|hinweis|anweisung|nota|avis|instruccion(?:es)?|message|wichtig)(?: \w+)? (?:to|for|an|fur|pour|aux?"
    r"|para|a los|a las|a|al)\s+(?:(?:the|any|all|every|reviewing|processing|reading|die|alle|les|tous les"
    r"|los|las|el|todos los) ){0,3}(?:\w+[ -]){0,2}?(?:a\.?i\.?|llms?|ki|ia|language models?|models?"
    r"|assistants?|chatbots?|bots?|automated\b[\w -]{0,20}|fact.?check(?:ing|er)\w*(?: \w+)?|judges?"
    r"|verifiers?|evaluators?|graders?|annotators?|sprachmodell\w*|modele\w*|modelos?|verificador\w*"
    r"|asistente\w*|systems?)\s*[:;,—–\-.!(]"
    r"|(?:dear|hey|hello|hi|attention|listen,?|ok|okay|liebe[rs]?|cher|estimad[oa]) (?:\w+ )?(?:a\.?i\.?"
    r"|llm|language model|assistant|model|chatgpt|gpt|claude|gemini|bot|chatbot|fact.?check\w+(?: \w+)?|ki"
    r"|ia|judge|verifier|evaluator)\b"
    r"|you are (?:now|no longer|hereby|from now on|henceforth)\b|from (?:now|here|this point) on,? (?:you"
    r"|your|act|answer|respond|treat|every|all)"
    r"|(?:act|behave|respond|roleplay|pretend) as (?:if|though|an?) |pretend (?:that |to be )"
    r"|(?:new|updated|revised|additional|real|actual|your (?:new |real |actual |only |sole |primary )?"
    r"|system|admin(?:istrator)?|developer|operator|priority|override|hidden|special"
    r"|secret) (?:instructions?|task|role|objective|goal|directives?|orders?|prompt|polic(?:y|ies)"
    r"|override|mode|message|command|notice|update)\s*(?:is|are|:|—|–|-|\()"
    r"|(?:system|admin|developer|safety|instruction) override|(?:developer|god|debug|maintenance|admin"
    r"|test|jailbreak) mode (?:is |now )?(?:on|enabled|active|activated|engaged)"
    r"|(?:do not|don't|never|without) (?:mention|reveal|disclos\w+|tell|repeat|refer\w*|acknowledg\w+"
    r"|report|quot\w+|discuss|show|includ\w+|explain)[\w\s]{0,30}\b(?:this (?:note|notice|instruction"
    r"|message|paragraph|text|line|order|sentence|comment)|these (?:instructions?|lines)|instructions?"
    r"|prompt|user)\b)"
)
ROLE = re.compile(
    r"<\|?/?\s*(?:im_start|im_end|system|assistant|user|endoftext|end|eot_id|start_header_id|end_header_id"
    r"|begin_of_text|instructions?|inst|prompt)\s*\|?>"
    r"|\[/?(?:inst|system|assistant|sys|user|instructions?|system message|admin)\]|<<\s*/?sys\s*>>"
    r"|‹/?(?:system|assistant|instructions?)›"
    r"|(?<!#)#{2,}\s*(?:system|instructions?|response|assistant|human|user|new task|input|output|end|prompt)\b"
    r"|(?<!=)={3,}\s*(?:system|end|begin|new)\b[^=\n]*=*"
    r"|(?:(?<!-)-{3,}|(?<!\*)\*{3,}|(?<!#)#{3,}|(?<!=)={3,}|(?<!~)~{3,})\s*(?:end|begin|start|stop|new"
    r"|beginning)\b[^\n]{0,50}?(?:passages?|data|context|documents?|evidence|prompt|instructions?|input"
    r"|claims?|articles?|untrusted)\b"
    r"|\b(?:end|start|beginning) of (?:the )?(?:passages?|evidence|untrusted|user|system|document|data"
    r"|input|context)(?: \w+)?\b\s*[.:\]>=*#-]"
)
TURN = re.compile(
    r"(?:^|[\n.!?»”\"|>\]]\s*)(?:\[|\(|\*\*|<)?(?:system|assistant|user|human|ai|developer|model|chatgpt"
    r"|tool|operator|admin|judge|evaluator|verifier|systeme|sistema|система|ассистент|система|النظام"
    r"|المساعد|系统|系統|助手|システム|アシスタント|시스템)"
    r"(?: (?:message|prompt|note|notice|instruction|response|output|role))?(?:\]|\)|\*\*|>)?\s*[:：>=]"
)
VALUE = (
    r"\s*(?:[:=]|->|→"
    r"|=>)\s*[\"'`“”\[{]?\s*(?:supported|supports|refuted|refutes|true|false|conflicting|neither|not_enough_evidence|\[|\{"
    r"|1(?:\.0+)?\b|0?\.\d+|\d+\s*%|verified|confirmed|null|none)"
)
KEYS = (
    r"label|stance|cited|certainty|readings|confidence|rationale|final_answer|classification"
    r"|checkworthiness|not_checkable"
)
REPLY_KEY = re.compile(
    rf"(?:[\"'`“”](?:{KEYS}|verdict|answer|claims|queries|rating|result)[\"'`“”]"
    rf"|\b(?:{KEYS}))(?:\s+(?:score|level|value))?{VALUE}"
)
OWN_WORDS = re.compile(r"\b(?:not_enough_evidence|said_by_claimant|label_when_said)\b")
OUTCOME = (
    r"(?<!\w)(?:verdicts?|labels?|answers?|stances?|ratings?|classifications?|outputs?|respon[sc]es?"
    r"|judge?ments?|determinations?|assessments?|evaluations?"
    r"|urteil|antwort|bewertung|einstufung|verdict|reponse|etiquette|veredicto|respuesta|etiqueta|verdetto"
    r"|risposta|veredito|resposta|werdykt|odpowiedz|ocena|вердикт|ответ|оценка|метка|вывод|відповідь|karar"
    r"|cevap|yanit|الحكم|الإجابة|الاجابة|التصنيف|النتيجة|निर्णय|उत्तर)(?!\w)|结论|結論|答案|标签|判定|結論|ラベル|결론|답변"
    r"|판정"
)
IS_SETTLED = re.compile(
    rf"(?:{OUTCOME}).{{0,60}}?{SETTLED.pattern}.{{0,60}}?{LABEL.pattern}"
    rf"|{SETTLED.pattern}.{{0,40}}?(?:{OUTCOME}).{{0,40}}?{LABEL.pattern}"
)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|template|noscript|style|iframe)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | _I)
STYLE = re.compile(r"style\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", _I)
HIDDEN = re.compile(r"(?:^|\s)hidden(?:\s|=|$)|aria-hidden\s*=\s*[\"']?true|type\s*=\s*[\"']?hidden", _I)
SAME_AS_PAPER = re.compile(r"(?<![-\w])color\s*:\s*(?:#f{3,8}\b|white|rgba?\(\s*255\s*,\s*255\s*,\s*255)", _I)
SENTENCE = re.compile(
    r"(?:[^\n.!?。！？؟।]|[.!?؟।](?=[^\s\"'”’»)\]*_<.!?؟।]))*"
    r"(?:[.!?؟।]+[\"'”’»)\]*_]*\s*|[。！？]+[”」』]?|\n+|\Z)"
)
WORD = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{2}|[^\W\u3040-\u9fff\uac00-\ud7af]+")  # two signs are about a word
CONJOINED = re.compile(
    rf"(?<!\w)(?:and|then|or|but|und|dann|et|puis|y|luego|e|poi|depois|en|dan|i|и|затем|та|і|ve|و|ثم|और)\s+"
    rf"(?:(?:{'|'.join(words.OPENINGS)})(?!\w)[\s,:]*){{0,2}}$"
)
ASKED = re.compile(r"请|請|务必|必须|应当|致|把|将|ください|下さい|せよ|하세요|하라|하시오|십시오")
EVALUATES = re.compile(r"\b(?:evaluat|assess|grad(?:e|ing)|review|verif|judg|outcome)\w*")
VOCATIVE = re.compile(
    r"(?:^|[.!?:;,\"“”(\[|>*\n])\s*(?:(?:dear|hey|hello|to|all|any|an|liebe|cher|estimado) ){0,2}"
    rf"{_any(words.MACHINE)}\s*[,:]"
)
# A label by itself: in quotation marks, or with nothing after it that it could be said of.
BARE_LABEL = re.compile(rf"{_any(words.BARE_LABEL)}(?=\W*(?:$|[.;:!?,\"'“”»«„)\]]|for\b|here\b|in\b|with\b))")
ALONE_IN_QUOTES = re.compile(rf"[\"'`“„«‘「『]\s*{_any(words.BARE_LABEL)}\s*[.!]?\s*[\"'`”“»’」』]")
ASSIGNED = re.compile(rf"{_any(words.YOU_ARE)}.{{0,50}}?{MACHINE.pattern}")
NUMBERED = re.compile(
    r"\b(?:passages?|excerpts?|snippets?) (?:\[?\d|(?:one|two|three)\b)|\b(?:other|remaining|all|only"
    r"|every|each|this) (?:\w+ )?(?:passages?|excerpts?|snippets?)\b"
)
BUT_ONE = re.compile(
    rf"\b(?:anything|any \w+|nothing|no \w+) (?:but|except|other than|else than|besides) (?:\w+ )?{LABEL.pattern}"
)

# What answers outright, and what is an answer by itself.
ANSWERS = re.compile(
    r"^(?:answer|respond|reply|output|return|print|label|classify|mark|rate|conclude|rep\w+|respond\w*|marqu\w+|marc\w+)$"
)
ONE_LABEL = re.compile(
    r"^(?:supported|refuted|supports|refutes|true|false|verified|not.?enough.?evidence|conflicting|confirm\w+|vrai\w*"
    r"|verdader\w+)$"
)
