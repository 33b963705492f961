import re
from pathlib import Path

from django.conf import settings
from django.db import migrations

from roundtable.kernel.files import store
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows


def seal(apps, _schema_editor):
    StoredFile = apps.get_model('files', 'StoredFile')

    def with_its_bytes(stored):
        plain = Path(settings.MEDIA_ROOT) / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256
        name = store.name_of(stored.sha256)
        if plain.exists():
            store.write(name, plain.read_bytes(), stored.kept_at)
        return {'sha256': name}

    seal_rows(StoredFile, owner=lambda stored: ring.scope(stored.scope), texts=['name'], also=with_its_bytes)
    known = set(StoredFile.objects.values_list('sha256', flat=True))
    for plain in Path(settings.MEDIA_ROOT).glob('??/??/*'):
        if re.fullmatch('[0-9a-f]{64}', plain.name) and plain.name not in known:
            # Overwritten before it goes, so that the freed place of the disk tells less.
            plain.write_bytes(bytes(plain.stat().st_size))
            plain.unlink()


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('files', '0002_room_for_sealed_files'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]
