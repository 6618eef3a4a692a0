"""Cue words of English news, which show that a statement begins or ends nearby.

Compiled by hand from the meaning of the words: what may be between a speaker and the statement.
"""

from __future__ import annotations

from .verb_forms import build_lexicon, inflect, split_words

# Somebody says something: a clause, a quotation, or both.
SAYING = build_lexicon(
    "say tell add note point report claim argue warn insist announce acknowledge admit assert affirm allege declare "
    "state explain write contend maintain suggest predict promise reply respond remark observe comment concede confirm "
    "caution advise stress emphasize emphasise reiterate repeat recall recount disclose reveal deny complain confess "
    "joke quip tweet testify vow pledge urge mention indicate estimate counter retort rejoin declaim proclaim "
    "pronounce profess swear inform remind assure boast brag grumble lament hint imply signal shout yell scream cry "
    "whisper mutter murmur exclaim continue conclude opine muse assess posit theorize speculate "
    "ask wonder inquire question answer blog post read chant sing describe interject object protest explain "
    "elaborate clarify summarize specify stipulate rule propose recommend advocate "
    "forecast project foretell rebut charge submit highlight underscore underline "
    "demand request agree dispute notify brief teach convince persuade preach joke rail fume rave vent deadpan "
    "echo relate narrate divulge volunteer marvel crow gush intone bemoan decry bellow rap intimate reaffirm restate"
)

# These have other meanings too: they introduce a statement only with a clause that has quotation marks.
WEAK = build_lexicon("find show hold know learn think believe fear hope feel expect see read mean")

# To say what somebody or something is: called the plan “reckless”, dismissed it as “noise”.
JUDGING = build_lexicon(
    "call describe criticize criticise denounce condemn praise blast slam attack accuse dismiss label dub brand "
    "characterize characterise portray hail laud applaud deride mock ridicule rip decry lambast lambaste bash "
    "assail berate blame chastise chide compare liken cite commend compliment condemn depict disparage endorse "
    "extol fault hit knock lambast malign mischaracterize name paint paraphrase pan refer reject rebuke "
    "reprimand scold scorn tout trash vilify welcome term deem declare pronounce rate scoff sneer speak talk "
    "complain warn joke boast brag lash rail fume quote defend regard view consider admire oppose support "
    "pledge promise vow demand urge call ask plead press seek discuss detail outline express voice "
    "apologize apologise thank congratulate acknowledge advocate propose recommend request lament bemoan "
    "question challenge hint claim mention point list note"
)

# To say what somebody should do: told her to leave.
COMMANDING = build_lexicon(
    "tell urge warn advise remind encourage exhort implore beg beseech instruct order command caution counsel ask "
    "press push challenge invite convince persuade call"
)

# With these, the statement begins after the addressee: told her | to leave.
ADDRESSING = build_lexicon("tell warn convince persuade advise remind")

# To say what one will do: agreed to work …
PROMISING = build_lexicon("agree promise vow pledge threaten offer undertake swear")

# To say that something was or should be done: admitted using it, suggested waiting.
ADMITTING = build_lexicon(
    "admit acknowledge deny suggest recommend propose mention recall describe report confess advise"
)

# The object of these is part of the statement: described the talks, mentioned refugees.
DESCRIBING = build_lexicon(
    "describe mention criticize criticise denounce reiterate note acknowledge announce urge dispute deny explain "
    "highlight recall stress emphasize emphasise underscore predict accuse condemn"
)
# These with “as”: views the shield as a threat.
REGARDING = build_lexicon("view regard portray characterize characterise")
# These with a preposition: spoke of a breakthrough.
_PREPOSITIONS_OF = {
    "speak": "of about against",
    "warn": "of about against",
    "complain": "of about",
    "boast": "of about",
    "call": "for on upon",
}
SPEAKING = {form: split_words(found) for verb, found in _PREPOSITIONS_OF.items() for form in inflect(verb)}

# To put feelings into words: expressed resolve to settle it, voiced concern about the shield.
EXPRESSING = build_lexicon("express voice reiterate reaffirm repeat convey declare underline underscore stress")
FEELINGS = split_words(
    "concern concerns worry worries fear fears alarm regret regrets doubt doubts hope hopes resolve determination "
    "desire intention intentions willingness readiness commitment wish confidence dissatisfaction displeasure anger "
    "outrage dismay disappointment skepticism scepticism unease misgivings reservations opposition support"
)

# Nouns that introduce a clause: expressed concern that …, its claim that …
NOUNS = split_words(
    "accusation accusations admission advice allegation allegations announcement argument arguments assertion "
    "assertions assessment assurance assurances belief claim claims comment comments complaint complaints concern "
    "concerns conclusion confidence contention criticism declaration denial doubt doubts estimate estimates fear "
    "fears finding hope hopes idea insistence message notion opinion pledge pledges position prediction predictions "
    "promise promises proposal question questions remark remarks report reports response statement statements "
    "suggestion suggestions suspicion testimony theory threat threats view views vow warning warnings word worry "
    "worries"
)

# Documents that may be quoted like a person.
DOCUMENTS = split_words(
    "account ad advertisement affidavit agreement analysis announcement article audit bill book brief bulletin cable "
    "campaign claim column comment commentary communique communiqué complaint constitution contract court declaration "
    "decree document documents draft editorial email essay estimate estimates filing figures forecast guideline "
    "guidelines headline indictment inquiry interview invitation journal law lawsuit letter magazine memo memorandum "
    "memoir message motion narrator newspaper note notice op-ed opinion order organization paper petition petition "
    "plaque platform poll press proposal proclamation prospectus publication record records release report reports "
    "resolution review rule ruling sign slogan source sources statement statistics studies study suit summary survey "
    "testimony text transcript transcripts treaty tweet verdict video voice warrant website"
)

# Occasions: in “at a news conference announcing …” the speaker is whoever spoke there.
EVENTS = split_words(
    "address briefing conference debate discussion event forum hearing interview meeting rally remarks session speech "
    "talks trip visit"
)

# The speaker of a document is the subject of one of these: released a letter that says …
ISSUING = build_lexicon("issue release send write publish post deliver make give sign put air unveil circulate")

# To make somebody else speak: forced him to admit …
MAKING_DO = build_lexicon("force prompt cause lead push press pressure compel oblige allow enable require get")

# To repeat somebody else's words: was quoted as saying …
QUOTING = build_lexicon("quote cite")
