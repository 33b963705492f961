"""Join terms of the same function that overlap, so that the database can refuse further ones."""

from itertools import groupby

from django.db import migrations

KEY = ("user_id", "role", "scope", "institution")


def merge(apps, _schema_editor):
    """Keep the earliest of terms that overlap, with the latest last day of them: on no day does a function come or go."""
    Term = apps.get_model("trust", "Term")
    terms = Term.objects.order_by(*KEY, "starts", "pk")
    for _function, held in groupby(list(terms), key=lambda term: tuple(getattr(term, name) for name in KEY)):
        kept = None
        for term in held:
            if kept is None or (kept.ends is not None and kept.ends < term.starts):
                kept = term
                continue
            if kept.ends is not None and (term.ends is None or term.ends > kept.ends):
                kept.ends = term.ends
                kept.save(update_fields=["ends"])
            term.delete()


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]

    operations = [migrations.RunPython(merge, migrations.RunPython.noop)]
