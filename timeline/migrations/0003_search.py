"""The index of words: FTS5 in SQLite, tsvector in PostgreSQL; what is there already is indexed."""

from django.db import migrations

from timeline.search import engine


def make_index(apps, schema_editor):
    engine.create(schema_editor.connection)
    engine.reindex(schema_editor.connection.alias, apps.get_model)


def drop_index(apps, schema_editor):
    engine.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_editors_group")]
    operations = [migrations.RunPython(make_index, drop_index)]
