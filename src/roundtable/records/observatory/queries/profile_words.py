"""Words for the figures of a profile: titles, units, parts, and how a figure is made."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "population": _("Population"),
    "migrants": _("Residents born elsewhere"),
    "immigration": _("Immigration in the year"),
    "demography_net_migration": _("Net migration for 1,000 inhabitants"),
    "applications": _("New applications for asylum received"),
    "asylum_per_head": _("New applications for asylum for 1,000 inhabitants"),
    "asylum_recognition_unhcr": _("Refugee recognition rate (as UNHCR defines it)"),
    "asylum_protection_unhcr": _("Total recognition rate (as UNHCR defines it)"),
    "asylum_recognition_eurostat": _("Recognition rate at first instance (as Eurostat defines it)"),
    "pending": _("Applications for asylum that are pending"),
    "refugees": _("Refugees hosted"),
    "asylum_seekers": _("Asylum seekers who wait for a decision"),
    "ordered_to_leave": _("Persons ordered to leave"),
    "returned": _("Persons returned"),
    "displacement_hosted": _("Displaced people hosted for 1,000 inhabitants"),
    "temporary_protection": _("People under temporary protection"),
    "return_rate": _("Persons returned for 100 ordered to leave"),
    "emigrants": _("People born here who live elsewhere"),
    "applications_abroad": _("New applications for asylum by its citizens abroad"),
    "refugees_abroad": _("Refugees from this country"),
    "internally_displaced": _("People displaced inside the country"),
    "displacement_of_origin": _("Displaced people for 1,000 inhabitants of their country"),
    "remittances": _("Money received from abroad"),
}
UNITS = {
    "population": _("persons"),
    "demography_net_migration": _("for 1,000 inhabitants"),
    "asylum_per_head": _("for 1,000 inhabitants"),
    "asylum_recognition_unhcr": _("percent"),
    "asylum_protection_unhcr": _("percent"),
    "asylum_recognition_eurostat": _("percent"),
    "applications": _("persons"),
    "applications_abroad": _("persons"),
    "displacement_hosted": _("for 1,000 inhabitants"),
    "displacement_of_origin": _("for 1,000 inhabitants"),
    "refugees": _("persons"),
    "refugees_abroad": _("persons"),
    "internally_displaced": _("persons"),
    "migrants": _("persons"),
    "emigrants": _("persons"),
    "immigration": _("persons"),
    "pending": _("persons"),
    "temporary_protection": _("persons"),
    "return_rate": _("percent"),
    "remittances": _("US dollars"),
}
HOW = {
    "demography_net_migration": _("Net migration of the year, over the population in the middle of the year."),
    "asylum_per_head": _("New applications of the year, over the population in the middle of the year."),
    "asylum_recognition_unhcr": _(
        "Recognised as refugees, of those recognised, otherwise protected or rejected; closed cases are left out."
    ),
    "asylum_protection_unhcr": _(
        "Recognised or otherwise protected, of all decided on their merits; closed cases are left out."
    ),
    "asylum_recognition_eurostat": _(
        "Positive decisions of all at first instance; not to be compared with the rate of UNHCR."
    ),
    "displacement_hosted": _("Refugees, asylum seekers and others in need of protection, over the population."),
    "displacement_of_origin": _(
        "Refugees, asylum seekers, others in need of protection and displaced people inside, over the population."
    ),
    "return_rate": _("A ratio of two counts of one year, not of the same persons; it may be above 100."),
}
PARTS = {
    "applications": _("applications"),
    "population": _("population"),
    "net_migration": _("net migration"),
    "dec_recognized": _("recognised"),
    "dec_other": _("otherwise protected"),
    "dec_rejected": _("rejected"),
    "decisions_positive": _("positive decisions"),
    "decisions_total": _("all decisions"),
    "refugees": _("refugees"),
    "asylum_seekers": _("asylum seekers"),
    "other_protection": _("others in need of protection"),
    "internally_displaced": _("displaced people inside"),
    "returned": _("returned"),
    "ordered_to_leave": _("ordered to leave"),
}
