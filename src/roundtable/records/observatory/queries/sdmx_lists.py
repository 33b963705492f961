"""The standard's lists of statuses (CL_OBS_STATUS 2.2, CL_CONF_STATUS 1.2): codes of theirs, in our words."""

from django.utils.translation import gettext_lazy as _

STATUS_CODES = {
    "A": _("normal"),
    "B": _("break in the series"),
    "D": _("another definition"),
    "E": _("estimated"),
    "F": _("forecast"),
    "G": _("from an experiment"),
    "H": _("no working day"),
    "I": _("imputed"),
    "J": _("derogation"),
    "K": _("contained in another category"),
    "L": _("not reported: the number exists, but nobody gave it"),
    "M": _("not applicable: there can be no such number"),
    "N": _("not significant"),
    "O": _("missing: nobody knows why, or for several reasons"),
    "P": _("provisional"),
    "Q": _("kept back: few people, or secret"),
    "S": _("strike or other special event"),
    "U": _("low reliability"),
    "V": _("not checked"),
    "W": _("contains another category"),
}
CONFIDENTIALITY_CODES = {
    "F": _("free to be published"),
    "N": _("not to be published, for use inside"),
    "C": _("confidential"),
    "D": _("kept back to protect another number"),
    "S": _("kept back by the receiver, to protect another number"),
    "A": _("kept back: few people"),
    "O": _("kept back: one of them would be most of it"),
    "T": _("kept back: two of them would be most of it"),
    "G": _("kept back: one or two of them would be most of it"),
    "M": _("kept back: a few of them would be too much of it"),
}
