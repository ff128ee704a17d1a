"""Who someone is to Hearth: the people file, and what a person settles for all circles."""

from bot.core.feature import Column, Erase, Feature, Lasts, Purpose, Read, Table

_HOST_ONLY = "Nobody through Hearth; Hearth itself, and whoever holds both the key file and this file."
_THE_PERSON = "The person alone, in /my."
_ONLY_A_NUMBER = "Whoever holds the file sees a random number that means nothing without the people file."

_PEOPLE = Table(
    name="people",
    file="people",
    columns=(
        Column("person", "A random number that stands for the person in every other table.", _ONLY_A_NUMBER),
        Column("lookup", "Recognises the person when they press again: their id under a secret.", _HOST_ONLY),
        Column("sealed_id", "Lets Hearth reach the person on the platform.", _HOST_ONLY, sealed=True),
        Column("wrapped_key", "Opens the person's own private columns.", _HOST_ONLY, sealed=True),
    ),
    retention="Until your last yes is taken back, or you press erase.",
    erase=Erase.DELETE,
    read=Read(nothing="the number and the key by which everything else is found and opened"),
    ages=(Lasts.YES,),
)

_KEY_PROOF = Table(
    name="key_proof",
    file="people",
    columns=(
        Column("one", "Keeps this table at one row.", "Whoever holds the file."),
        Column("proof", "Tells the host's right key file from a wrong one.", _HOST_ONLY, sealed=True),
    ),
    retention="As long as the instance exists; it says nothing about anyone.",
    erase=Erase.NOT_PERSONAL,
    ages=(Lasts.INSTANCE,),
)

_PERSON_SETTINGS = Table(
    name="person_settings",
    columns=(
        Column("person", "Whose settings these are.", _ONLY_A_NUMBER),
        Column("sealed", "Language and quiet hours, for all circles.", _THE_PERSON, sealed=True),
    ),
    retention="Until you forget them, stop everything or press erase.",
    erase=Erase.DELETE,
    read=Read(opened=True),
    ages=(Lasts.YES,),
)

_PERSON_APART = Table(
    name="person_apart",
    columns=(
        Column("entry", "A random number of the entry.", _ONLY_A_NUMBER),
        Column("person", "Whose list this entry stands on.", _ONLY_A_NUMBER),
        Column("who", "Recognises the other person when they come later: their id under a secret.", _HOST_ONLY),
        Column("pair", "Keeps the two apart when people are asked: both numbers under a secret.", _HOST_ONLY),
        Column("sealed", "Shows the person whom they chose.", _THE_PERSON, sealed=True),
    ),
    retention="Until you take them off, switch the list off, stop everything or press erase.",
    erase=Erase.DELETE,
    read=Read(opened=True),
    ages=(Lasts.YES,),
)

PLAIN = "people.plain"
"""The yes to private screens in plain lines; it is all there is to keep of that wish (F31)."""

FEATURE = Feature(
    name="people",
    leaves=True,
    purposes=(
        Purpose("people.settings", version=1, everywhere=True),
        Purpose("people.apart", version=1, everywhere=True, first_screen="privacy:apart"),
        Purpose(PLAIN, version=1, everywhere=True),
    ),
    tables=(_PEOPLE, _KEY_PROOF, _PERSON_SETTINGS, _PERSON_APART),
)
