"""The words of generated records: people, publishers, headlines and quotations. None of them are real."""
# ruff: noqa: SIM905 (words are easier to read and to change as running text)

TOPICS = (
    "Border demarcation",
    "Fisheries",
    "Trade",
    "Peace treaty",
    "Visa regime",
    "Military exercises",
    "Energy",
    "Consular affairs",
    "Culture",
    "Education",
    "War memory",
    "Repatriation",
    "Sanctions",
    "Summit meetings",
    "Shipping",
    "Nuclear safety",
    "Human rights",
    "Law of the sea",
    "Joint economy",
    "Disaster relief",
)

# Zipf-weighted: the first word of a list is common, the last one rare.
NOUNS = """agreement treaty government negotiations side border islands territory
declaration position talks delegation ministry sovereignty question cooperation
sea waters article protocol settlement framework consultations residents
dialogue interests principle proposal document security parliament committee
embassy vessels fishermen convention statement conference parties relations
communique trust visit summit administration zone quota strait fleet
demarcation ratification envoy consulate commission assembly memorandum
compromise guarantee sanctions investment infrastructure resolution charter
precedent clause annex garrison lighthouse harbour reciprocity arbitration
mediation normalisation jurisdiction repatriation cemetery graves archive
census expedition shipwreck sealers kelp cartography telegram plenipotentiary
chargé exequatur laissez-passer démarche modus-vivendi casus-foederis""".split()
ADJECTIVES = """mutual bilateral final joint historical legal economic peaceful
northern territorial constructive official diplomatic special preliminary
lasting comprehensive unilateral humanitarian strategic maritime customary
inalienable provisional confidential reciprocal unacceptable exclusive
administrative procedural inviolable equitable unresolved conciliatory
extraterritorial consular plenary irrevocable""".split()
VERBS = """confirm respect discuss support conclude sign resolve recognise reject
continue implement ratify examine clarify protect reaffirm postpone accelerate
restore deepen negotiate suspend monitor acknowledge reconsider notify dispute
denounce abrogate countersign promulgate""".split()
ADVERBS = """firmly clearly again jointly gradually consistently formally sincerely
publicly repeatedly carefully solemnly unequivocally categorically provisionally
tacitly""".split()
PLACES = """Tokyo Moscow Washington Geneva Helsinki Nemuro Hakodate Shimoda
Vladivostok Sapporo Khabarovsk Portsmouth Vienna Honolulu Irkutsk Otaru
Petropavlovsk Reykjavik Wakkanai Anadyr""".split()

# N noun, A adjective, V verb, R adverb, P place, Y a year; anything else is used as it is.
SENTENCES = tuple(
    s.split()
    for s in (
        "We R V the A N and the N of both sides .",
        "The N of the A N must V without delay .",
        "Our N on this N has not changed , and we will R V it in P .",
        "It is necessary to V a A N before any N can V the N .",
        "The A N of Y does not V the N of the N .",
        "I told the N that the N would V every A N .",
        "Both sides agreed to V the N in P and to V the A N .",
        "There is no A N in this N , only a N that we R V .",
        "The government will V the N on the basis of the A N signed in Y .",
        "Without a A N , the N cannot V the N or the A N .",
        "We expect the other N to V its N and to V the N at the next N in P .",
        "As the N of Y shows , a N can V even the most A N .",
    )
)
HEADLINES = tuple(
    s.split()
    for s in (
        "A N on N signed in P",
        "P N opens on A N",
        "N of A N is postponed",
        "Delegations V A N in P",
        "A N enters into force",
        "N sends N to P",
        "P hosts A N on the N",
        "A N ends without N",
        "N of the N is published",
    )
)
ARTICLE_TITLES = tuple(
    s.split()
    for s in (
        "What the P N says about the A N",
        "P : N and N after the A N",
        "Sides V the N at P talks",
        "A N : full text",
        "N R V A N , ministry says",
    )
)
SURNAMES = {
    "JP": """Amakura Hinode Isoyama Kanamori Kirishima Mizuhara
    Nagahama Okisato Shiomura Takegaki Umezono Yorihama""".split(),
    "RU": """Belozerin Vetrovsky Gorlanov Zaryanin Kamenetsky Lugovtsev
    Morozenko Ostrovin Primorsky Sedelnik Tikhorechin Yasenev""".split(),
    "US": """Alderbrook Cartwell Dunmore Fairhaven Holloway Kingsmere
    Langstone Merriford Oakhurst Redfern Stanwick Wexley""".split(),
    "other": """Aldane Brisac Corvino Delmare Eriksdal Farkasy
    Grünau Halloran Iversen Jansma Kowalec Lindqvar""".split(),
}
GIVEN = {
    "JP": "Akio Haruto Jun Kaoru Makoto Naoki Rei Sachiko Tomoe Yukari".split(),
    "RU": "Andrei Boris Darya Elena Fyodor Galina Ilya Ksenia Lev Marina".split(),
    "US": "Alice Charles Dorothy Edwin Frances George Helen James Martha Walter".split(),
    "other": "Anna Bernard Clara Dieter Emil Greta Hugo Ines Karl Maud".split(),
}
ROLES = (
    "foreign minister",
    "ambassador",
    "prime minister",
    "envoy",
    "spokesperson",
    "governor",
    "member of parliament",
    "historian",
    "admiral",
    "consul",
)
PUB_A = "Northern Pacific Harbour Capital Island Eastern Strait Meridian".split()
PUB_B = "Herald Gazette Courier Review Wire".split()
