"""`?place=moscow`: where an event happened.

Events have places as free text, separated by semicolons. `PLACES` gives each its permanent value and its name on pages;
an event whose place is not among them is only found without this filter.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import ChoiceNames, Columns, EventChoiceFilter, Rows, Slot
from .wording import join_alternatives


class PlaceFilter(EventChoiceFilter):
    name = "place"
    label = gettext_lazy("Place")
    noun = gettext_lazy("place")
    slot = Slot.PLACE
    columns = Columns(event=("place",))

    def read_names(self, rows: Rows) -> ChoiceNames:
        return ChoiceNames(LABELS, frozenset(LABELS))

    def values_of(self, names: ChoiceNames, text: str) -> Iterable[str]:
        return find_places(text)

    def describe(self, value: list[str]) -> str:
        return _("in %(places)s") % {"places": join_alternatives(PHRASES.get(label, label) for label in value)}


@lru_cache(4096)
def find_places(text: str) -> frozenset[str]:
    """The values of “Tokyo; Moscow”."""
    names = (name.strip() for name in text.split(";"))
    return frozenset(VALUES[name] for name in names if name in VALUES)


# The value, the name, and other names that events have. “the” is for sentences only.
PLACES = """
moscow | Moscow
tokyo | Tokyo
washington-dc | Washington, D.C.
vladivostok | Vladivostok
new-york | New York
st-petersburg | St Petersburg
beijing | Beijing
san-francisco | San Francisco
munich | Munich
sochi | Sochi
london | London
warsaw | Warsaw
prague | Prague
singapore | Singapore
santiago | Santiago
paris | Paris
lisbon | Lisbon
naples | Naples
cologne | Cologne
heiligendamm | Heiligendamm
denver | Denver
pittsburgh | Pittsburgh
williamsburg | Williamsburg
kennebunkport | Kennebunkport
camp-david | Camp David
elko | Elko, Nevada
san-nicolas-island | San Nicolas Island
portsmouth-kittery | Portsmouth (Kittery) | Kittery | Portsmouth
kananaskis | Kananaskis
los-cabos | Los Cabos
buenos-aires | Buenos Aires
sydney | Sydney
shanghai | Shanghai
manila | Manila
da-nang | Da Nang
bandar-seri-begawan | Bandar Seri Begawan
seoul | Seoul
pyongyang | Pyongyang
kyiv | Kyiv
irkutsk | Irkutsk
krasnoyarsk | Krasnoyarsk
nakhodka | Nakhodka
kaliningrad | Kaliningrad
novo-ogaryovo | Novo-Ogaryovo
gorki-residence | Gorki
yuzhno-sakhalinsk | Yuzhno-Sakhalinsk (until 1946 Toyohara) | Toyohara (Yuzhno-Sakhalinsk) | Yuzhno-Sakhalinsk
yalta | Yalta
iturup | Iturup (Etorofu)
kunashir | Kunashir (Kunashiri)
shikotan | Shikotan
habomai-islands | the Habomai Islands
yuri-island | Yuri Island
south-kurils | the South Kurils (Northern Territories) | South Kurils / Northern Territories \
| Southern Kuril Islands (Northern Territories)
kuril-islands | the Kuril Islands
urup | Urup
matua | Matua
paramushir | Paramushir
shumshu | Shumshu
sakhalin | Sakhalin
northern-sakhalin | Northern Sakhalin
moneron-island | Moneron Island
nemuro | Nemuro
nemuro-strait | the Nemuro (Kunashir) Strait | Nemuro Strait
nakashibetsu | Nakashibetsu
hokkaido | Hokkaido
hakodate | Hakodate
wakkanai | Wakkanai
rishiri-island | Rishiri Island
rebun-island | Rebun Island
sapporo | Sapporo
yausubetsu | Yausubetsu
shizunai | Shizunai
toyako | Toyako
tsugaru-strait | the Tsugaru Strait
tsushima-strait | the Tsushima Strait
osumi-strait | the Osumi Strait
sea-of-japan | the Sea of Japan
east-china-sea | the East China Sea
pacific-ocean | the Pacific Ocean
shimoda | Shimoda
kawana | Kawana
nagasaki | Nagasaki
nagato | Nagato
yamaguchi | Yamaguchi Prefecture | Yamaguchi
iwakuni | Iwakuni
osaka | Osaka
nagoya | Nagoya
nara | Nara
yokohama | Yokohama
sendai | Sendai
sanriku-coast | the Sanriku coast
akita | Akita Prefecture | Akita
shariki | Shariki
kyogamisaki | Kyogamisaki
iruma | Iruma
kadena | Kadena
okinawa | Okinawa
kagoshima | Kagoshima Prefecture | Kagoshima
kumamoto | Kumamoto
shikoku | Shikoku
izu-islands | the Izu Islands
sofugan | Sofugan
khalkhin-gol | Khalkhin Gol (Nomonhan) | Khalkhin Gol | Nomonhan
manchuria | Manchuria
cold-bay | Cold Bay
alaska | Alaska
anchorage | Anchorage
hawaii | Hawaii
honolulu | Honolulu
kauai | Kauai
kwajalein | Kwajalein
japan | Japan
north-korea | North Korea
south-korea | South Korea
afghanistan | Afghanistan
east-asia | East Asia
siberia | Siberia
russian-far-east | the Russian Far East | Soviet Far East
berlin | Berlin
burbank | Burbank, California
cairo | Cairo
edo | Edo (Tokyo)
geneva | Geneva
hiroshima | Hiroshima
kabul | Kabul
khabarovsk | Khabarovsk
kola-peninsula | the Kola Peninsula
kyoto | Kyoto
lake-khasan | Lake Khasan
maoka | Maoka (Kholmsk)
mukden | Mukden
murmansk | Murmansk
nikolaevsk | Nikolaevsk-on-Amur
otsu | Otsu
pearl-harbor | Pearl Harbor
port-arthur | Port Arthur
potsdam | Potsdam
reykjavik | Reykjavik
tehran | Tehran
tokyo-bay | Tokyo Bay
tsushima | Tsushima
vancouver | Vancouver
kamchatka | Kamchatka
shandong | Shandong
georgia | Georgia
south-ossetia | South Ossetia
l-aquila | L'Aquila
dalian | Dalian
okinoshima | Okinoshima
the-hague | The Hague
minamidaito | Minamidaito
hachijojima | Hachijojima
ukraine | Ukraine
aomori | Aomori
vostochny-cosmodrome | the Vostochny Cosmodrome
dnipro | Dnipro
busan | Busan
"""
LABELS: dict[str, str] = {}
PHRASES: dict[str, str] = {}  # by label, where the name in a sentence differs
VALUES: dict[str, str] = {}  # by each name
for line in PLACES.strip().splitlines():
    place, phrase, *others = line.split(" | ")
    LABELS[place] = phrase.removeprefix("the ")
    if phrase != LABELS[place]:
        PHRASES[LABELS[place]] = phrase
    VALUES |= dict.fromkeys([LABELS[place], *others], place)
