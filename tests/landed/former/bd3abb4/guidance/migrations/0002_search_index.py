from typing import Any

from django.db import migrations

# What `DocumentQuerySet.search` asks, to the letter: only then PostgreSQL looks in the index.
CREATE = (
    "CREATE INDEX guidance_document_search ON guidance_document "
    "USING gin (to_tsvector('dutch'::regconfig, COALESCE(search_text, '')))"
)


def forwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def backwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS guidance_document_search")


class Migration(migrations.Migration):
    dependencies = [("guidance", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
