"""The stage on which the trial is played: one Party with two people, the secretariat, an open round, reports."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from roundtable.ground.trust.public import Role, Trial, User, make_token
from roundtable.operations.plan.models import Action, Report, Round
from roundtable.operations.plan.services.reports import begin

PARTY = "GE"
HASHED = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
FIRST_YEAR = 3000
"""Rounds on years that nobody reports on: each example of the model has a round of its own."""


@dataclass
class Stage:
    """Who takes part, and on what they work."""

    nino: User
    giorgi: User
    secretariat: User
    token: str
    actions: list[Action]
    years: "count[int]"
    machine: Client = field(default_factory=lambda: Client(raise_request_exception=False, SERVER_NAME="127.0.0.1"))
    inside: dict[str, Client] = field(default_factory=dict)

    def browsers(self, people: Mapping[str, User]) -> dict[str, Client]:
        """Give each person the browser in which they signed in once."""
        for name, person in people.items():
            if name not in self.inside:
                self.inside[name] = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
                self.inside[name].force_login(person)
        return self.inside

    def round(self) -> Round:
        """Open a round of its own."""
        today = timezone.now().date()
        return Round.objects.create(
            year=next(self.years), opens_on=today - timedelta(days=9), closes_on=today + timedelta(days=9)
        )

    def report(self, round_: Round, action: Action) -> Report:
        """Begin a report."""
        return begin(round_, PARTY, action, by=self.nino, at=timezone.now())


def prepare(trial: Trial) -> Stage:
    """Make the people, and the pages' styles."""
    logging.disable(logging.ERROR)  # what is refused and what is away is the matter here, not news
    with override_settings(STORAGES=HASHED):
        call_command("collectstatic", interactive=False, verbosity=0)
    today = timezone.now().date()
    nino = _person("nino@example.org", Role.CONTACT_POINT, PARTY, today)
    giorgi = _person("giorgi@example.org", Role.CONTACT_POINT, PARTY, today)
    secretariat = _person("secretariat@example.org", Role.SECRETARIAT, "secretariat", today)
    now = timezone.now()
    _token, secret = make_token(
        by=nino, name="proof", allows=["plan:read", "plan:write"], expires_at=now + timedelta(days=30), at=now
    )
    actions = list(Action.objects.filter(gone=False).select_related("area"))
    trial.chance.shuffle(actions)
    return Stage(nino, giorgi, secretariat, secret, actions, count(FIRST_YEAR))


def _person(address: str, role: Role, scope: str, today: date) -> User:
    person = User.objects.create_user(address, name=address.split("@", maxsplit=1)[0].title(), demonstration=True)
    # The table of terms is another room's: a proof may fill it, no service of ours does.
    apps.get_model("trust", "Term").objects.create(
        user=person, role=role, scope=scope, starts=today - timedelta(days=9)
    )
    return person
