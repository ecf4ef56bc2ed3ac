"""Made-up titles, names and texts in both languages, as long as those that staff write."""

from dataclasses import dataclass
from random import Random

# First halves of compounds, and what each is in English.
FIRSTS = [
    ("sundheds", "health"),
    ("miljø", "environmental"),
    ("fødevare", "food"),
    ("børne", "child"),
    ("ældre", "ageing"),
    ("energi", "energy"),
    ("lægemiddel", "medicinal product"),
    ("bæredygtigheds", "sustainability"),
    ("undervisnings", "teaching"),
    ("software", "software"),
    ("arbejdsmiljø", "working environment"),
    ("råstof", "raw material"),
    ("bygnings", "building"),
    ("trafik", "traffic"),
    ("kultur", "cultural"),
    ("organisations", "organisational"),
    ("bio", "bio"),
    ("data", "data"),
    ("ernærings", "nutrition"),
    ("sygepleje", "nursing"),
]
SECONDS = [
    ("økonomi", "economics"),
    ("ledelse", "management"),
    ("analyse", "analysis"),
    ("ret", "law"),
    ("teknologi", "technology"),
    ("pædagogik", "pedagogy"),
    ("forskning", "research"),
    ("planlægning", "planning"),
    ("måling", "measurement"),
    ("udvikling", "development"),
    ("sikkerhed", "safety"),
    ("rådgivning", "counselling"),
    ("ingeniørkunst", "engineering"),
    ("statistik", "statistics"),
]
COURSE_TITLES = [
    ("{one} i praksis", "{one} in practice"),
    ("Anvendt {one}", "Applied {one}"),
    ("{one} og {two}", "{one} and {two}"),
    ("Fra {one} til {two}", "From {one} to {two}"),
    ("{one}: begreber og værktøjer", "{one}: concepts and tools"),
    ("Videregående {one}", "Advanced {one}"),
]
SENTENCES = [
    (
        "Kurset begynder med begreberne i {one} og fortsætter med de metoder, der bruges i praksis.",
        "The course begins with the concepts of {one} and goes on to the methods used in practice.",
    ),
    (
        "Undervejs sammenholdes {one} med {two}, så forskellene bliver tydelige.",
        "Along the way {one} is compared with {two}, so that the differences become clear.",
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
        "Kurset er for dig, der møder {one} i dit arbejde og vil kunne vurdere den selv.",
        "The course is for people who meet {one} at work and want to judge it themselves.",
    ),
]
OUTCOMES = [
    ("Forstå begreberne i {one}.", "Understand the concepts of {one}."),
    ("Vurdere kvaliteten af en undersøgelse i {one}.", "Judge the quality of a study in {one}."),
    ("Genkende skævheder og fejl i {one}.", "Recognise bias and errors in {one}."),
    ("Koble {one} med {two} i en konkret opgave.", "Combine {one} with {two} in a given task."),
]
FIRST_NAMES = ["Åse", "Søren", "Mælle", "Jørn", "Ågot", "Tøger", "Ærlig", "Pæona", "Ib", "Solvej"]
SURNAMES = ["Prøvedal", "Prøvegård", "Prøveskov", "Prøvebæk", "Prøveholm", "Prøveåen", "Prøvelund"]
PLACES = ["Birkeå", "Nordhøj", "Sønderlund", "Åmark", "Østerkær", "Vestbæk", "Fjordnæs", "Egelund"]


@dataclass(frozen=True)
class Pair:
    """One text in both languages."""

    da: str
    en: str

    def columns(self, name, languages=("da", "en")):
        """The text as a row's two columns, empty where a language is none of these."""
        return {
            f"{name}_da": self.da if "da" in languages else "",
            f"{name}_en": self.en if "en" in languages else "",
        }


class Writer:
    """Writes titles and texts from the lists above, the same for the same seed."""

    def __init__(self, seed):
        self.random = Random(seed)  # noqa: S311 - made-up texts keep no secret
        # Made beforehand: putting each of a million sentences together would take longer than
        # storing them.
        self._sentences = [self._filled(SENTENCES) for _ in range(2000)]
        self._outcomes = [self._filled(OUTCOMES) for _ in range(1000)]

    def compound(self):
        first, second = self.random.choice(FIRSTS), self.random.choice(SECONDS)
        return Pair(first[0] + second[0], f"{first[1]} {second[1]}")

    def course_title(self):
        return self._filled(COURSE_TITLES)

    def sentence(self):
        return self.random.choice(self._sentences)

    def text(self, sentences, paragraphs=1):
        """So many sentences in each of so many paragraphs."""
        drawn = [self._joined(" ", self._sentences, sentences) for _ in range(paragraphs)]
        return Pair("\n\n".join(part.da for part in drawn), "\n\n".join(part.en for part in drawn))

    def outcomes(self, lines):
        return self._joined("\n", self._outcomes, lines)

    def name(self):
        return f"{self.random.choice(FIRST_NAMES)} {self.random.choice(SURNAMES)}"

    def place(self):
        place = self.random.choice(PLACES)
        return Pair(f"Øvelseshuset, {place}", f"The Practice House, {place}")

    def _joined(self, by, pairs, many):
        drawn = self.random.choices(pairs, k=many)
        return Pair(by.join(pair.da for pair in drawn), by.join(pair.en for pair in drawn))

    def _filled(self, forms):
        danish, english = self.random.choice(forms)
        one, two = self.compound(), self.compound()
        danish = danish.format(one=one.da, two=two.da)
        english = english.format(one=one.en, two=two.en)
        return Pair(danish[0].upper() + danish[1:], english[0].upper() + english[1:])
