"""Made-up titles and names, the same for the same seed."""

from random import Random

# First and second halves of compounds, and what each is in English.
FIRSTS = {
    "sundheds": "health",
    "miljø": "environmental",
    "børne": "child",
    "energi": "energy",
    "trafik": "traffic",
    "kultur": "cultural",
    "data": "data",
}
SECONDS = {
    "økonomi": "economics",
    "ledelse": "management",
    "analyse": "analysis",
    "ret": "law",
    "teknologi": "technology",
    "planlægning": "planning",
}
FIRST_NAMES = ["Åse", "Søren", "Mælle", "Jørn", "Ågot", "Tøger", "Ærlig", "Pæona", "Ib", "Solvej"]
SURNAMES = ["Prøvedal", "Prøvegård", "Prøveskov", "Prøvebæk", "Prøveholm", "Prøveåen", "Prøvelund"]
PLACES = ["Birkeå", "Nordhøj", "Sønderlund", "Åmark", "Østerkær", "Vestbæk", "Fjordnæs", "Egelund"]


class Writer(Random):
    """Chooses words by chance."""

    def compound(self):
        """A subject in Danish and in English."""
        first, second = self.choice(list(FIRSTS)), self.choice(list(SECONDS))
        return first + second, f"{FIRSTS[first]} {SECONDS[second]}"

    def course_title(self):
        one, two = self.compound(), self.compound()
        danish, english = zip(one, two, strict=True)
        return " og ".join(danish).capitalize(), " and ".join(english).capitalize()

    def name(self):
        return f"{self.choice(FIRST_NAMES)} {self.choice(SURNAMES)}"
