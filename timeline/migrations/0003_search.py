"""The index of words: FTS5 in SQLite, tsvector in PostgreSQL; what is there already is indexed."""

from django.db import migrations

from timeline.search import full_text_index


def make_index(apps, schema_editor):
    full_text_index.create_tables(schema_editor.connection)
    full_text_index.reindex(schema_editor.connection.alias, apps.get_model)


def drop_index(apps, schema_editor):
    full_text_index.drop_tables(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_editors_group")]
    operations = [migrations.RunPython(make_index, drop_index)]
