from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Signs up the ways through the house that belong to no room."""

    name = "roundtable.portal"
    label = "portal"

    def ready(self) -> None:
        """Sign up."""
        from django.utils.translation import gettext_lazy as _

        from roundtable.ground.trust.public import apart, ways
        from roundtable.portal.proofs.leaving import APART
        from roundtable.portal.proofs.ways import WAYS
        from roundtable.portal.queries import takes_part_in
        from roundtable.ui import navigation
        from roundtable.ui.navigation import Item, Place, signed_in

        ways.add(*WAYS)
        apart.add(*APART)
        navigation.add(Item(label=_("My desk"), url_name="portal:desk", order=5, audience=takes_part_in))
        navigation.add(
            Item(label=_("Inbox"), url_name="portal:inbox", order=10, audience=signed_in, place=Place.PERSON)
        )
        navigation.add(Item(label=_("Bin"), url_name="portal:bin", order=40, audience=signed_in, place=Place.PERSON))
        navigation.add(Item(label=_("Jobs"), url_name="portal:jobs", order=45, audience=signed_in, place=Place.PERSON))
        navigation.add(Item(label=_("Sources and licences"), url_name="portal:sources", order=10, place=Place.FOOT))
        navigation.add(Item(label=_("Promises and proof"), url_name="portal:proof", order=15, place=Place.FOOT))
        navigation.add(Item(label=_("Signed heads"), url_name="portal:heads", order=16, place=Place.FOOT))
        navigation.add(Item(label=_("Accessibility"), url_name="portal:accessibility", order=20, place=Place.FOOT))
