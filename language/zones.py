"""Where a place lies in time: the IANA zone of a dateline's city, and what "JST" or "+09:00" mean.

Most cities come from the IANA names themselves ("Europe/Moscow"); the table adds capitals and big cities whose zone is
named after another place.
"""

import re
from functools import lru_cache
from zoneinfo import available_timezones

VERSION = 1

_CITIES_TABLE = """
America/New_York: washington, washington dc, boston, philadelphia, atlanta, miami, baltimore, cleveland, pittsburgh,
    charlotte, orlando, tampa, tallahassee, albany, buffalo, brooklyn, manhattan, united nations, cincinnati,
    columbus, raleigh, richmond, annapolis, hartford, providence, newark, trenton, jacksonville, fort lauderdale,
    palm beach, west palm beach, jersey city, arlington, charleston, savannah, concord, manchester nh, burlington,
    harrisburg, capitol hill, white house
America/Chicago: houston, dallas, austin, san antonio, minneapolis, st louis, saint louis, new orleans, milwaukee,
    memphis, nashville, kansas city, oklahoma city, des moines, omaha, madison, little rock, baton rouge, birmingham
    ala, montgomery, jackson, tulsa, fort worth, st paul
America/Denver: salt lake city, albuquerque, santa fe, colorado springs, cheyenne, el paso, aspen
America/Los_Angeles: san francisco, seattle, portland, san diego, sacramento, las vegas, oakland, san jose calif,
    hollywood, silicon valley, cupertino, palo alto
America/Toronto: ottawa, montreal, quebec, quebec city
America/Edmonton: calgary
America/Sao_Paulo: rio de janeiro, brasilia, brasília, são paulo, sao paulo
America/Argentina/Buenos_Aires: buenos aires
America/Mexico_City: guadalajara, monterrey
America/Bogota: bogotá, medellin, cartagena
America/Guayaquil: quito
America/Havana: havana
Europe/London: birmingham, manchester, liverpool, leeds, glasgow, edinburgh, belfast, cardiff, oxford, cambridge,
    bristol, newcastle, sheffield
Europe/Berlin: munich, frankfurt, hamburg, cologne, bonn, dresden, leipzig, stuttgart, duesseldorf, düsseldorf,
    karlsruhe
Europe/Paris: marseille, lyon, strasbourg, nice, cannes, toulouse, bordeaux, calais
Europe/Rome: milan, naples, turin, venice, florence, palermo, genoa, davos italy
Europe/Madrid: barcelona, valencia, seville, bilbao
Europe/Amsterdam: the hague, hague, rotterdam
Europe/Zurich: geneva, bern, berne, davos, basel, lausanne
Europe/Brussels: antwerp, bruges, luxembourg city
Europe/Warsaw: krakow, gdansk, lodz, wroclaw
Europe/Kyiv: kyiv, kiev, kharkiv, odesa, odessa, lviv, dnipro, mariupol, kherson, zaporizhzhia, donetsk, luhansk,
    bakhmut, pokrovsk, kramatorsk, kryvyi rih
Europe/Moscow: st petersburg, saint petersburg, sochi, kazan, rostov-on-don, nizhny novgorod, murmansk
Asia/Yekaterinburg: ekaterinburg
Europe/Lisbon: porto
Europe/Istanbul: ankara, izmir
Europe/Chisinau: chișinău
Europe/Athens: thessaloniki
Europe/Stockholm: gothenburg, malmo
Asia/Tokyo: osaka, kyoto, nagoya, hiroshima, fukushima, nagasaki, yokohama, sapporo, fukuoka, sendai, kobe
Asia/Shanghai: beijing, guangzhou, shenzhen, wuhan, tianjin, chengdu, nanjing, hangzhou
Asia/Seoul: busan, incheon
Asia/Kolkata: new delhi, delhi, mumbai, bombay, calcutta, bangalore, bengaluru, chennai, hyderabad, srinagar,
    ahmedabad, lucknow
Asia/Karachi: islamabad, lahore, peshawar, rawalpindi, quetta
Asia/Kathmandu: katmandu
Asia/Yangon: rangoon, naypyitaw, naypyidaw
Asia/Ho_Chi_Minh: hanoi, saigon, da nang
Asia/Manila: quezon city, davao
Asia/Jakarta: bandung
Asia/Makassar: bali, denpasar
Asia/Riyadh: jeddah, mecca, medina
Asia/Dubai: abu dhabi
Asia/Jerusalem: tel aviv, haifa, west jerusalem
Asia/Gaza: gaza city, rafah, khan younis
Asia/Hebron: ramallah, jenin, nablus, west bank
Asia/Tehran: isfahan, mashhad
Asia/Baghdad: mosul, basra, erbil, sanaa, sana'a, aden
Asia/Damascus: aleppo, homs, idlib
Asia/Almaty: astana, nur-sultan
Asia/Bishkek: osh
Asia/Qatar: doha
Africa/Cairo: alexandria, sharm el-sheikh
Africa/Johannesburg: pretoria, cape town, durban, soweto
Africa/Lagos: abuja, kano, maiduguri, yaounde
Africa/Nairobi: mombasa, dodoma
Africa/Addis_Ababa: mekele
Africa/Khartoum: omdurman
Africa/Casablanca: rabat, marrakesh
Africa/Abidjan: yamoussoukro
Africa/Kinshasa: brazzaville
Africa/Lubumbashi: goma
Australia/Sydney: canberra, newcastle nsw
Pacific/Auckland: wellington, christchurch
"""

# Minutes east of Greenwich. Names that two parts of the world share (IST, BST, CST) mean what English-language news
# mostly means by them: India, Britain in summer, the American Midwest.
_ABBREVIATIONS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "WAT": 60, "CEST": 120, "EET": 120, "CAT": 120,
    "SAST": 120, "EEST": 180, "MSK": 180, "EAT": 180, "TRT": 180, "IDT": 180, "GST": 240, "PKT": 300, "IST": 330,
    "NPT": 345, "ICT": 420, "WIB": 420, "SGT": 480, "HKT": 480, "PHT": 480, "AWST": 480, "MYT": 480, "JST": 540,
    "KST": 540, "ACST": 570, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "EST": -300, "EDT": -240, "CST": -360,
    "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AST": -240, "ADT": -180, "BRT": -180, "ART": -180,
    "AKST": -540, "HST": -600,
}  # fmt: skip
# The same in summer and winter: which one holds is told by the date.
_SEASONAL = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

ABBREVIATION = r"(?:" + "|".join(sorted((*_ABBREVIATIONS, *_SEASONAL), key=len, reverse=True)) + r")"

_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+\-−])(\d{1,2})(?::?(\d{2}))?")


@lru_cache(maxsize=1)
def _zone_of_city() -> dict[str, str]:
    cities: dict[str, str] = {}
    for name in sorted(available_timezones()):
        region, _, city = name.rpartition("/")
        if region and not region.startswith(("Etc", "SystemV", "posix", "right")):
            cities.setdefault(city.replace("_", " ").lower(), name)
    for line in _CITIES_TABLE.strip().replace("\n    ", " ").splitlines():
        name, _, places = line.partition(": ")
        cities.update((place.strip(), name) for place in places.split(","))
    return cities


@lru_cache(maxsize=4096)
def zone_of_place(place: str) -> str | None:
    """The IANA zone of a dateline ("MOSCOW", "Washington, D.C.", "KHARKIV, Ukraine"); None if unknown."""
    cities = _zone_of_city()
    plain = " ".join(place.replace("’", "'").replace(".", "").split()).lower()
    for part in (plain, *re.split(r"[/,(]| and ", plain)):
        if zone := cities.get(part.strip()):
            return zone
    return None


def offset_of(zone: str) -> int | None:
    """Minutes east of Greenwich of "+09:00", "UTC+3" or "JST"; None for a name whose offset depends on the date."""
    if zone in _ABBREVIATIONS:
        return _ABBREVIATIONS[zone]
    match = _OFFSET.fullmatch(zone)
    if match is None:
        return None
    minutes = int(match.group(2)) * 60 + int(match.group(3) or 0)
    if minutes >= 24 * 60:
        return None
    return minutes if match.group(1) == "+" else -minutes


def zone_name(abbreviation: str) -> str | None:
    """How an abbreviation is written in a record: "JST" -> "+09:00", "ET" -> "America/New_York"; None if unknown."""
    if abbreviation in _SEASONAL:
        return _SEASONAL[abbreviation]
    minutes = offset_of(abbreviation)
    if minutes is None:
        return None
    return offset_name(minutes)


def offset_name(minutes: int) -> str:
    """How an offset of so many minutes east of Greenwich is written in a record: 540 -> "+09:00"."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"
