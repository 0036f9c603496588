"""Units of news quantities: what they are called, what they measure, and how one turns into another."""

import re

VERSION = 5

# unit | dimension | factor to the dimension's base | other spellings
_UNITS_TABLE = """
percent|share|0.01|% per_cent pct
share|share|1|
percentage point|percentage point|1|percentage_points pct_points
basis point|percentage point|0.01|basis_points bps
second|time|1|seconds sec secs
minute|time|60|minutes min mins
hour|time|3600|hours hr hrs
day|time|86400|days
week|time|604800|weeks
month|time|2629800|months
year|time|31557600|years yr yrs
year of age|age|1|year-old years-old year-olds years_old year_old years_of_age
decade|time|315576000|decades
century|time|3155760000|centuries
mm|length|0.001|millimeter millimeters millimetre millimetres
cm|length|0.01|centimeter centimeters centimetre centimetres
m|length|1|meter meters metre metres
km|length|1000|kilometer kilometers kilometre kilometres kms
inch|length|0.0254|inches
foot|length|0.3048|feet ft
yard|length|0.9144|yards
mile|length|1609.344|miles mi
nautical mile|length|1852|nautical_miles
g|mass|1|gram grams
kg|mass|1000|kilogram kilograms kilo kilos
tonne|mass|1000000|tonnes metric_ton metric_tons
ton|mass|1000000|tons
ounce|mass|28.35|ounces oz
lb|mass|453.6|lbs
square mile|area|2589988|square_miles sq_mi sq_miles
square km|area|1000000|square_kilometers square_kilometres square_km km² sq_km sqkm
square m|area|1|square_meters square_metres square_m m² sq_m sqm
square foot|area|0.0929|square_feet sq_ft
acre|area|4046.86|acres
hectare|area|10000|hectares ha
liter|volume|1|liters litre litres
gallon|volume|3.785|gallons
barrel|volume|159|barrels
km/h|speed|1|km/h kph kmh kilometers_per_hour kilometres_per_hour
mph|speed|1.609344|miles_per_hour
degree|degree|1|degrees °
celsius|temperature|1|°C C degrees_Celsius degrees_celsius degrees_C degrees_centigrade
fahrenheit|fahrenheit|1|°F F degrees_Fahrenheit degrees_fahrenheit degrees_F
megawatt|power|1|megawatts MW
gigawatt|power|1000|gigawatts GW
kilowatt|power|0.001|kilowatts kW
terawatt|power|1000000|terawatts TW
kilowatt-hour|energy|1|kilowatt-hours kilowatt_hours kilowatt_hour kWh
megawatt-hour|energy|1000|megawatt-hours megawatt_hours megawatt_hour MWh
gigawatt-hour|energy|1000000|gigawatt-hours gigawatt_hours gigawatt_hour GWh
terawatt-hour|energy|1000000000|terawatt-hours terawatt_hours terawatt_hour TWh
knot|speed|1.852|knots
magnitude|magnitude|1|
times|times|1|time fold
person|person|1|people persons
death|death|1|deaths fatality fatalities
"""
_CURRENCIES_TABLE = """
usd|$ US$ USD|dollar dollars U.S._dollars US_dollars
eur|€ EUR|euro euros
gbp|£ GBP|pounds_sterling British_pounds
jpy|¥ JPY|yen
rub|₽ RUB|ruble rubles rouble roubles
cny|CN¥ RMB CNY|yuan renminbi
inr|₹ INR Rs Rs.|rupee rupees
krw|₩ KRW|South_Korean_won
uah|₴ UAH|hryvnia hryvnias hryvnya
chf|CHF SFr|Swiss_francs
try|₺ TRY|Turkish_lira lira liras
ils|₪ NIS ILS|shekel shekels
aud|A$ AU$ AUD|Australian_dollars
cad|C$ CA$ CDN$ CAD|Canadian_dollars
nzd|NZ$ NZD|New_Zealand_dollars
hkd|HK$ HKD|Hong_Kong_dollars
sgd|S$ SGD|Singapore_dollars
brl|R$ BRL|reais
mxn|MXN|pesos Mexican_pesos
pln|PLN|zloty zlotys
sek|SEK|kronor
nok|NOK|kroner
irr|IRR|rials
sar|SAR|riyals
ngn|₦ NGN|naira
zar|ZAR|rand
usd cent|¢|cents
btc|₿ BTC|bitcoin bitcoins
"""
# Words that end in s and are no plural, or are a plural without one.
_IRREGULAR_PLURALS = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "policemen": "policeman", "wives": "wife",
    "lives": "life", "feet": "foot", "teeth": "tooth", "crises": "crisis", "leaves": "leaf", "halves": "half",
    "aircraft": "aircraft", "troops": "troop", "police": "police", "series": "series", "species": "species",
    "businessmen": "businessman", "gunmen": "gunman", "firemen": "fireman", "servicemen": "serviceman", "dead": "death",
    "media": "medium", "criteria": "criterion", "offspring": "offspring", "personnel": "personnel", "cattle": "cattle",
    "sheep": "sheep", "buses": "bus", "viruses": "virus", "gases": "gas", "movies": "movie", "zombies": "zombie",
    "knives": "knife", "wolves": "wolf", "thieves": "thief", "shelves": "shelf", "headquarters": "headquarters",
    "staff": "staff", "crew": "crew", "townspeople": "person", "salespeople": "salesperson", "cookies": "cookie",
}  # fmt: skip
_NOT_PLURAL = re.compile(
    r"(?:ss|us|is|ous|['’]s)$"
    r"|^(?:across|always|perhaps|as|was|has|does|says|its|his|this|yes|thus|plus|versus|towards|besides|whereas"
    r"|sometimes"
    r"|less|us|unless|thanks|afterwards|upwards|overseas|nowadays|news|measles|mumps|rabies|politics|economics|gas|bus|lens|hers|ours|yours|theirs"
    r"|wins|loses|makes|takes|goes|comes|gives|remains|means|seems|appears|becomes|needs|wants|includes|shows)$"
)


def _build() -> tuple[dict[str, str], dict[str, tuple[str, float]], dict[str, str], dict[str, str]]:
    unit_of: dict[str, str] = {}
    measures: dict[str, tuple[str, float]] = {}
    for line in _UNITS_TABLE.strip().splitlines():
        unit, dimension, factor, spellings = line.split("|")
        measures[unit] = (dimension, float(factor))
        for spelling in (unit, *spellings.split()):
            unit_of[spelling.replace("_", " ")] = unit
    signs: dict[str, str] = {}
    words: dict[str, str] = {}
    for line in _CURRENCIES_TABLE.strip().splitlines():
        unit, sign_list, word_list = line.split("|")
        signs.update((sign, unit) for sign in sign_list.split())
        words.update((word.replace("_", " "), unit) for word in word_list.split())
    return unit_of, measures, signs, words


UNIT_OF, _MEASURES, CURRENCY_SIGNS, CURRENCY_WORDS = _build()


def singular(noun: str) -> str:
    """The singular of an English noun, lower case: "countries" -> "country", "people" -> "person"."""
    word = noun.lower()
    if word in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[word]
    if not looks_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("zzes"):
        return word[:-3]
    if word.endswith(("sses", "shes", "ches", "xes", "tzes")):
        return word[:-2]
    return word[:-1]


def looks_plural(noun: str) -> bool:
    """Whether a word has the form of a plural noun."""
    word = noun.lower()
    return word in _IRREGULAR_PLURALS or (len(word) > 3 and word.endswith("s") and not _NOT_PLURAL.search(word))


def measure(unit: str | None) -> tuple[str, float] | None:
    """The dimension of a unit and its factor to that dimension's base; a unit that is not known measures itself."""
    if unit is None:
        return None
    return _MEASURES.get(unit, (unit, 1.0))
