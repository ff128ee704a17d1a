"""Ordinary chat, made up from templates: two languages, as people type, the same for the same seed."""

import random
from collections.abc import Iterator

_PARTS = {
    "who": "my sister|our neighbour|the cat|my boss|dad|a friend of mine|the new one|grandma|my dog|this guy",
    "thing": "the bus|my laptop|that show|the exam|dinner|this song|my back|the plants|that recipe|my bike",
    "did": "made|fixed|lost|found|watched|cooked|forgot|dropped|painted|finished|broke|hated|loved",
    "day": "today|tonight|yesterday|this morning|on friday|last week|tomorrow|over the weekend|after work",
    "feel": "tired|hungry|happy|cold|bored|proud|nervous|sleepy|okay|a bit sad|so done|wide awake",
    "end": "lol|haha|:)|😂|🙂|...|!|!!||||||xd|tbh|ngl|lmao",
    "place": "the park|the shop|my mum's|the gym|the library|school|the bridge|the beach|work|the kitchen",
    "die": "dying|dead|killing me|so dead|died",
    "quien": "mi hermana|el vecino|la gata|mi jefa|papá|una amiga|mi abuela|el perro|mi primo",
    "cosa": "el autobús|la compu|esa serie|el examen|la cena|esa canción|la espalda|el jardín|la receta|la bici",
    "hizo": "hizo|arregló|perdió|encontró|vio|cocinó|olvidó|pintó|terminó|rompió",
    "cuando": "hoy|esta noche|ayer|esta mañana|el viernes|la semana pasada|mañana|después del trabajo",
    "estoy": "cansada|con hambre|feliz|con frío|aburrida|nerviosa|con sueño|bien|un poco triste|despierta",
    "fin": "jaja|jajaja|:)|😂|🙂|...|!|||||xd|la verdad",
}

_ENGLISH = (
    "{who} {did} {thing} {day} {end}|i am {feel} {day} {end}|anyone going to {place} {day}?"
    "|does {thing} still work {end}|i {did} {thing} and now i'm {feel} {end}"
    "|good morning, hope you all slept well|see you at {place} {day}|omg {who} {did} it again {end}"
    "|I can't find {thing}, was it at {place}?|same {end}|thanks! that helped|ok {end}"
    "|we took a walk to {place} and {who} got {feel}|no way {end}|what time do we start {day}?"
    "|brb, {thing} needs me|took my meds and went to {place}|can't wait for {day} {end}"
    "|never going to {place} again {end}|{who} wants to know if {thing} is yours"
    "|life update: {who} {did} {thing}|hope {who} feels better {day}"
    "|Would you rather eat at home or at {place}?|it's been a long day and i'm {feel}"
    "|who made {thing}? it's good|i hate mondays {end}|is {thing} on sale anywhere"
    "|that was a good one {end}|sounds like a plan, {day} then"
)

_SPANISH = (
    "{quien} {hizo} {cosa} {cuando} {fin}|hoy ando {estoy} {fin}|¿alguien va al parque {cuando}?"
    "|buenos días a todas|no encuentro {cosa} {fin}|qué rico quedó todo {fin}|igual {fin}"
    "|quiero dormir hasta tarde {fin}|gracias, me sirvió|ya terminé {cosa}, por fin"
    "|¿a qué hora empezamos {cuando}?|tengo ganas de un café {fin}|no puedo creerlo {fin}"
    "|{quien} quiere saber si {cosa} es tuya|buenas noches, descansen|odio los lunes {fin}"
    "|me duele {cosa} {fin}"
)

_TRAPS = (
    "{thing} is {die} {end}|i want to live near {place} one day|i need to cut the grass {day}"
    "|my battery died {end}|don't want to go to {place} {day}, too {feel}"
    "|I'm going to end the call, {who} is here|the ending of that movie {end}"
    "|hurt my knee at {place} {day}, ice helps|i could kill for a coffee {end}"
    "|this heat is killing me {end}|gonna sleep, night all|lost 5 kms of path {day}"
    "|better without sugar {end}|cut my finger chopping onions {day}|me muero de risa {fin}"
    "|me corté el pelo {cuando}|{cosa} me está matando {fin}|se murió la batería {fin}"
    "|no quiero ir al trabajo {cuando}|pienso en mudarme cerca del mar|voy a acabar {cosa} {cuando}"
    "|quiero vivir más cerca de {quien}|omg i died {end}|i was dying to see {place} {end}"
    "|hate living so far out"
)
"""What a list of words would take for something else; one message in eight."""


def ordinary(count: int, seed: int = 5) -> Iterator[str]:
    """Answer so many messages, three of five in English."""
    chance = random.Random(seed)
    parts = {name: listed.split("|") for name, listed in _PARTS.items()}
    english, spanish, traps = (templates.split("|") for templates in (_ENGLISH, _SPANISH, _TRAPS))
    for _ in range(count):
        usual = english if chance.random() < 0.6 else spanish
        template = chance.choice(traps if chance.random() < 0.125 else usual)
        said = template.format(**{name: chance.choice(listed) for name, listed in parts.items()})
        if chance.random() < 0.2:
            said = f"{said} {chance.choice(usual).split('{')[0]}"
        yield said.capitalize() if chance.random() < 0.3 else said.strip()
