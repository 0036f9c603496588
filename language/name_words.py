"""Words that tell what a capitalised name is: first names, titles, what organisations and places are called by."""

from language.words import STOP_WORDS

VERSION = 2

_FIRST_NAMES_TABLE = """
aaron abdel abdul abdullah abigail adam adrian agnes ahmad ahmed aidan aisha alain alan albert alberto alec alejandro
aleksandr aleksei alessandro alex alexander alexandra alexandre alexei alexey alexis alfonso alfred ali alice alicia
alina alison allan allen alyssa amanda amber amir amit amy ana anastasia anatoly anders andre andrea andreas andrei
andres andrew andrey andrii andriy andrzej angel angela angelo anita anjali ann anna anne annie anthony antoine anton
antonio antony anwar april ariel arjun arnold arthur arturo ashley ashraf asif audrey august austin aziz barack
barbara barry bashar beatrice ben benedict benjamin benny bernard bernie beth betsy betty bill billy bob bobby bogdan
boris brad bradley brandon brenda brendan brent brett brian bridget britney bruce bruno bryan caitlin calvin cameron
camilla carl carla carlo carlos carmen carol carolina caroline carolyn catherine cecilia cesar chad charles charlie
charlotte chelsea cheryl chloe chris christian christina christine christoph christophe christopher chuck cindy claire
clara clarence claude claudia claudio clint clive colin connor constance corey cory craig cristian cristina crystal
curtis cynthia cyril dale damien dan daniel daniela danielle danny darren dave david dawn dean deborah debra denis
denise dennis derek derrick desmond diana diane diego dimitri dina dirk dmitri dmitriy dmitry dominic dominique don
donald donna doris dorothy doug douglas drew duncan dustin dwight dylan earl ed eddie edgar edith edmund eduardo
edward edwin eileen elaine eleanor elena elisabeth elizabeth ella ellen elon emily emma emmanuel enrique eric erica
erik erin ernest ernesto esther ethan eugene eva evan evelyn evgeny fabio faisal fatima felipe felix ferdinand
fernando fiona florence frances francesca francesco francis francisco francois françois frank franz fred frederick
frederik friedrich gabriel gareth gary gavin gemma gennady geoff geoffrey george georgia gerald gerard gerhard german
gilbert gina giorgia giorgio giovanni giuseppe glen glenn gloria gordon grace graham greg gregory greta guillermo
gustavo guy hannah hans harold harriet harry harvey hassan hassane heather hector heidi helen helena helene helmut
henri henrik henry herbert hillary holly horst hossein howard hubert hugh hugo hussein ian ibrahim ignacio igor ilya
imran ines ingrid irene irina iris isaac isabel isabella ismail ivan ivanka jack jackie jackson jacob jacques jaime
jair jake jakub james jamie jan jane janet janice jared jason javier jay jean jeanne jeff jeffrey jennifer jenny
jeremy jerome jerry jesse jessica jesus jill jim jimmy jo joan joanna joanne joao joaquin joe joel joerg johan johanna
johannes john johnny jon jonas jonathan jordan jorge jose josef joseph joseph josh joshua joyce juan juanita judith
judy juergen jules julia julian juliana julie julien juliet julio julius june justin kaja kamal kamala karen karim
karin karl karla kate katherine kathleen kathryn kathy katie katrina kay keir keith kelly ken kenneth kerry kevin
khalid kim kimberly kirill klaus konstantin kristalina kristen kristin kurt kyle kyrylo kyriakos lara larry lars laura
lauren laurence laurent lawrence leah lee lena leo leon leonard leonid leonardo leslie lewis liam lidia lily linda
lindsay lindsey lionel lisa liz lloyd lois lorenzo louis louise luc luca lucas lucia lucy ludwig luigi luis luiz luke
lydia lynn madeleine mahmoud malcolm manfred manuel marc marcel marcelo marco marcos marcus margaret margarita maria
marian marie marine marina mario marion marjorie mark markus marta martha martin mary massimo mateusz matt matteo
matthew matthias maurice mauricio maurizio max maxim maximilian maya megan mehdi melania melanie melissa mercedes
meredith micah michael michal micheal michel michele michelle miguel mikael mike mikhail miles milos miranda miriam
mitch mitchell mohamed mohammad mohammed moses muhammad mustafa myra nadia nancy naomi narendra natalia natalie
natasha nathan nathaniel neil nelson nicholas nick nicola nicolas nicole nigel nikki nikolai nikolay nina noah noel
nora norman oksana olaf oleg oleksandr oleksii oleksiy olena olga oliver olivia olivier omar oscar osama otto owen
pablo paige pam pamela paolo pascal pat patricia patrick paul paula pauline pavel pavlo pedro peggy penny pete peter
petra petro phil philip philippe phillip pierre pietro piotr priya priyanka rachel rafael raheem rahul ralph ramon
ramzan randy raphael rashid raul ray raymond rebecca recep regina rene renee ricardo richard rick ricky rita rob
robert roberta roberto robin rodney rodrigo roger roland rolf roman ron ronald rosa rose rosemary ross roy ruben
rudolf rupert russell ruth ryan sabrina sadiq saeed salim sally salman salvador sam samantha samir samuel sandra sandy
sanjay santiago sara sarah sasha scott sean sebastian serena serge sergei sergey sergii sergio seth shane shannon
sharon shaun shawn sheila shelby sherry shinzo shirley sidney sigmar silvia silvio simon sofia sonia sophia sophie
stacy stan stanley stefan stefano stella stephan stephanie stephen sterling steve steven stuart sue susan susanna
susie suzanne svetlana svitlana sylvia sylvie tamara tania tanya tara tariq tatiana tatyana taylor ted teresa terrence
terry thabo theo theodore theresa thierry thomas tiffany tim timothy tina tobias todd tom tomas tommy tony tracy
travis trevor troy tyler ulrich ulrike urs ursula vadim valentin valentina valeria valeriy valerie valery vanessa
vasily vera veronica vicky victor victoria viktor vince vincent vincenzo viola virginia vitali vitaly vitalii vivek
vivian vlad vladimir volker volodymyr vyacheslav waleed walter wanda warren wayne wendy werner wesley wilhelm will
willem william winston wolfgang xavier yana yasmin yevgeny yolanda yuri yulia yuliia yuriy yusuf yves yvette yvonne
zachary zainab zoe zoran
"""
_EASTERN_SURNAMES_TABLE = """
xi kim li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin guo ma luo moon park lee yoon choi jung
han kang cho shin nguyen tran pham deng mao hun
"""
# Titles and offices; in lower case too ("spokesman", "lawyer"), directly before a person's name.
_ROLE_WORDS_TABLE = """
president premier minister secretary chancellor king queen prince princess pope emperor emir sultan crown senator sen
sens rep reps representative congressman congresswoman governor gov mayor general gen colonel col lieutenant lt
captain capt major maj sergeant sgt admiral adm commander brigadier marshal private corporal judge justice magistrate
dr mr mrs ms miss sir lord lady dame baroness baron count countess duke duchess prof professor chairman chairwoman
chair chairperson chief director spokesman spokeswoman spokesperson ambassador commissioner speaker leader envoy
sheriff attorney prosecutor lawyer solicitor archbishop bishop cardinal ayatollah sheikh sheik imam rabbi reverend rev
father sister patriarch mullah editor journalist reporter correspondent columnist author writer novelist poet
historian economist analyst strategist scientist researcher physicist biologist academic scholar expert actor actress
singer musician rapper comedian director producer filmmaker activist campaigner blogger propagandist dissident
billionaire businessman businesswoman entrepreneur financier banker investor founder cofounder co-founder ceo cfo coo
executive boss head deputy aide adviser advisor negotiator diplomat counsel officer detective inspector constable
superintendent official lawmaker legislator parliamentarian mp mep councillor councilman councilwoman councilor
councilmember assemblyman assemblywoman alderman alderwoman supervisor trustee treasurer comptroller undersecretary
ombudsman candidate
nominee delegate striker midfielder goalkeeper defender coach manager driver pilot astronaut cosmonaut player champion
doctor nurse surgeon epidemiologist virologist teacher student farmer resident survivor witness victim suspect
"""
_ROLE_MODIFIERS_TABLE = """
former vice deputy prime foreign defense defence interior finance acting ex first second assistant under supreme
national security federal senior top chief state press human rights opposition military party government ruling
majority minority house senate parliamentary presidential special peace economic trade energy health education justice
home transport culture environment agriculture labor labour intelligence army navy air police lead late main longtime
veteran prominent outgoing incoming interim newly elected far-right far-left right-wing left-wing center-right
center-left conservative liberal democratic republican democrat labour tory socialist communist nationalist nobel
executive managing founding associate lieutenant major brigadier rear general crown investigative political sports
financial technology tech oil media real estate bank hedge fund billionaire then-president
"""
# What follows "of" in an office: "Secretary of State", "Chief of Staff".
_OFFICE_OBJECTS_TABLE = """
state defense defence staff wales house commons energy labor labour commerce health treasury police cambridge sussex
york
"""
_SPEECH_VERBS_TABLE = """
said says say told tells wrote writes added adds noted notes argued argues claimed claims announced announces declared
warned warns stated states insisted insists replied asked explained explains tweeted posted remarked recalled
acknowledged admitted confirmed denied predicted suggested urged vowed pledged promised quipped joked testified
complained lamented
"""
_ORGANISATION_WORDS_TABLE = """
ministry university college institute institution bank party council committee commission agency bureau department
office court parliament congress senate assembly union association federation foundation organization organisation
corporation company corp inc ltd llc plc co group holdings army navy force forces guard police service services
administration authority board club united times post journal news gazette herald tribune telegraph guardian newspaper
press media radio television tv network broadcasting airlines airways motors industries technologies systems
pharmaceuticals laboratories energy hospital school academy church society league alliance coalition front movement
brigade battalion regiment division command centre center fund trust exchange treasury pentagon kremlin cabinet
directorate secretariat tribunal chamber consortium partners partnership campaign initiative bundestag duma knesset
house commons lords observatory museum library laboratory lab cooperative syndicate magazine review daily weekly today
gazeta representatives motors electric
"""
# What one body may see to beside another matter: "Food and Drug Administration".
_SPHERES_TABLE = """
food securities health housing trade science sciences culture education energy transport transportation environment
environmental agriculture agricultural justice safety technology customs revenue commerce economic monetary research
medical medicines maritime aviation space water oceanic fisheries forestry snow arts sports drug industry labor labour
weather social security human humanitarian standards veterans immigration citizenship fire rescue alcohol planning
planned parks road public civil technical scientific engineering pensions work business innovation digital consumer
competition gaming insurance occupational disaster emergency nuclear radiation oil gas petroleum minerals land
"""
_PLACE_WORDS_TABLE = """
city town village county province region state district oblast island islands isle river lake sea ocean bay gulf
strait channel mountain mountains mount hill hills valley desert forest coast peninsula cape street avenue road square
boulevard lane bridge airport station port harbor harbour park palace castle cemetery prison stadium arena tower
building plaza beach border bank strip heights canal cathedral basilica house office
"""
_PLACE_STARTS_TABLE = "mount lake cape fort port san santa saint st new north south east west los las el gulf strait"
_PLACES_TABLE = """
africa asia europe america antarctica oceania arctic eurasia balkans baltics caucasus crimea donbas donbass siberia
chechnya scotland wales england northern_ireland catalonia bavaria kurdistan kashmir tibet xinjiang gaza west_bank
gaza_strip golan middle_east latin_america north_america south_america central_america southeast_asia central_asia
eastern_europe western_europe california texas florida alaska hawaii virginia ohio michigan pennsylvania illinois
arizona nevada oregon colorado utah montana idaho wyoming kansas nebraska oklahoma missouri arkansas louisiana
mississippi alabama tennessee kentucky indiana wisconsin minnesota iowa maine vermont connecticut massachusetts
maryland delaware new_jersey new_york new_mexico new_hampshire rhode_island north_carolina south_carolina north_dakota
south_dakota west_virginia puerto_rico ontario quebec alberta british_columbia nova_scotia queensland new_south_wales
tasmania los_angeles san_francisco chicago boston houston dallas miami seattle philadelphia detroit atlanta denver
las_vegas st._petersburg saint_petersburg mumbai shanghai istanbul sydney melbourne toronto montreal vancouver munich
frankfurt hamburg milan barcelona geneva zurich davos lagos karachi lahore kharkiv odesa odessa lviv mariupol kherson
donetsk luhansk bakhmut jeddah dubai tel_aviv the_hague oxford cambridge manchester liverpool birmingham glasgow
edinburgh belfast cardiff wuhan guantanamo the_bronx brooklyn manhattan queens silicon_valley wall_street
"""
_ORGANISATIONS_TABLE = """
nato opec who imf wto unesco unicef asean brics fbi cia nsa dea epa fda cdc irs nasa doj dhs hud fema gop bbc cnn abc
nbc cbs pbs npr afp ap upi tass rt reuters bloomberg google microsoft apple amazon facebook meta twitter tesla boeing
airbus gazprom rosneft sberbank hamas hezbollah taliban al-qaeda isis isil fatah wagner interpol europol amnesty
greenpeace fifa uefa ioc nba nfl mlb nhl nhs mi5 mi6 fsb kgb svr gru oecd osce iaea un eu ecb icc icj
"""
_OTHER_WORDS_TABLE = """
war wars act treaty agreement accord accords pact order cup olympics games day prize resolution bill summit revolution
code award awards convention protocol declaration plan deal doctrine amendment constitution law championship
championships open festival virus covid hurricane storm typhoon cyclone operation bowl grand_prix report project
"""
_COMMON_STARTS_TABLE = """
police according earlier later early late last next other many such some local senior human military public recent new
old good bad foreign international political financial economic national federal former current previous young older
young small large great big high low full free open long short early hard true false likely unlikely clearly perhaps
maybe sorry please thank thanks hello welcome work turnout evidence support trade peace war oil water health power
construction inflation growth food money people life time today yesterday tomorrow tonight read click look see watch
listen share subscribe follow join sign here there yes no ok okay neither either both half most much more less fewer
several various numerous countless whatever whoever whenever wherever hundreds thousands millions dozens one two three
four five six seven eight nine ten eleven twelve twenty thirty forty fifty first second third fourth fifth finally
overall instead rather still even just only once again also then thus hence besides likewise similarly meanwhile
moreover furthermore nevertheless nonetheless however therefore otherwise indeed certainly apparently allegedly
reportedly recently currently previously initially eventually ultimately personally honestly frankly things everything
nothing something anything everyone everybody nobody somebody anyone none few little media press staff crew family
friends neighbors neighbours critics supporters opponents protesters demonstrators officials lawmakers experts
analysts scientists researchers doctors residents witnesses investigators prosecutors lawyers rescuers updated update
breaking live video photo image file source sources advertisement opinion analysis editorial letter column speaking
asked under over after before during despite because although though while when where since until unless if as at by
in on of to from with without within against among between through across around near inside outside behind beyond
spring summer autumn winter traffic weather officials rain snow fire smoke security nuclear climate
"""
_NOT_NAMES_TABLE = """
january february march april may june july august september october november december jan feb mar apr jun jul aug sept
sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun i i'm i'd i'll
i've am pm est edt gmt utc ok mr mrs ms dr christmas easter spring summer autumn fall winter god
"""

# What a name may go on behind: "Bank of England", "Center for Policy", "Council on Foreign Relations".
_TAKES_OF_TABLE = """
academy agency archbishop army association bank bay bill bishop board bureau bureaus cape center centre chairman
chamber chief chiefs church city college commission commissioner committee commonwealth community confederation
conference congress convention council court daughters declaration department director district duchess duke emirates
federation foundation front fund general governor group gulf hall head heads house institute institutes isle isles
king kingdom knights leader league library lord master mayor minister ministers ministry movement museum office order
organisation organization palace part party port president prince princess professor protection queen republic rights
rock school sea secretary society sons speaker state states strait times tower town treaty trust union university
voice war
"""
_TAKES_FOR_TABLE = """
agency alliance campaign center centre coalition commissioner committee council department foundation fund initiative
institute minister ministry movement office organisation organization party secretary society
"""
_TAKES_ON_TABLE = """
agreement commission committee conference convention council treaty
"""


def _set(table: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in table.split())


FIRST_NAMES = _set(_FIRST_NAMES_TABLE)
EASTERN_SURNAMES = _set(_EASTERN_SURNAMES_TABLE)
ROLE_WORDS = _set(_ROLE_WORDS_TABLE)
ROLE_MODIFIERS = _set(_ROLE_MODIFIERS_TABLE)
OFFICE_OBJECTS = _set(_OFFICE_OBJECTS_TABLE)
SPEECH_VERBS = _set(_SPEECH_VERBS_TABLE)
ORGANISATION_WORDS = _set(_ORGANISATION_WORDS_TABLE)
SPHERES = _set(_SPHERES_TABLE)
PLACE_WORDS = _set(_PLACE_WORDS_TABLE)
PLACE_STARTS = _set(_PLACE_STARTS_TABLE)
PLACES = _set(_PLACES_TABLE)
ORGANISATIONS = _set(_ORGANISATIONS_TABLE)
OTHER_WORDS = _set(_OTHER_WORDS_TABLE)
COMMON_STARTS = _set(_COMMON_STARTS_TABLE) | STOP_WORDS
NOT_NAMES = _set(_NOT_NAMES_TABLE)
TAKES_OF = _set(_TAKES_OF_TABLE)
TAKES_FOR = _set(_TAKES_FOR_TABLE)
TAKES_ON = _set(_TAKES_ON_TABLE)
