"""Rows for every table of a state, made from what its fields and constraints ask, and how to read them back."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from tests.landed import changes, schema

EACH = 2
Rows = dict[str, dict[Any, dict[str, Any]]]


def fill(apps: Any, batch: int) -> None:
    """Two more rows in every table: one with all it can hold, at full length, and one with what it must."""
    models_of_django = {"contenttypes.ContentType", "auth.Permission"}  # `migrate` fills these
    waiting = [m for m in apps.get_models(include_auto_created=True) if m._meta.label not in models_of_django]
    while waiting:
        # Whatever a row points to comes first; where rows may point at each other, what must be there.
        model = next((m for m in waiting if not _needs(m, waiting)), None)
        model = model or next(m for m in waiting if not _needs(m, waiting, also_optional=False))
        for number in range(EACH * batch, EACH * (batch + 1)):
            _fitting(model, number).save(force_insert=True)
        waiting.remove(model)


def read(connection: Any) -> Rows:
    """All there is, as it is stored: table -> key -> column -> value."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in schema.tables(connection):
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            found[table] = {row[key]: row for row in rows}
    return found


def lost(before: Rows, now: Rows) -> list[str]:
    """What is not there any more as it was, but for what migrations change on purpose."""
    found = []
    for former, there in before.items():
        table = changes.MOVED.get(former, former)
        for key, row in there.items():
            present = now.get(table, {}).get(key)
            if present is None:
                found.append(f"{table} {key}: gone")
                continue
            for column, value in changes.CHANGED.get(former, dict)(row).items():
                if column not in present:
                    found.append(f"{table} {key}: {column} is gone, with {value!r}")
                elif present[column] != value:
                    found.append(f"{table} {key}: {column} was {value!r}, is {present[column]!r}")
    return found


def _needs(model: Any, waiting: list[Any], also_optional: bool = True) -> bool:
    # By name: the models of a state may point at an earlier make of one another.
    names = {other._meta.label for other in waiting if other is not model}
    return any(
        field.related_model._meta.label in names
        for field in model._meta.local_concrete_fields
        if field.is_relation and (also_optional or not field.null)
    )


def _fitting(model: Any, number: int) -> Any:
    """A row that the constraints of its table allow."""
    checks = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    named = {name: values for check in checks for name, values in _values_in(check.condition) if values}
    fields = [f for f in model._meta.local_concrete_fields if not isinstance(f, models.AutoField)]
    candidates = {f.name: _candidates(f, number, place, named.get(f.name)) for place, f in enumerate(fields)}
    row = model(**{f.attname: candidates[f.name][0] for f in fields})
    broken = [check for check in checks if not _holds(check, row)]
    names = sorted({name for check in broken for name, _values in _values_in(check.condition)})
    for values in product(*(candidates[name] for name in names)):
        for name, value in zip(names, values, strict=True):
            setattr(row, model._meta.get_field(name).attname, value)
        if all(_holds(check, row) for check in checks):
            return row
    raise AssertionError(f"No row of {model._meta.label} found that {broken} allow.")


def _holds(check: models.CheckConstraint, row: Any) -> bool:
    try:
        check.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _values_in(condition: models.Q) -> Iterator[tuple[str, list[Any]]]:
    """The fields that a condition speaks of, with the values it gives as a list (`state__in`)."""
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _values_in(child)
        else:
            lookup, value = child
            yield lookup.split("__")[0], value if isinstance(value, list) else []


def _candidates(field: Any, number: int, place: int, named: list[Any] | None) -> list[Any]:
    """Values for a field, the one we like best first."""
    bare = number % EACH > 0
    if field.is_relation:
        # The newest rows, so that no two rows point at the same one; among themselves, rows point at the one before.
        keys = field.related_model.objects.order_by("-pk").values_list("pk", flat=True)[:EACH]
        best = list(
            keys if bare or field.related_model._meta.label == field.model._meta.label else reversed(keys)
        )
    elif named or field.choices:
        values = named or [value for value, _label in field.flatchoices]
        first = number % len(values)
        best = [*values[first:], *values[:first]]
    else:
        best = [_sample(field, number, place)]
    # The bare row leaves out what it may; the full one only when a constraint wants that.
    text = field.blank and isinstance(field, models.CharField | models.TextField)
    optional = [None] if field.null else [""] if text else []
    return [*optional, *best] if bare and not field.unique else [*best, *optional]


def _sample(field: Any, number: int, place: int) -> Any:
    """A value of the kind of a field; later fields have later days. Rounds begin on the first of August."""
    day = date(2014 + place, 8, 1)
    moment = datetime(2014 + place, 8, 1, 12, 30, tzinfo=UTC) + timedelta(seconds=number)
    kinds: dict[type[models.Field[Any, Any]], Any] = {
        models.BooleanField: number % EACH == 0,
        models.CharField: f"{number} é ".ljust(field.max_length or 0, "x")[: field.max_length],
        models.TextField: f"{number} een 'tekst' met \"aanhalingstekens\", % en\nregels",
        models.DateTimeField: moment,
        models.DateField: day,
        models.UUIDField: uuid.uuid5(uuid.NAMESPACE_OID, f"{field} {number}"),
        models.JSONField: {"number": number, "text": "é"},
        models.IntegerField: 10 * (number + 1),
    }
    return next(value for kind, value in kinds.items() if isinstance(field, kind))
