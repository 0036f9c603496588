"""The verbs that news is written with, in the forms by which they are known: past tenses, third persons, base forms."""

from language.sentences import word_set

VERSION = 3

# Past tenses that do not end in -ed, without those that are far more often something else ("left" stays: it is news).
PAST = word_set(
    "arose ate awoke beat became began bent bet bid bit bled blew bore bought bound bred broadcast broke brought "
    "built burnt burst came caught chose clung cost crept cut dealt drank dreamt drew drove dug fed fell felt fit "
    "fled flew forbade forced forecast forgave forgot fought found froze gave got grew had heard held hid hit "
    "hung hurt kept knelt knew laid leant leapt learnt led left lent lit lost made meant met misled mistook "
    "outbid outdid overcame overran oversaw overthrew overtook paid proved put quit ran rang rebuilt rewrote rode "
    "rose said sang sank sat saw sent set shed shone shook shot showed shrank shut slept slid slung sold sought "
    "sped spent split spoke sprang spread stole stood strode strove struck stuck stung sued swam swept swore "
    "swung taught thought threw told took tore understood undertook underwent upheld upset wed went wept withdrew "
    "withheld withstood woke won wore wove wrote"
)
ALSO_PARTICIPLES = word_set(
    "laid led held made found built caught brought told hit set put sent sold won shot cut lost paid left bought "
    "taught fought thought kept met read struck heard felt spent hurt hung bound bred burnt dealt fed lent shut "
    "split spread stuck swept understood"
)
NOT_PAST = word_set(
    "need bed red shed seed feed weed deed breed speed indeed hundred kindred sacred naked wicked united exceed "
    "proceed succeed reed bleed sled creed"
)
PRESENT_STEMS = word_set(
    "accept accuse acknowledge act add admit affect afford agree aim allege allow analyse analyze announce appeal "
    "appear apply argue ask assert attack attend back ban become begin believe belong blame break bring build buy "
    "calculate call carry cause celebrate choose cite claim close come complain condemn confirm consider consist "
    "contain contend continue control convince cost cover create criticize cut deal decide declare decline defend "
    "demand deny depend describe destroy develop die differ disagree discuss dismiss disrupt drive earn eat emerge "
    "employ end enjoy enter exceed exist expect explain express extend face fail fall favor favour fear feel fight "
    "fill find follow force forget gain gather get give go govern grow happen hate have hear help hide hit hold "
    "honour hope host hurt imagine include increase indicate insist intend involve join keep kill know lack last "
    "launch lead learn leave let lie like live look lose love maintain make mark matter mean meet move need nominate "
    "note occur offer open operate oppose order owe own participate pay persuade plan play plead point pose prefer "
    "prepare present preserve prevent proceed produce promise promote propose protect prove provide push put raise "
    "reach read realise realize receive recognise recognize recommend refuse regard reject rely remain remember "
    "remind remove repay represent require resign resume return reveal rise rule run say see seek seem seize sell "
    "send serve set share show sign signal sit speak spend stand start state stay stop strengthen stress strike "
    "struggle sue suffer suggest support tackle take talk target tell tend think threaten throw trust try turn "
    "undergo undermine understand undertake unveil uphold urge use vary visit vote vow wait walk want warn watch wear "
    "welcome win wish withhold wonder work worry worsen write"
)


# Read as verbs only where a sentence has no other: as nouns or adjectives most of them are at least as frequent.
_OTHER_STEMS = word_set(
    "abandon abolish absorb abuse accelerate access accompany account accrue accumulate achieve acquire adapt address "
    "adjust administer adopt advance advise advocate affect aid alert align allocate alter amass amend amount answer "
    "anticipate apologise apologize appoint approach approve arm arrange arrest arrive assemble assess assign assist "
    "assume attach attain attempt attract attribute auction average avoid award balance bar base bear beat beg belong "
    "benefit bet bid bill bind bite block blow board boast bolster boom boost border borrow bother boycott breach "
    "breathe broadcast burn bury cancel capture care cast catch center centre chair challenge change charge chart "
    "chase cheat check circulate clash classify clean clear climb collaborate collapse collect combine command "
    "commemorate comment commission commit compare compensate compete complete comply comprise concern conclude "
    "conduct confer confess confront connect constitute construct consult consume contact contest contract contradict "
    "contribute convert convey convict cook cooperate coordinate cope copy correct correspond count crack crash "
    "criticise criticize cross damage dance date debate decrease deepen defeat define delay deliver deploy deprive "
    "derive deserve design detail detain detect deter determine devote differentiate dip direct disappear discourage "
    "discover display dispute dissolve distribute divide dominate donate double doubt draft drag drain draw drop "
    "drown dwindle earmark ease ebb edge edit educate elect eliminate embrace emit emphasise emphasize enable "
    "encompass encourage endanger endorse enforce engage enhance enjoy enlist ensure entail entitle equal erode "
    "escape establish estimate evacuate evaluate evolve examine exchange exclude execute exempt exercise exert "
    "exhibit expand expel experience expire explode exploit explore export expose feature feed file finance fine "
    "finish fire fit fix flee float flood flourish flow fluctuate fly focus forbid forecast foresee forgive form "
    "foster found frame free freeze fuel fulfil fulfill function fund generate graduate grant guarantee guard guess "
    "guide halt hand handle hang harm head heal heat hinder hire house hunt identify ignore illustrate impact "
    "implement imply import impose imprison improve incorporate incur infect inform inhabit inherit inject injure "
    "inspect inspire install instruct insure integrate interact interfere interpret intervene introduce invade invest "
    "investigate invite issue jail joke judge jump justify kick knock label lag land lay leak lean leap legalise "
    "legalize lend level levy licence license lift limit linger link list listen loan lobby lock loom lower maintain "
    "manage manufacture march market marry measure mention merge migrate mine miss monitor motivate mount mourn name "
    "narrow negotiate notice number obey object oblige observe obtain occupy offend offset operate organise organize "
    "originate oust outlaw outline outnumber overcome overlook oversee overtake overturn pass patrol pause peak "
    "penalise penalize perform permit persist pick place plant plateau please pledge plummet poison pollute possess "
    "postpone pour power practice practise praise pray precede predate predict press prevail price print privatise "
    "privatize process proclaim profit progress prohibit project prompt prosecute prosper protest publish pull pump "
    "punish purchase pursue qualify query question quit quote race rally range rank rate ratify react reappear "
    "rebound rebuild recall recede reckon recommend record recover recruit recycle reduce refer reflect reform regain "
    "register regret regulate rehearse reinforce reject relate release relocate rename renew rent repair repeal "
    "repeat replace reply report request rescue reserve reside resist resolve respect respond rest restore restrict "
    "result retain retire reverse revert review revise revive reward ride risk rob roll rush sack sail save score "
    "scrap screen seal search secure select sentence separate settle shake shape shed shelter shift shine ship shoot "
    "shrink shut sing sink skyrocket slam slash sleep slide slip slow slump smoke smuggle soar solve sort sound span "
    "specialise specialize specify speed spike spiral split sponsor spot spread spy squeeze stabilise stabilize stage "
    "stagnate stall stand steal stem step stick store stretch structure study submit subsidise subsidize succeed suit "
    "summon supervise supply suppose suppress surge surpass surrender surround survey survive suspect suspend sustain "
    "swear sweep swell swim switch symbolise symbolize taper taste tax teach tear terminate test testify thank "
    "threaten thrive tie top total touch tour trace track trade train transfer transform translate transmit transport "
    "travel treat trigger trim triple tumble unite update upgrade upset urge value vanish veto view violate wage wane "
    "warn wash waste weaken weigh widen wipe withdraw witness wound yield"
)


def _third(stem: str) -> str:
    if stem == "have":
        return "has"
    if stem.endswith(("s", "sh", "ch", "x", "o")):
        return stem + "es"
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return stem[:-1] + "ies"
    return stem + "s"


# A few third persons are nouns first: "attacks", "talks", "reports"; they count only after a name or a pronoun.
PRESENT = frozenset(_third(stem) for stem in PRESENT_STEMS)
ANY_THIRD = PRESENT | frozenset(_third(stem) for stem in _OTHER_STEMS)
ANY_STEM = PRESENT_STEMS | _OTHER_STEMS

NOUNS_FIRST = word_set(
    "acts aims appeals attacks backs bans breaks calls causes claims controls costs covers cuts deals demands "
    "drives ends faces falls fears fights finds forces gains hits holds hopes hosts increases keeps lacks leads "
    "lies lives looks loves marks matters means meets moves needs notes offers opens orders owns pays plans plays "
    "points presents promises pushes raises reaches reads returns rises rules runs sets shares shows signs signals "
    "stands starts states stays stops stresses strikes supports takes talks targets tries turns uses visits votes "
    "vows waits walks wants watches wins wishes works worries act aim appeal attack back ban break call cause claim "
    "control cost cover cut deal demand drive end face fall fear fight force gain hit hold hope host increase lack "
    "lead lie live look love mark matter mean move note offer open order own pay plan play point present promise "
    "push raise reach read return rise rule run set share show sign signal stand start state stay stop stress "
    "strike support talk target try turn use visit vote vow wait walk watch win wish work worry"
) - word_set("wants means tries takes meets keeps finds leads holds faces needs")


def is_base_form(low: str) -> bool:
    """Whether a word is the base form of a verb that is in these lists."""
    return low in ANY_STEM
