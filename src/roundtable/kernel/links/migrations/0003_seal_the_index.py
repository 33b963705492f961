from django.db import migrations

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows
from roundtable.kernel.links.search.words import blinded


def blind(entry):
    if entry.scope == 'public':
        return {}
    return {'title_words': blinded(entry.title_words), 'text_words': blinded(entry.text_words)}


def seal(apps, schema_editor):
    seal_rows(
        apps.get_model('links', 'IndexEntry'),
        owner=lambda entry: ring.scope(entry.scope),
        texts=['title', 'text'],
        also=blind,
    )
    connection = schema_editor.connection
    if connection.vendor == 'sqlite':
        # The engine keeps words that were replaced until it tidies up: it begins anew, and they are gone.
        with connection.cursor() as cursor:
            there = cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'links_index_fts'").fetchone()
            if there:
                cursor.execute("INSERT INTO links_index_fts(links_index_fts) VALUES ('rebuild')")


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('links', '0002_room_for_a_sealed_index'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]
