"""Made-up titles, names and texts in Danish and English, of the length that staff write; the same for the same seed."""

from dataclasses import dataclass
from random import Random

MADE_UP = {"da": "opdigtet", "en": "made up"}

# First halves of compounds, and what each is in English.
FIRSTS = [
    ("sundheds", "health"),
    ("miljø", "environmental"),
    ("fødevare", "food"),
    ("børne", "child"),
    ("ældre", "ageing"),
    ("energi", "energy"),
    ("økologi", "ecology"),
    ("lægemiddel", "medicinal product"),
    ("bæredygtigheds", "sustainability"),
    ("undervisnings", "teaching"),
    ("kommunikations", "communication"),
    ("software", "software"),
    ("sprog", "language"),
    ("netværks", "network"),
    ("arbejdsmiljø", "working environment"),
    ("råstof", "raw material"),
    ("skov", "forest"),
    ("hav", "marine"),
    ("bygnings", "building"),
    ("trafik", "traffic"),
    ("forsynings", "utility"),
    ("kultur", "cultural"),
    ("medie", "media"),
    ("organisations", "organisational"),
    ("risiko", "risk"),
    ("bio", "bio"),
    ("data", "data"),
    ("ernærings", "nutrition"),
    ("sygepleje", "nursing"),
    ("ungdoms", "youth"),
]
SECONDS = [
    ("økonomi", "economics"),
    ("ledelse", "management"),
    ("analyse", "analysis"),
    ("ret", "law"),
    ("etik", "ethics"),
    ("teknologi", "technology"),
    ("pædagogik", "pedagogy"),
    ("forskning", "research"),
    ("planlægning", "planning"),
    ("måling", "measurement"),
    ("forståelse", "literacy"),
    ("udvikling", "development"),
    ("sikkerhed", "safety"),
    ("kvalitet", "quality"),
    ("rådgivning", "counselling"),
    ("historie", "history"),
    ("ingeniørkunst", "engineering"),
    ("formidling", "communication"),
    ("statistik", "statistics"),
    ("tilsyn", "inspection"),
]
COURSE_TITLES = [
    ("{one} i praksis", "{one} in practice"),
    ("Anvendt {one}", "Applied {one}"),
    ("Grundlag for {one}", "Foundations of {one}"),
    ("{one} og {two}", "{one} and {two}"),
    ("Fra {one} til {two}", "From {one} to {two}"),
    ("Metoder i {one}", "Methods in {one}"),
    ("{one}: begreber og værktøjer", "{one}: concepts and tools"),
    ("Videregående {one}", "Advanced {one}"),
]
SENTENCES = [
    (
        "Kurset begynder med begreberne i {one} og fortsætter med de metoder, der bruges i praksis.",
        "The course begins with the concepts of {one} and goes on to the methods used in practice.",
    ),
    (
        "Du arbejder med egne eksempler og ser, hvordan {one} påvirker hverdagen på en arbejdsplads.",
        "You work with examples of your own and see how {one} affects everyday life at a workplace.",
    ),
    (
        "Undervejs sammenholdes {one} med {two}, så forskellene bliver tydelige.",
        "Along the way {one} is compared with {two}, so that the differences become clear.",
    ),
    (
        "Der lægges vægt på, at resultaterne kan forklares for kolleger, som ikke kender til {one}.",
        "Weight is given to explaining the results to colleagues who know nothing of {one}.",
    ),
    (
        "Øvelserne bygger på åbne datasæt, og løsningerne drøftes i små grupper.",
        "The exercises build on open data sets, and the solutions are discussed in small groups.",
    ),
    (
        "Til sidst ser vi på reglerne for {one} og på, hvem der har ansvaret, når noget går galt.",
        "Finally we look at the rules of {one} and at who is responsible when something goes wrong.",
    ),
    (
        "Mellem kursusdagene læser du og løser opgaver, som underviserne giver tilbagemelding på.",
        "Between the days of teaching you read and do tasks on which the teachers give feedback.",
    ),
    (
        "Kurset er for dig, der møder {one} i dit arbejde og vil kunne vurdere den selv.",
        "The course is for people who meet {one} at work and want to be able to judge it themselves.",
    ),
]
OUTCOMES = [
    ("Forstå begreberne i {one}.", "Understand the concepts of {one}."),
    (
        "Vælge en metode til {one} og begrunde valget.",
        "Choose a method for {one} and give reasons for the choice.",
    ),
    ("Vurdere kvaliteten af en undersøgelse i {one}.", "Judge the quality of a study in {one}."),
    (
        "Forklare følgerne af {one} for andre faggrupper.",
        "Explain the effects of {one} to other professions.",
    ),
    ("Genkende skævheder og fejl i {one}.", "Recognise bias and errors in {one}."),
    ("Koble {one} med {two} i en konkret opgave.", "Combine {one} with {two} in a given task."),
]
FIRST_NAMES = ["Åse", "Søren", "Mælle", "Jørn", "Ågot", "Tøger", "Ærlig", "Pæona", "Ib", "Solvej"]
SURNAMES = [
    "Prøvedal",
    "Prøvegård",
    "Prøveskov",
    "Prøvebæk",
    "Prøveholm",
    "Prøvemose",
    "Prøveåen",
    "Prøvelund",
]
PLACES = ["Birkeå", "Nordhøj", "Sønderlund", "Åmark", "Østerkær", "Vestbæk", "Fjordnæs", "Egelund"]


@dataclass(frozen=True)
class Pair:
    """One text in both languages."""

    da: str
    en: str

    def only(self, languages):
        """The text as a pair that is empty in every other language."""
        return Pair(self.da if "da" in languages else "", self.en if "en" in languages else "")

    def columns(self, name):
        """The text as a row's two columns."""
        return {f"{name}_da": self.da, f"{name}_en": self.en}


class Writer:
    """Writes titles and texts from the lists above, in the order that the seed gives."""

    def __init__(self, seed):
        self.random = Random(seed)  # noqa: S311 - made-up texts keep no secret
        # Made beforehand: putting a million sentences together one by one would take longer than storing them.
        self._sentences = [self._filled(self.random.choice(SENTENCES)) for _ in range(2000)]
        self._outcomes = [self._filled(self.random.choice(OUTCOMES)) for _ in range(1000)]

    def compound(self):
        (first, first_en), (second, second_en) = (
            self.random.choice(FIRSTS),
            self.random.choice(SECONDS),
        )
        return Pair(first + second, f"{first_en} {second_en}")

    def course_title(self):
        return self._filled(self.random.choice(COURSE_TITLES))

    def sentence(self):
        return self.random.choice(self._sentences)

    def text(self, sentences, paragraphs=1):
        """So many sentences, laid out as paragraphs."""
        parts = [self.random.choices(self._sentences, k=sentences) for _ in range(paragraphs)]
        return Pair(
            "\n\n".join(" ".join(pair.da for pair in part) for part in parts),
            "\n\n".join(" ".join(pair.en for pair in part) for part in parts),
        )

    def outcomes(self, lines):
        chosen = self.random.choices(self._outcomes, k=lines)
        return Pair("\n".join(pair.da for pair in chosen), "\n".join(pair.en for pair in chosen))

    def name(self):
        return f"{self.random.choice(FIRST_NAMES)} {self.random.choice(SURNAMES)}"

    def place(self):
        place = self.random.choice(PLACES)
        return Pair(f"Øvelseshuset, {place}", f"The Practice House, {place}")

    def _filled(self, forms):
        one, two = self.compound(), self.compound()
        danish = forms[0].format(one=one.da, two=two.da)
        english = forms[1].format(one=one.en, two=two.en)
        return Pair(danish[0].upper() + danish[1:], english[0].upper() + english[1:])
