"""Settings for the check of migrations: the platform's own, and the linter."""

from roundtable.config.settings import *  # noqa: F403 - all of them
from roundtable.config.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "django_migration_linter"]
