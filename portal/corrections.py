"""Operations for a migration that corrects what an earlier one left behind, whatever that was.

An initial migration that was edited after it had landed gives two kinds of databases with the same list of migrations.
These operations look at the database itself: where it is as the model says they change nothing.
"""

from copy import copy
from typing import Any

from django.db import migrations

from portal.append_only import lifted


def columns_as_declared(model_name: str, *field_names: str) -> migrations.RunPython:
    """Give columns the length and the nullability that their fields declare at this point of the migrations.

    `model_name` is `app.Model`. The rows stay, and so do the triggers of an append-only table.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:
        model = apps.get_model(model_name)
        connection, table = schema_editor.connection, model._meta.db_table
        with connection.cursor() as cursor:
            columns = {c.name: c for c in connection.introspection.get_table_description(cursor, table)}
        for field in map(model._meta.get_field, field_names):
            column, former = columns[field.column], copy(field)
            former.null = column.null_ok
            if field.max_length:
                former.max_length = column.display_size
            if (former.null, former.max_length) != (field.null, field.max_length):
                with lifted(schema_editor, table):
                    schema_editor.alter_field(model, former, field)

    return migrations.RunPython(forwards, migrations.RunPython.noop)


def index_as_declared(model_name: str, index_name: str) -> migrations.RunPython:
    """Make an index of a model (`app.Model`) where it is missing."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        model = apps.get_model(model_name)
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        if index_name not in there:
            schema_editor.add_index(model, next(i for i in model._meta.indexes if i.name == index_name))

    return migrations.RunPython(forwards, migrations.RunPython.noop)
