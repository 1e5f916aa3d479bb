"""Examples, briefings, experiments and courses move to apps of their own.

The new tables are there (the first migrations of those apps), made by the ordinary operations, so that every name in
them (indexes, constraints, sequences) is the one their models ask for, on every database. Here the rows go over with
their keys and the former tables go, in one transaction. Audit lines are never rewritten: they keep the former labels,
and the reader of the trail knows them (`portal.extension_points.FORMER_LABELS`).
"""

from collections.abc import Iterator
from typing import Any

from django.core.management.color import no_style
from django.db import migrations

# In an order in which every row finds what it points to.
MOVED = {
    "Offer": ("courses", "Offer"),
    "Meeting": ("briefings", "Briefing"),
    "MeetingDocument": ("briefings", "BriefingDocument"),
    "Registration": ("briefings", "Registration"),
    "ExperimentCall": ("experiments", "ExperimentCall"),
    "Experiment": ("experiments", "Experiment"),
    "ExperimentReport": ("experiments", "ExperimentReport"),
    "Example": ("examples", "Example"),
    "ExampleAttachment": ("examples", "ExampleAttachment"),
    "Subscription": ("examples", "Subscription"),
}
EVENTS = {
    "guidance/digest": "examples/digest",
    "guidance/example_decided": "examples/example_decided",
    "guidance/example_submitted": "examples/example_submitted",
    "guidance/example_taken_back": "examples/example_taken_back",
    "guidance/experiment_applied": "experiments/experiment_applied",
    "guidance/experiment_decided": "experiments/experiment_decided",
    "guidance/experiment_reported": "experiments/experiment_reported",
    "guidance/experiment_taken_back": "experiments/experiment_taken_back",
    "guidance/meeting_cancelled": "briefings/briefing_cancelled",
    "guidance/meeting_changed": "briefings/briefing_changed",
    "guidance/registered": "briefings/registered",
    "guidance/reminder": "briefings/reminder",
    "guidance/signed_off": "briefings/signed_off",
}


def pairs(apps: Any) -> Iterator[tuple[Any, Any]]:
    """The former and the present model of every table that moves, those of many-to-many relations included."""
    for former, now in MOVED.items():
        old, new = apps.get_model("guidance", former), apps.get_model(*now)
        yield old, new
        for field in old._meta.local_many_to_many:
            yield field.remote_field.through, new._meta.get_field(field.name).remote_field.through


def columns(model: Any) -> dict[str, str]:
    """The columns of a table by what they are called since."""
    names = [field.column for field in model._meta.local_concrete_fields]
    return {name.replace("meeting", "briefing"): name for name in names}


def copy(schema_editor: Any, source: Any, target: Any) -> None:
    quote = schema_editor.quote_name
    names = sorted(columns(source))
    there, here = (", ".join(quote(columns(model)[name]) for name in names) for model in (target, source))
    schema_editor.execute(
        f"INSERT INTO {quote(target._meta.db_table)} ({there}) "
        f"SELECT {here} FROM {quote(source._meta.db_table)} ORDER BY id"
    )


def settle(schema_editor: Any, filled: list[Any]) -> None:
    """Check what the new rows point to now, before tables change; and let the next row get the next key."""
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")
    for statement in connection.ops.sequence_reset_sql(no_style(), filled):
        schema_editor.execute(statement)


def rename(apps: Any, events: dict[str, str], labels: dict[tuple[str, str], tuple[str, str]]) -> None:
    """Let what was sent before be read with the templates of today, and let Django know the models again."""
    message = apps.get_model("portal", "MailMessage")
    for former, now in events.items():
        message.objects.filter(event=former).update(event=now)
    kind, permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for (app, model), (new_app, new_model) in labels.items():
        if kind.objects.filter(app_label=new_app, model=new_model).exists():
            continue
        kind.objects.filter(app_label=app, model=model).update(app_label=new_app, model=new_model)
        for row in permission.objects.filter(content_type__app_label=new_app, content_type__model=new_model):
            action = row.codename.split("_")[0]
            permission.objects.filter(pk=row.pk).update(codename=f"{action}_{new_model}")


def labels() -> dict[tuple[str, str], tuple[str, str]]:
    return {("guidance", old.lower()): (app, new.lower()) for old, (app, new) in MOVED.items()}


def forwards(apps: Any, schema_editor: Any) -> None:
    for old, new in pairs(apps):
        copy(schema_editor, old, new)
    actions = apps.get_model("briefings", "Briefing")._meta.get_field("actions").remote_field.through
    schema_editor.execute(
        "INSERT INTO briefings_briefing_actions (briefing_id, agendaaction_id) "
        "SELECT meeting_id, id FROM guidance_agendaaction WHERE meeting_id IS NOT NULL ORDER BY id"
    )
    settle(schema_editor, [*(new for _old, new in pairs(apps)), actions])
    rename(apps, EVENTS, labels())


def backwards(apps: Any, schema_editor: Any) -> None:
    """Back to one briefing for each action, the first: that is all there was room for."""
    for old, new in pairs(apps):
        copy(schema_editor, new, old)
    schema_editor.execute(
        "UPDATE guidance_agendaaction SET meeting_id = (SELECT MIN(briefing_id) FROM briefings_briefing_actions "
        "WHERE agendaaction_id = guidance_agendaaction.id)"
    )
    settle(schema_editor, [old for old, _new in pairs(apps)])
    rename(
        apps, {now: former for former, now in EVENTS.items()}, {now: former for former, now in labels().items()}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0010_make_room"),
        ("briefings", "0001_initial"),
        ("courses", "0001_initial"),
        ("examples", "0002_search_index"),
        ("experiments", "0001_initial"),
        ("portal", "0003_editors"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.RemoveField("agendaaction", "meeting"),
        # Those that point to others first.
        *(migrations.DeleteModel(name) for name in reversed(MOVED)),
    ]
