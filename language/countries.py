"""Countries with their adjectives, people, capitals and other names, as English news writes them.

One line a country: key | other names | adjectives and people | capitals and seats of government that stand for it.
Regions that act like countries in news (the European Union, Palestine, Kosovo, Taiwan, Hong Kong) are here too.
"""

from functools import lru_cache

VERSION = 1

_TABLE = """
afghanistan||afghan afghans afghani|Kabul
albania||albanian albanians|Tirana
algeria||algerian algerians|Algiers
angola||angolan angolans|Luanda
argentina||argentine argentinian argentines argentinians|Buenos Aires
armenia||armenian armenians|Yerevan
australia||australian australians aussie|Canberra
austria||austrian austrians|Vienna
azerbaijan||azerbaijani azerbaijanis azeri azeris|Baku
bahamas|the bahamas|bahamian bahamians|Nassau
bahrain||bahraini bahrainis|Manama
bangladesh||bangladeshi bangladeshis|Dhaka
barbados||barbadian barbadians|Bridgetown
belarus||belarusian belarusians|Minsk
belgium||belgian belgians|
benin||beninese|Porto-Novo
bhutan||bhutanese|Thimphu
bolivia||bolivian bolivians|La Paz,Sucre
bosnia|bosnia and herzegovina,bosnia-herzegovina|bosnian bosnians|Sarajevo
botswana||botswanan|Gaborone
brazil||brazilian brazilians|Brasilia,Brasília
bulgaria||bulgarian bulgarians|Sofia
burkina faso||burkinabe|Ouagadougou
burundi||burundian burundians|Bujumbura,Gitega
cambodia||cambodian cambodians|Phnom Penh
cameroon||cameroonian cameroonians|Yaounde,Yaoundé
canada||canadian canadians|Ottawa
central african republic|car||Bangui
chad||chadian chadians|N'Djamena
chile||chilean chileans|Santiago
china|people's republic of china,prc|chinese|Beijing
colombia||colombian colombians|Bogota,Bogotá
congo|democratic republic of the congo,democratic republic of congo,drc,dr congo|congolese|Kinshasa
costa rica||costa rican,costa ricans|
croatia||croatian croatians croat croats|Zagreb
cuba||cuban cubans|Havana
cyprus||cypriot cypriots|Nicosia
czech republic|czechia|czech czechs|Prague
denmark||danish dane danes|Copenhagen
djibouti||djiboutian|
dominican republic||dominican dominicans|Santo Domingo
ecuador||ecuadorian ecuadorians ecuadorean|Quito
egypt||egyptian egyptians|Cairo
el salvador||salvadoran salvadorans|San Salvador
eritrea||eritrean eritreans|Asmara
estonia||estonian estonians|Tallinn
eswatini|swaziland|swazi|Mbabane
ethiopia||ethiopian ethiopians|Addis Ababa
european union|eu,e.u.||Brussels
fiji||fijian fijians|Suva
finland||finnish finn finns|Helsinki
france||french frenchman frenchwoman|Paris,Elysee,Élysée
gabon||gabonese|Libreville
gambia|the gambia|gambian gambians|Banjul
georgia||georgian georgians|Tbilisi
germany|federal republic of germany|german germans|Berlin
ghana||ghanaian ghanaians|Accra
greece||greek greeks|Athens
greenland||greenlandic greenlander greenlanders|Nuuk
guatemala||guatemalan guatemalans|
guinea||guinean guineans|Conakry
guyana||guyanese|Georgetown
haiti||haitian haitians|Port-au-Prince
honduras||honduran hondurans|Tegucigalpa
hong kong||hongkonger hongkongers|
hungary||hungarian hungarians|Budapest
iceland||icelandic icelander icelanders|Reykjavik,Reykjavík
india||indian indians|New Delhi,Delhi
indonesia||indonesian indonesians|Jakarta
iran|islamic republic of iran|iranian iranians|Tehran
iraq||iraqi iraqis|Baghdad
ireland|republic of ireland|irish irishman irishmen|Dublin
israel||israeli israelis|Jerusalem
italy||italian italians|Rome
ivory coast|cote d'ivoire,côte d'ivoire|ivorian ivorians|Abidjan,Yamoussoukro
jamaica||jamaican jamaicans|
japan||japanese|Tokyo
jordan||jordanian jordanians|Amman
kazakhstan||kazakh kazakhs kazakhstani|Astana,Nur-Sultan
kenya||kenyan kenyans|Nairobi
kosovo||kosovar kosovars kosovan|Pristina
kuwait||kuwaiti kuwaitis|Kuwait City
kyrgyzstan||kyrgyz|Bishkek
laos||laotian laotians lao|Vientiane
latvia||latvian latvians|Riga
lebanon||lebanese|Beirut
lesotho||basotho|Maseru
liberia||liberian liberians|Monrovia
libya||libyan libyans|Tripoli
liechtenstein|||Vaduz
lithuania||lithuanian lithuanians|Vilnius
luxembourg||luxembourgish|
madagascar||malagasy|Antananarivo
malawi||malawian malawians|Lilongwe
malaysia||malaysian malaysians|Kuala Lumpur
maldives|the maldives|maldivian maldivians|
mali||malian malians|Bamako
malta||maltese|Valletta
mauritania||mauritanian mauritanians|Nouakchott
mauritius||mauritian mauritians|Port Louis
mexico||mexican mexicans|Mexico City
moldova||moldovan moldovans|Chisinau,Chișinău
monaco||monegasque|
mongolia||mongolian mongolians|Ulaanbaatar
montenegro||montenegrin montenegrins|Podgorica
morocco||moroccan moroccans|Rabat
mozambique||mozambican mozambicans|Maputo
myanmar|burma|burmese|Naypyidaw,Naypyitaw
namibia||namibian namibians|Windhoek
nepal||nepali nepalis nepalese|Kathmandu
netherlands|the netherlands,holland|dutch dutchman dutchmen|Amsterdam,The Hague
new zealand||new zealander,new zealanders,kiwi,kiwis|
nicaragua||nicaraguan nicaraguans|Managua
niger||nigerien nigeriens|Niamey
nigeria||nigerian nigerians|Abuja
north korea|dprk,democratic people's republic of korea|north korean,north koreans|Pyongyang
north macedonia|macedonia|macedonian macedonians|Skopje
norway||norwegian norwegians|Oslo
oman||omani omanis|Muscat
pakistan||pakistani pakistanis|Islamabad
palestine|palestinian territories,palestinian authority|palestinian palestinians|Ramallah
panama||panamanian panamanians|Panama City
papua new guinea|||Port Moresby
paraguay||paraguayan paraguayans|Asuncion,Asunción
peru||peruvian peruvians|Lima
philippines|the philippines|philippine filipino filipinos filipina|Manila
poland||polish pole poles|Warsaw
portugal||portuguese|Lisbon
qatar||qatari qataris|Doha
romania||romanian romanians|Bucharest
russia|russian federation|russian russians|Moscow,Kremlin
rwanda||rwandan rwandans|Kigali
saudi arabia||saudi saudis|Riyadh
senegal||senegalese|Dakar
serbia||serbian serbians serb serbs|Belgrade
sierra leone||sierra leonean,sierra leoneans|Freetown
singapore||singaporean singaporeans|
slovakia||slovak slovaks slovakian|Bratislava
slovenia||slovenian slovenians slovene slovenes|Ljubljana
somalia||somali somalis somalian|Mogadishu
south africa||south african,south africans|Pretoria
south korea|republic of korea|south korean,south koreans|Seoul
south sudan||south sudanese|Juba
soviet union|ussr,u.s.s.r.|soviet soviets|
spain||spanish spaniard spaniards|Madrid
sri lanka||sri lankan,sri lankans|Colombo
sudan||sudanese|Khartoum
suriname||surinamese|Paramaribo
sweden||swedish swede swedes|Stockholm
switzerland||swiss|Bern,Berne
syria||syrian syrians|Damascus
taiwan||taiwanese|Taipei
tajikistan||tajik tajiks|Dushanbe
tanzania||tanzanian tanzanians|Dodoma,Dar es Salaam
thailand||thai thais|Bangkok
togo||togolese|Lome,Lomé
trinidad and tobago||trinidadian trinidadians|Port of Spain
tunisia||tunisian tunisians|Tunis
turkey|turkiye,türkiye|turkish turk turks|Ankara
turkmenistan||turkmen turkmens|Ashgabat
uganda||ugandan ugandans|Kampala
ukraine||ukrainian ukrainians|Kyiv,Kiev
united arab emirates|uae,u.a.e.,emirates|emirati emiratis|Abu Dhabi
united kingdom|uk,u.k.,britain|british briton britons|London,Downing Street
united nations|un,u.n.||
united states|us,u.s.,usa,u.s.a.,america|american americans|Washington,White House
united states|united states of america||
united kingdom|great britain||
uruguay||uruguayan uruguayans|Montevideo
uzbekistan||uzbek uzbeks|Tashkent
vatican|vatican city,holy see||
venezuela||venezuelan venezuelans|Caracas
vietnam||vietnamese|Hanoi
yemen||yemeni yemenis|Sanaa,Sana'a
zambia||zambian zambians|Lusaka
zimbabwe||zimbabwean zimbabweans|Harare
"""
# In lower case these are common words, or no words at all.
_NEEDS_CAPITALS = frozenset({"us", "un", "car", "uk", "eu"})


def _build() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    people: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        key, others, adjectives, seats = line.split("|")[:4]
        for name in (key, *filter(None, others.split(","))):
            names[name] = key
        for adjective in filter(None, adjectives.split(",") if "," in adjectives else adjectives.split()):
            people[adjective] = key
        for seat in filter(None, seats.split(",")):
            capitals[seat.lower()] = key
    return names, people, capitals


_NAMES, _PEOPLE, _CAPITALS = _build()


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    plain = " ".join(text.replace("’", "'").split()).lower()
    plain = plain.removesuffix("'s").removesuffix("'")
    return plain.removeprefix("the ")


def _may_be_country(text: str, plain: str) -> bool:
    return plain not in _NEEDS_CAPITALS or text.strip().removeprefix("the ").removeprefix("The ")[:2].isupper()


def country_of(text: str) -> str | None:
    """The country that a name, an adjective or a people's name stands for: "Russian", "the U.S.", "Ukraine's" -> a key.

    Keys are lower case: "russia", "united states". Capitals are none: see `capital_of`. "us" needs capitals.
    """
    plain = _plain(text)
    if not _may_be_country(text, plain):
        return None
    return _NAMES.get(plain) or _PEOPLE.get(plain)


def is_country_name(text: str) -> bool:
    """Whether it is the country's own name ("Russia", "U.S."), not an adjective or its people."""
    plain = _plain(text)
    return plain in _NAMES and _may_be_country(text, plain)


def capital_of(text: str) -> str | None:
    """The country that a capital or a seat of government stands for in news: "Moscow", "the Kremlin" -> "russia"."""
    return _CAPITALS.get(_plain(text))


def names_of(key: str) -> tuple[str, ...]:
    """What the country of a key is called: its own name and, where it has one, its first adjective, with capitals."""
    adjective = next((one for one, of in _PEOPLE.items() if of == key), None)
    return tuple(name.title() for name in (key, adjective) if name)
