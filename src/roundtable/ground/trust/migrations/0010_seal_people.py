from django.db import migrations, transaction

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.addresses import found_by
from roundtable.kernel.keys.boxes import Place
from roundtable.kernel.keys.migrating import box, seal_rows


def seal(apps, _schema_editor):
    seal_rows(
        apps.get_model('trust', 'User'), owner=lambda user: ring.person(user.pk), texts=['name'], addresses=['email']
    )
    seal_rows(
        apps.get_model('trust', 'Invitation'),
        owner=lambda invitation: ring.scope(invitation.scope),
        texts=['name'],
        addresses=['email'],
    )
    # The sign-in library's own table has no column for the row: bound to the address's hash (LibraryAddress).
    Address = apps.get_model('account', 'EmailAddress')
    with transaction.atomic():
        for one in Address.objects.filter(email__contains='@'):
            found = found_by(one.email)
            sealed = box(one.email, ring.person(one.user_id), Place('account_emailaddress', 'email', found))
            Address.objects.filter(pk=one.pk).update(email=f'{found}:{sealed}')


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('trust', '0009_room_for_sealed_people_3'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]
