"""The verbs that news is written with, in the forms by which they are known: past tenses, third persons, base forms."""

from language.sentences import word_set

VERSION = 2

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
    "accept accuse act add admit affect agree aim allege allow announce appeal appear apply argue ask assert attack "
    "attend back ban become begin believe belong blame break bring build buy call carry cause celebrate choose cite "
    "claim close come condemn confirm consider consist contain contend continue control cost cover create criticize "
    "cut deal decide declare decline defend demand deny depend describe destroy develop die differ disagree discuss "
    "drive earn emerge employ end enjoy enter exceed exist expect explain express extend face fail fall favor fear "
    "feel fight fill find follow force gain get give go govern grow happen hate have help hit hold hope host hurt "
    "include increase indicate insist intend involve join keep kill know lack last launch lead learn leave let lie "
    "like live look lose love maintain make mark matter mean meet move need note occur offer open operate oppose "
    "order own pay plan play plead point pose prefer prepare present prevent produce promise propose protect prove "
    "provide push put raise reach read receive recognize recommend refuse regard reject rely remain remember remove "
    "represent require resign resume return reveal rise rule run say see seek seem sell send serve set share show "
    "sign signal sit speak stand start state stay stop stress strike struggle suffer suggest support take talk "
    "target tell tend think threaten trust try turn urge use vary visit vote vow wait walk want warn watch welcome "
    "win wish wonder work worry write"
)


# Read as verbs only where a sentence has no other: as nouns or adjectives most of them are at least as frequent.
_OTHER_STEMS = word_set(
    "absorb abandon abolish accelerate accompany account accumulate achieve acquire adapt address adjust administer "
    "adopt advance advise advocate affect aid alert align allocate alter amend amount anticipate apologise apologize "
    "appoint approach approve arrange arrest arrive assemble assess assign assist assume attach attain attempt "
    "attract attribute auction average avoid award balance bar base bear beat belong benefit bid bill block boast "
    "bolster boost border borrow boycott breach broadcast burn cancel capture cast centre center chair challenge "
    "change charge chart circulate classify clash climb collaborate collapse collect combine command commemorate "
    "comment commission commit compare compensate compete complete comply comprise concern conclude conduct confer "
    "confront connect constitute construct consult consume contact contest contract contradict contribute convert "
    "convey cook cooperate coordinate correspond count crash criticise criticize cross damage date debate decrease "
    "deepen define delay deliver deploy deprive derive deserve design detail detain detect deter determine devote "
    "differentiate direct disappear discourage display dispute dissolve distribute divide dominate donate double "
    "draft draw drop earmark ease educate elect eliminate embrace emit emphasise emphasize enable encompass "
    "encourage endanger endorse enforce engage enhance enjoy enlist ensure entail entitle equal escape establish "
    "estimate evaluate evolve examine exchange exclude execute exempt exercise exert exhibit expand expel experience "
    "expire exploit explore export expose feature file finance finish fit fix flee float flow fluctuate fly focus "
    "forbid foresee form forbid foster frame free freeze fuel fulfil fulfill function fund generate graduate grant "
    "guarantee guard guide handle harm head hinder hire house identify ignore illustrate implement imply import "
    "impose imprison improve incorporate inform inhabit inherit inject inspect inspire install instruct integrate "
    "interact interfere interpret intervene introduce invade invest investigate invite issue jail joke judge jump "
    "justify label land lend level license licence link list lobby lock lower maintain manage manufacture march "
    "market measure mention merge migrate monitor motivate name narrow negotiate notice number obey oblige observe "
    "obtain occupy offset operate organise organize originate outnumber outlaw outline overlook oversee overturn "
    "pass patrol peak perform permit persist plant pledge possess postpone pour practise practice praise precede "
    "predate predict press prevail price print process proclaim profit progress prohibit project prompt prosecute "
    "publish punish purchase pursue qualify query question quote rally range rank rate ratify react reappear rebuild "
    "recall recommend record recover recruit reduce refer reflect reform register regulate rehearse reinforce reject "
    "relate release relocate rename renew rent replace reply report rescue reserve reside resist resolve respect "
    "respond rest restore restrict result retain retire reverse revert review revise revive reward ride risk "
    "sail score scrap screen seal search secure select separate settle shape shed shelter shift ship shoot shrink "
    "shut slow smoke smuggle solve span specialise specialize specify sponsor spread stage stand stem store stretch "
    "structure study submit succeed summon supervise supply suppress surge surpass surround survey survive suspend "
    "sustain switch symbolise symbolize teach test testify threaten tie top total trace track trade train transfer "
    "transform translate transmit transport travel treat trigger trim triple unite update upgrade urge value view "
    "violate warn wash weaken weigh widen withdraw witness wound yield"
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
