"""The words, in many languages, of orders to whoever reads a text for somebody else: regular expressions, by use.

Each table has a line a language: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian and
Ukrainian, Turkish, Arabic and Persian, Hindi, and last Chinese, Japanese and Korean; the smaller ones have several in
a line. All is in small letters, without accents, as `language.disguises.plain` gives it.
"""

# Puts aside what was said before. Verbs in the forms that give an order.
OVERRIDE = (
    r"ignore|disregard|forget|overlook|override|overrule|bypass|discard|dismiss|neglect|skip|abandon|drop|erase|cancel"
    r"|pay no (?:attention|heed)|set aside|throw (?:away|out)|do(?:n't| not) (?:follow|obey|apply|heed|use"
    r"|consider|trust|rely)"
    r"|stop (?:following|obeying|using)|cease (?:following|to follow)|supersede|replace|leave aside|put aside",
    r"ignorier(?:e|t|en)?|vergiss|vergesst|vergessen|missachte\w*|beachte\w*|lass\w*|verwirf|uberspring\w*"
    r"|befolge\w*|folge\w*",
    r"ignor(?:e|ez|er)|oublie[zr]?|neglige[zr]?|ne ten(?:ez|ir) (?:pas |aucun )?compte"
    r"|ne tiens (?:pas )?compte|ne suiv\w+|faites abstraction|laissez",
    r"ignor(?:a|e|en|ad|ar|es)|olvid(?:a|e|en|ad|ar)|descart(?:a|e|en|ad|ar)|omit(?:a|an|e|ir)"
    r"|haz caso omiso|haga caso omiso|no (?:sigas|siga|tengas|tenga)",
    r"ignora(?:te|re)?|dimentica(?:te|re)?|trascura(?:te|re)?|non (?:seguire|tenere|considerare)|ignori",
    r"ignore|ignorem|esqueca[m]?|desconsidere[m]?|descarte[m]?|nao siga",
    r"negeer|vergeet|sla|volg",
    r"zignoruj\w*|ignoruj\w*|zapomnij\w*|pomin\w*",
    r"(?:про)?игнорируй\w*|(?:про)?игнорировать|забудь\w*|забыть|не обращай\w*|не учитывай\w*|отбрось\w*|отмени\w*"
    r"|(?:про)?ігноруй\w*|забудь\w*|не зважай\w*",
    r"yok say\w*|gormezden gel\w*|unut\w*|dikkate alma\w*",
    r"تجاهل\w*|انس|انسى|لا تتبع\w*|اهمل\w*|أهمل\w*|نادیده بگیر\w*|فراموش کن\w*|اغفل\w*",
    r"अनदेखा कर\w*|नजरअंदाज कर\w*|नज़रअंदाज़ कर\w*|भूल जा\w*",
    r"忽略|无视|無視|忘记|忘記|忘掉|不要理会|不理会|不要遵循|抛开|撇开|無視し|忘れ|従わない|무시|잊어|따르지",
)

# What was said before, or what whoever reads goes by.
ORDERS = (
    r"instruct\w+|prompts?|directives?|directions?|guidelines?|guidance|rules?|orders?|commands?"
    r"|constraints?|polic(?:y|ies)"
    r"|system messages?|programming|training|criteria|safeguards?|requirements?|protocols?|task"
    r"|everything (?:above|before|so far|else|you)"
    r"|(?:all|everything|anything) (?:that )?(?:came |was said |you were told )?(?:above|before"
    r"|previously)|the above|what you were told",
    r"anweisung\w*|instruktion\w*|vorgabe\w*|regel\w*|befehl\w*|aufgabe\w*|prompts?|richtlinie\w*|bisherige\w*",
    r"instruction\w*|consigne\w*|regle\w*|directive\w*|ordre\w*|ce qui precede",
    r"instruccion\w*|indicacion\w*|reglas?|ordenes|directriz|directrices|lo anterior",
    r"istruzion\w*|regol[ae]|ordin[ei]|direttiv[ae]",
    r"instruc\w*|regras?|ordens|diretriz\w*",
    r"instructies?|opdracht\w*|regels?",
    r"instrukcj\w*|polece\w*|zasad\w*",
    r"инструкци\w*|указани\w*|правил\w*|команд\w*|предписани\w*|промпт\w*|задани\w*|інструкц\w*|вказівк\w*",
    r"talimat\w*|yonerge\w*|kural\w*|komut\w*",
    r"\w*تعليمات\w*|\w*أوامر\w*|\w*اوامر\w*|\w*توجيهات\w*|\w*قواعد\w*|\w*إرشادات\w*|\w*ارشادات\w*|دستور\w*",
    r"निर्देश\w*|आदेश\w*|नियम\w*",
    r"指令|指示|说明|說明|提示|规则|規則|命令|要求|内容|プロンプト|ルール|지시|명령|규칙|프롬프트",
)

# Gives an answer, or a thing its label. Verbs in the forms that give an order.
ANSWER = (
    r"answer|respond|reply|output|return|print|write|report|say|state|declare|announce|conclude|label"
    r"|classify|mark|rate"
    r"|judge|grade|score|flag|tag|categori[sz]e|assign|select|choose|pick|give|enter|record|submit|issue"
    r"|emit|generate|produce"
    r"|set|confirm|verify|validate|certify|approve|affirm|endorse|uphold|find|rule|read|present|provide"
    r"|list|extract|cite|go with"
    r"|support|refute|assume|make sure|ensure|remember|use|put|render|evaluate",
    r"antworte\w*|gib|geben sie|markier\w*|bewerte\w*|stufe\w*|kennzeichne\w*|klassifizier\w*|bestatige\w*"
    r"|schreib\w*|setze\w*|behandle\w*|melde\w*|urteile\w*",
    r"repond(?:s|ez|re)|marque[zr]?|classe[zr]?|qualifie[zr]?|confirme[zr]?|indique[zr]?|ecri(?:s|vez|re)"
    r"|donne[zr]?|considere[zr]?|declare[zr]?|etiquete[zr]?|evalue[zr]?|conclu\w+|retourne[zr]?|juge[zr]?",
    r"respond(?:a|e|an|ed|er)|contest(?:a|e|en|ar)|marc(?:a|ar)|marque[n]?|clasifi(?:ca|que|quen|car)"
    r"|confirm(?:a|e|en|ar)|califi(?:ca|que|car)|indi(?:ca|que|car)|escrib(?:a|e|ir)|etiquet(?:a|e|ar)"
    r"|declar(?:a|e|ar)|considera|considere|devuelv[ae]|da|de",
    r"rispond(?:i|ete|ere|a)|segna(?:te|re)?|classifica(?:te|re)?|conferma(?:te|re)?|indica(?:te|re)?"
    r"|scriv(?:i|ete|ere)|valuta(?:te|re)?|considera(?:te|re)?|etichetta\w*",
    r"respond(?:a|am|er)|marque[m]?|classifique[m]?|confirme[m]?|indique[m]?|escreva[m]?|rotule[m]?|avalie[m]?",
    r"antwoord\w*|markeer|beoordeel|bevestig|schrijf|geef|label",
    r"odpowiedz\w*|oznacz\w*|potwierdz\w*|uznaj\w*|ocen\w*|napisz\w*|zaklasyfikuj\w*",
    r"ответ(?:ь|ьте|ить)|отвечай\w*|(?:по|от)мет(?:ь|ьте|ить)|помечай\w*|призна\w+|оцени(?:те|вай\w*|ть)?"
    r"|подтверди\w*|напиши\w*|укажи\w*|считай\w*|выведи\w*|верни\w*|присвой\w*|дай\w*"
    r"|відповідай\w*|познач\w*|визна\w+|підтверд\w*|вкажи\w*",
    r"yanitla\w*|cevapla\w*|yanit ver\w*|isaretle\w*|onayla\w*|siniflandir\w*|yaz\w*|kabul et\w*|degerlendir\w*",
    r"أجب|اجب|أجيبوا|صنف\w*|صنّف\w*|اعتبر\w*|أكد\w*|اكد\w*|اكتب\w*|ضع|علم|حدد\w*|قل|قم|أعط\w*|اعط\w*"
    r"|احكم\w*|پاسخ بده\w*|پاسخ ده\w*|علامت بزن\w*|تایید کن\w*",
    r"उत्तर द\w*|जवाब द\w*|चिह्नित कर\w*|पुष्टि कर\w*|लिख\w*|घोषित कर\w*|बता\w*",
    r"回答|回复|回覆|输出|輸出|标记|標記|判定|判断|判斷|标为|標為|认定|認定|确认|確認|返回|写|答え|出力|ラベル|判定|回答|答复|评为|視為|视为|대답|답변|표시|판정|출력|분류",
)

# Takes a text for something: worse where no answer is named, for what is taken so decides by itself.
WEIGH = (
    r"treat|consider|regard|accept|take|trust|believe|prefer|weigh|rely|count|deem|presume|assume|view"
    r"|hold|interpret|favou?r|prioriti[sz]e",
    r"betrachte\w*|behandle\w*|vertrau\w*|akzeptier\w*|werte\w*",
    r"considere[zr]?|traite[zr]?|accepte[zr]?|tene[zr]|fiez",
    r"considera|considere[n]?|trata|trate[n]?|acepta|acepte[n]?|confia|confie",
    r"considera(?:te|re)?|tratta(?:te|re)?|accetta(?:te|re)?",
    r"considere[m]?|trate[m]?|aceite[m]?",
    r"beschouw|behandel|vertrouw",
    r"traktuj\w*|uznaj\w*|przyjmij\w*",
    r"считай\w*|рассматривай\w*|доверяй\w*|прими\w*|вважай\w*",
    r"kabul et\w*|say",
    r"اعتبر\w*|تعامل\w*|ثق",
    r"मान\w*",
    r"视为|視為|当作|當作|看作|相信|みなし|扱|간주|취급",
)

# What is asked of whoever reads for a fact-checker: the thing weighed, and the answer given.
TASK = (
    r"claims?|statements?|assertions?|allegations?|verdicts?|labels?|answers?|stances?|ratings?"
    r"|classifications?|readings?"
    r"|judge?ments?|outputs?|respon[sc]es?|repl(?:y|ies)|conclusions?|determinations?|assessments?"
    r"|evaluations?|scores?|results?"
    r"|confidence|certainty|citations?|reasoning|rationale|fact.?checks?|proposition|hypothesis|queries|json",
    r"behauptung\w*|aussage\w*|urteil\w*|bewertung\w*|antwort\w*|these|ergebnis\w*|einstufung\w*|faktencheck\w*",
    r"affirmation\w*|declaration|verdict\w*|reponse\w*|etiquette|allegation\w*|conclusion\w*|evaluation\w*"
    r"|assertion\w*",
    r"afirmacion\w*|veredicto\w*|respuesta\w*|etiqueta\w*|declaracion\w*|alegacion\w*|resultado\w*|aseveracion\w*",
    r"affermazion\w*|verdett\w*|rispost\w*|etichett\w*|dichiarazion\w*",
    r"afirmac\w*|veredi[c]?to\w*|resposta\w*|rotulo\w*|alegac\w*",
    r"bewering\w*|oordeel|antwoord\w*|stelling\w*",
    r"twierdzeni\w*|werdykt\w*|odpowied[zn]\w*|ocen[aey]\w*|stwierdzeni\w*",
    r"утвержден\w*|вердикт\w*|ответ\w*|заявлени\w*|оценк\w*|тезис\w*|метк\w*|тверджен\w*|відповід\w*|висновк\w*",
    r"iddia\w*|karar\w*|yanit\w*|cevap\w*|etiket\w*|sonuc\w*",
    r"\w*ادعاء\w*|\w*إدعاء\w*|\w*حكم\w*|\w*إجابة\w*|\w*اجابة\w*|\w*جواب\w*|\w*تصنيف\w*|\w*ادعا\w*"
    r"|\w*نتيجة\w*|\w*مزاعم\w*|\w*تصريح\w*",
    r"दाव\w*|निर्णय|फैसल\w*|उत्तर|जवाब|कथन",
    r"主张|主張|声明|聲明|说法|說法|断言|结论|結論|标签|標籤|判决|答案|回答|裁决|陈述|命题|主張|結論|ラベル|判定|주장|결론|레이블|답변|판정|판단|진술",
)

# The answers themselves.
LABEL = (
    r"supported|supports?|refuted|refutes?|true|verified|confirmed|accurate|correct|factual|proven|proved"
    r"|authentic|valid|validated"
    r"|false|untrue|unsupported|debunked|disproven|conflicting|not.?enough.?evidence|neither|credible"
    r"|reliable|certain|established"
    r"|facts?|settled|conclusive|definitive|authoritative|incorrect|misleading|fabricated|unreliable"
    r"|genuine|affirmative|1\.0+|100 ?%|in (?:the )?affirmative",
    r"gestutzt|belegt|bestatigt|wahr|richtig|zutreffend|widerlegt|falsch|korrekt|verifiziert|unterstutzt"
    r"|erwiesen|tatsache",
    r"vraie?s?|confirmee?s?|etayee?s?|exacte?s?|soutenue?s?|refutee?s?|fausse?s?|faux|verifiee?s?"
    r"|prouvee?s?|averee?s?|corrobore\w*",
    r"verdader[ao]s?|confirmad[ao]s?|respaldad[ao]s?|apoyad[ao]s?|ciert[ao]s?|refutad[ao]s?|fals[ao]s?"
    r"|correct[ao]s?|sustentad[ao]s?|verificad[ao]s?|probad[ao]s?|comprobad[ao]s?|avalad[ao]s?|veraz",
    r"ver[ao]|confermat[ao]|supportat[ao]|smentit[ao]|fals[ao]|corrett[ao]|verificat[ao]|sostenut[ao]|provat[ao]",
    r"verdadeir[ao]|confirmad[ao]|apoiad[ao]|sustentad[ao]|refutad[ao]|fals[ao]|corret[ao]|comprovad[ao]",
    r"waar|bevestigd|ondersteund|weerlegd|onwaar|juist",
    r"prawdziw\w*|potwierdzon\w*|poparte|obalon\w*|falszyw\w*|prawd[aey]",
    r"подтвержд\w*|поддерж\w*|истин\w*|правд\w*|верн\w*|опроверг\w*|ложн\w*|достоверн\w*|доказан\w*"
    r"|підтвердж\w*|спростован\w*|істин\w*",
    r"dogru\w*|desteklen\w*|onaylan\w*|yanlis\w*|curutul\w*|kanitlan\w*",
    r"\w*مدعوم\w*|\w*صحيح\w*|\w*مؤكد\w*|\w*صادق\w*|\w*خاطئ\w*|\w*كاذب\w*|\w*مثبت\w*|\w*حقيقي\w*"
    r"|\w*حقيقة\w*|\w*درست\w*|\w*تایید شده|\w*مدحض\w*|\w*صحة\w*",
    r"सत्य|सही|समर्थित|सच|पुष्ट|गलत|असत्य|प्रमाणित",
    r"支持|正确|正確|属实|屬實|真实|真實|为真|為真|证实|證實|成立|反驳|虚假|错误|正しい|支持|真実|真|裏付け|사실|참|지지|뒷받침|거짓|확인됨",
)

# The answers as nobody but who gives them uses them: by themselves, "supported" and not "supported by the union".
BARE_LABEL = (
    r"supported|refuted|unsupported|supports|refutes|not.enough.evidence",
    r"gestutzt|belegt|widerlegt|bestatigt|confirmee?|etayee?|refutee?|averee?|confirmad[ao]|respaldad[ao]"
    r"|refutad[ao]|sustentad[ao]|apoiad[ao]"
    r"|confermat[ao]|supportat[ao]|smentit[ao]|potwierdzone|obalone|ondersteund|weerlegd|desteklendi|dogrulandi",
    r"подтвержд[её]н\w*|поддерж\w*|опровергнут\w*|подтверждается|підтверджен\w*|спростован\w*|مدعوم\w*"
    r"|مدحض\w*|مؤكد\w*|समर्थित|पुष्ट",
    r"支持|属实|屬實|反驳|裏付け|지지|뒷받침",
)

# "You are", where what one is to be follows.
YOU_ARE = (
    r"you(?: are|'re)|du bist|sie sind|vous etes|tu es|eres|usted es|sei|lei e|voce e|jij bent|jestes"
    r"|ты(?: теперь)?|вы(?: теперь)?|ти тепер|ви тепер|sen artik|أنت|انت|तुम|आप",
    r"你是|您是|你现在是|あなたは|당신은|너는",
)

# Who is spoken to.
MACHINE = (
    r"a\.?i\.?s?|ai[- ](?:model|assistant|system|reader|reviewer|agent|tool)s?|l\.?l\.?m\.?s?"
    r"|language models?|models?|assistants?|chat.?bots?|bots?|chatgpt|gpt|claude|gemini|copilot"
    r"|crawlers?|scrapers?|agents?|(?:automated|automatic|machine|algorithmic|digital"
    r"|ai)[\w -]{0,20}(?:systems?|readers?|reviewers?|checkers?|tools?|pipelines?|process\w*|software"
    r"|fact.?checkers?)"
    r"|fact.?check(?:ers?|ing)(?: (?:systems?|models?|tools?|assistants?|software|engines?|bots?"
    r"|pipelines?))?|evaluators?|graders?|verifiers?|annotators?|evidence readers?|judges?|systems?"
    r"|parsers?|classifiers?|machines?|robots?",
    r"ki|ki[- ]?\w+|sprachmodell\w*|assistent\w*|faktenprufer\w*|modell\w*|systeme?",
    r"ia|modele\w*|assistante?s?|verificateur\w*|systeme\w*",
    r"ia|modelo\w*|asistente\w*|verificador\w*|sistema\w*",
    r"modell[oi]|assistent[ei]|verificator[ei]|sistema",
    r"modelos?|assistentes?|verificador\w*|sistemas?",
    r"taalmodel\w*|assistent\w*|model\w*",
    r"asysten\w*|model\w*|system\w*",
    r"ии|нейросет\w*|модел\w*|ассистент\w*|помощник\w*|систем\w*|бот\w*|шi|моделі|асистент\w*",
    r"yapay zeka\w*|asistan\w*|model\w*|sistem\w*",
    r"\w*ذكاء\w*|\w*نموذج\w*|\w*مساعد\w*|\w*نظام\w*|\w*مدقق\w*|هوش مصنوعی|مدل",
    r"एआई|मॉडल|सहायक|प्रणाली",
    r"人工智能|人工智慧|模型|助手|助理|系统|系統|人工知能|アシスタント|モデル|인공지능|어시스턴트|모델",
)

# What may stand between the beginning of a clause and its order, or says who must.
OPENINGS = (
    r"please|kindly|now|then|so|therefore|thus|hence|just|simply|instead|also|always|never|only"
    r"|immediately|first|next|finally|henceforth|accordingly|do|don't|do not|and|or|but|must|should|shall"
    r"|will|can|may|need to|needs to|have to|has to|ought to|required to|instructed to|expected to"
    r"|obliged to|supposed to|let's|be sure to|remember to|make sure (?:to|you)|you to|it is|directly"
    r"|otherwise|automatically",
    r"bitte|nun|jetzt|dann|und|sofort|stattdessen|du musst|sie mussen|immer|nur|einfach",
    r"veuillez|et|puis|ensuite|maintenant|desormais|toujours|vous devez|tu dois|merci de|il faut|seulement"
    r"|donc|doit|doivent",
    r"por favor|y|luego|ahora|entonces|siempre|debes|debe|deben|tienes que|solo|simplemente|en su lugar|despues",
    r"per favore|e|poi|ora|adesso|sempre|devi|deve|dovete",
    r"por favor|e|depois|agora|sempre|deve|devem|voce deve",
    r"en|dan|nu|altijd|je moet|u moet",
    r"prosze|i|teraz|nastepnie|zawsze|musisz|nalezy",
    r"пожалуйста|и|затем|теперь|сразу|всегда|просто|вы должны|ты должен|необходимо|следует|надо|нужно"
    r"|должны|должна|должен|будь ласка|та|і|потім",
    r"lutfen|ve|simdi|sonra|her zaman",
    r"من فضلك|يرجى|رجاء|الآن|ثم|و|يجب|عليك|دائما|فقط|لطفا|أن",
    r"कृपया|और|अब|फिर|हमेशा",
)

YOU = (
    r"you|your|you're|yourself|du|dein\w*|sie|ihre?\w*|dir|vous|votre|vos|tu|tes|usted\w*|tus?|voce\w*"
    r"|tuo\w*|jij|jouw|je|uw|ty|twoj\w*",
    r"вы|вас|ваш\w*|ты|тебе|твой|твои|ви|тобі|sen|siz\w*|أنت|انت|عليك|لك|شما|تو|आप\w*|तुम\w*",
    r"你|您|あなた|당신",
)

# What makes an order one about what came before.
BEFORE = (
    r"previous\w*|prior|above|earlier|preceding|foregoing|all|any|your|system|initial|original|every"
    r"|existing|former|other",
    r"vorherig\w*|bisherig\w*|obig\w*|fruher\w*|alle\w*|vorangegangen\w*|deine\w*|ihre\w*|precedent\w*"
    r"|anterieur\w*|toute?s?|tous|vos|ci-dessus"
    r"|anterior\w*|previ[ao]s?|tod[ao]s?|tus|sus|precedent[ie]|tutt[ei]|seus|suas|vorige|eerdere"
    r"|poprzedni\w*|wszystki\w*|wczesniejsz\w*",
    r"предыдущ\w*|прежн\w*|все\w*|выше\w*|ранее|попередн\w*|усі|onceki|tum|yukaridaki|\w*سابق\w*|جميع|كل"
    r"|أعلاه|قبلی|تمام|पिछल\w*|सभी|पूर्व\w*",
    r"之前|以上|先前|前面|所有|上述|上面|此前|以前|これまで|すべて|上記|이전|모든|위의|앞선",
)

# Says that there is nothing left to decide.
SETTLED = (
    r"already|pre-?(?:decided|determined|approved|verified|assigned|set|classified|filled|validated)"
    r"|predetermined|locked|irrevocabl\w+"
    r"|mandatory|required|expected|acceptable|permitted|must|shall|should|always|regardless|no matter"
    r"|cannot be|can't be|only|no further|needs? no|without further",
    r"bereits|schon|endgultig|muss|soll|deja|doit|obligatoire|ya|debe|obligatori[ao]|gia|deve|juz|musi|zaten|kesin",
    r"уже|окончательн\w*|должен|должна|должно|обязательн\w*|вже|має|بالفعل|يجب|مسبقا|पहले",
    r"已经|已經|已|必须|必須|すでに|既に|이미|반드시",
)
