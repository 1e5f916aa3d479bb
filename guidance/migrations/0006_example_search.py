from typing import Any

from django.db import migrations

# What `Searchable.search` asks, to the letter: only then PostgreSQL looks in the index.
CREATE = (
    "CREATE INDEX guidance_example_search ON guidance_example "
    "USING gin (to_tsvector('dutch'::regconfig, COALESCE(search_text, '')))"
)


def forwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def backwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS guidance_example_search")


class Migration(migrations.Migration):
    dependencies = [("guidance", "0005_examples_meetings_experiments")]

    operations = [migrations.RunPython(forwards, backwards)]
