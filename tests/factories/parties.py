"""The table for tests: empty unless the test says who sits there."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from roundtable.ground.parties.models import (
    ContactCard,
    Dialogue,
    Institution,
    Kind,
    Participation,
    Party,
    Stakeholder,
    Standing,
)
from tests.factories.trust import UserFactory

BEGINNING = date(2009, 4, 27)


class DialogueFactory(DjangoModelFactory[Dialogue]):
    class Meta:
        model = Dialogue
        django_get_or_create = ("pk",)

    pk = 1
    name = "Prague Process"
    short_name = "Prague Process"


class PartyFactory(DjangoModelFactory[Party]):
    """A state that takes part since 2009; `facts=False` leaves its standing unknown."""

    class Meta:
        model = Party
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = "GE"
    kind = Kind.STATE
    iso3 = "GEO"
    listed_as = "Georgia"
    zone = "Asia/Tbilisi"

    @factory.post_generation
    def facts(self, create, extracted, **_kwargs):
        if create and extracted is not False and not self.participations.exists():
            ParticipationFactory(party=self)


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    party = factory.SubFactory(PartyFactory, facts=False)
    standing = Standing.PARTICIPATING
    starts = BEGINNING
    source = "A list for tests"


class InstitutionFactory(DjangoModelFactory[Institution]):
    class Meta:
        model = Institution

    party = factory.SubFactory(PartyFactory)
    code = factory.Sequence(lambda number: f"ge-ministry-{number}")
    name = factory.Sequence(lambda number: f"Ministry {number}")
    kind = Institution.Kind.MINISTRY


class ContactCardFactory(DjangoModelFactory[ContactCard]):
    class Meta:
        model = ContactCard

    user = factory.SubFactory(UserFactory)
    party = factory.SubFactory(PartyFactory)
    title = "Head of unit"


class StakeholderFactory(DjangoModelFactory[Stakeholder]):
    class Meta:
        model = Stakeholder

    name = factory.Sequence(lambda number: f"Association {number}")
    kind = Stakeholder.Kind.CIVIL_SOCIETY
