"""Where a passage stands: the headings above it, and what the sentences before it spoke of."""

from dataclasses import dataclass, field

from analysis.report.claims.draft.about import Facets, Reading, facets_of, readings
from analysis.report.claims.draft.text import plain

_OWN = ("whole", "subject", "standard", "sort")


@dataclass
class Section:
    """The place in a draft that has been reached.

    A heading that names a phase ("Key stage 2") holds for the headings after it until another does. One that names
    nothing but pupils ("SEN support pupils") holds for those until another names pupils or a phase.
    """

    own_names: tuple[str, ...] = ()
    heading: Facets = field(default_factory=Facets)
    text: str = ""
    phase: Facets = field(default_factory=Facets)
    groups: tuple[str, ...] = ()
    before: list[Facets] = field(default_factory=list)
    note: str = ""
    in_table: bool = False
    period: str = ""
    wishes: bool = False
    earlier: Facets = field(default_factory=Facets)
    group_topics: frozenset[str] = frozenset()
    target_band: str = ""

    def enter(self, text: str, by_style: bool = True) -> None:
        """A heading; one that is a heading by its words alone, not by its style, holds no further than itself."""
        found = facets_of(plain(text), self.own_names)
        topics = _topics(found)
        if "phase" in found.names or (topics and not topics & (_topics(self.phase) or topics)):
            self.phase = Facets({"phase": found.names["phase"]}) if "phase" in found.names else Facets()
            self.groups = ()
        if topics and not topics & self.group_topics:
            self.groups = ()
        if found.groups:
            own = any(part in found.names for part in _OWN)
            self.groups = found.groups if by_style and not own else ()
            self.group_topics = topics or _topics(self.phase)
        self.heading, self.text, self.before, self.wishes = found, plain(text), [], False
        self.earlier = Facets()

    def table(self) -> None:
        """A table: its heading says what it is of before the sentences above it do."""
        self.in_table = True

    def paragraph(self) -> None:
        """A new paragraph: sentences of the one before are not carried over."""
        self.earlier = self.before[0] if self.before else self.earlier
        self.before, self.in_table, self.period = [], False, ""

    @property
    def behind(self) -> list[Facets]:
        return (
            [self.heading, *self.before, self.phase]
            if self.in_table
            else [*self.before, self.heading, self.phase]
        )

    def refer_back(self) -> None:
        """A sentence that begins with "this" or "the figure": what the paragraph before spoke of holds on."""
        if not self.before and self.earlier.names:
            self.before = [self.earlier]

    def remember(self, facets: Facets) -> None:
        """What the last sentence spoke of, for the next."""
        if facets.names or facets.groups:
            kept = facets if facets.names or not self.before else Facets(self.before[0].names, facets.groups)
            if facets.names and not facets.groups and self.before and not _stands_alone(facets):
                kept = Facets(facets.names, self.before[0].groups)
            self.before = [kept, *self.before][:3]

    def of(self, about: Facets, percent: bool, rank: bool = False) -> list[Reading]:
        return readings(about, self.behind, percent, rank)

    def groups_of(self, about: Facets) -> tuple[str, ...]:
        """The pupils that a statement is of: its own, else those spoken of before, else the heading's."""
        if about.groups:
            return about.groups
        if not _stands_alone(about) and self.before and self.before[0].groups:
            return self.before[0].groups
        return (self.heading.groups or self.groups or ("all",))[:1]


def _topics(facets: Facets) -> frozenset[str]:
    """The phases or subjects of education that names are of: ks2, absence, schools."""
    named = [name for names in facets.names.values() for name in names if name.part != "subject"]
    topics = [frozenset(one.split("_")[0] for one in name.measures) for name in named]
    return frozenset.intersection(*topics) if topics else frozenset()


def _stands_alone(facets: Facets) -> bool:
    """Whether a sentence says by itself what it is of, so that the pupils spoken of before do not carry over."""
    return any(part in facets.names for part in ("whole", "subject", "phase"))
