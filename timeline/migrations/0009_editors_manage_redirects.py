"""Members of the group “Editors” may edit redirects and look at what was shipped."""

from importlib import import_module

from django.db import migrations

make_group = import_module("timeline.migrations.0002_editors_group").make_group


class Migration(migrations.Migration):
    dependencies = [("timeline", "0008_redirects_and_shipped_records")]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
