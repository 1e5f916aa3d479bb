"""Frozen versions: who may read which, what the downloads are, and the comparison of two."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from plans import content as contents
from plans import services
from plans.models import BudgetHeading, Dossier, PlanVersion
from plans.services.drafting import BudgetRow
from portal import clock
from portal.models import User
from portal.parties import ReadToo
from portal.rights import Role
from tests import world
from tests.plans.conftest import pdf, pdf_bytes

NAMES = ("version", "version_pdf", "version_json")


def url(version: PlanVersion, name: str = "version") -> str:
    return reverse(f"plans:{name}", args=[version.dossier.uuid, version.number])


@pytest.fixture
def offered(db: None) -> PlanVersion:
    """Version 1, offered, with an attachment; nothing filed."""
    plan = world.drafted()
    services.add_attachment(
        plan, by=world.editor(), upload=pdf(), content_type="application/pdf", description="Verslag"
    )
    return services.offer(world.reload(plan), by=world.editor())


@pytest.fixture
def second(offered: PlanVersion) -> PlanVersion:
    """Version 2, adopted, with changes everywhere."""
    plan, by = offered.dossier, world.editor()
    first = plan.chapters.all()[0]
    services.save_chapter(
        first,
        by=by,
        seen=first.row_version,
        title="Andere titel",
        body="<p>Zo regelen wij: samenhangend beleid en basisondersteuning.</p><p>En meer.</p>",
        status="done",
    )
    services.add_chapter(plan, by=by, title="Inleiding")
    heading = BudgetHeading.objects.get(key="opr")
    services.save_budget(plan, by=by, seen=plan.budget_version, rows=[BudgetRow(heading, "", {2014: 5000})])
    services.remove_attachment(plan.attachments.get(), by=by)
    services.add_attachment(plan, by=by, upload=pdf("nieuw.pdf", "nieuw"), content_type="application/pdf")
    return services.adopt(world.reload(plan), by=by, adopted_on=clock.today(), body="bestuur").version


READERS = {
    "not filed": {
        Role.PARTNERSHIP_EDITOR: 200,
        Role.PARTNERSHIP_SIGNATORY: 200,
        Role.PARTNERSHIP_ADVISER: 200,
        Role.MUNICIPALITY_OFFICIAL: 200,
        Role.MUNICIPALITY_SIGNATORY: 200,
        Role.OPR_SECRETARY: 404,
        Role.COMMITTEE_SECRETARY: 404,
        Role.REVIEWER: 404,
        Role.ADMINISTRATOR: 404,
        Role.GUIDANCE_EDITOR: 404,
    },
    # Version 2 was adopted and filed without being put to the municipalities.
    "filed": {
        Role.PARTNERSHIP_EDITOR: 200,
        Role.PARTNERSHIP_SIGNATORY: 200,
        Role.PARTNERSHIP_ADVISER: 200,
        Role.MUNICIPALITY_OFFICIAL: 404,
        Role.MUNICIPALITY_SIGNATORY: 404,
        Role.OPR_SECRETARY: 404,
        Role.COMMITTEE_SECRETARY: 404,
        Role.REVIEWER: 200,
        Role.ADMINISTRATOR: 404,
        Role.GUIDANCE_EDITOR: 404,
    },
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", READERS)
def test_who_may_read_a_version(
    offered: PlanVersion, second: PlanVersion, signed_in: Callable[[User], Client], which: str, name: str
) -> None:
    version = offered
    if which == "filed":
        services.file_plan(world.reload(second.dossier), by=world.signatory())
        version = second
    people = world.everyone()
    found = {role: signed_in(user).get(url(version, name)).status_code for role, user in people.items()}
    assert found == READERS[which]
    assert signed_in(world.editor("PO2502")).get(url(version, name)).status_code == 404
    assert signed_in(world.official("Enschede")).get(url(version, name)).status_code == 404
    assert Client().get(url(version, name)).status_code == 302


def test_opr_reads_the_version_it_was_asked_about(
    offered: PlanVersion, signed_in: Callable[[User], Client]
) -> None:
    from consultations import services as consultations

    consultations.ask_consent(offered.dossier, by=world.editor())
    assert signed_in(world.opr_secretary()).get(url(offered)).status_code == 200


def test_other_apps_can_let_somebody_read(
    offered: PlanVersion, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world.administrator())
    assert client.get(url(offered)).status_code == 404
    everybody = ReadToo("iedereen", lambda _user: Q(pk__gt=0))
    monkeypatch.setattr(PlanVersion, "READ_TOO", [everybody])
    assert client.get(url(offered)).status_code == 200


def test_unknown_version_is_not_found(offered: PlanVersion, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(world.editor())
    assert client.get(reverse("plans:version", args=[offered.dossier.uuid, 9])).status_code == 404
    missing = reverse("plans:version_attachment", args=[offered.dossier.uuid, 1, 999999])
    assert client.get(missing).status_code == 404


def test_page_shows_the_frozen_text_not_the_working_copy(
    offered: PlanVersion, second: PlanVersion, signed_in: Callable[[User], Client]
) -> None:
    html = signed_in(world.editor()).get(url(offered)).content.decode()
    assert "Zo regelen wij: samenhangend geheel en basisondersteuning." in html
    assert "Andere titel" not in html
    for words in (offered.sha256, offered.pdf.sha256, "verslag.pdf", "€ 100.020,14", "Meppel"):
        assert words in html
    assert reverse("plans:compare", args=[offered.dossier.uuid, 1, 2]) in html
    municipal = signed_in(world.official()).get(url(offered)).content.decode()
    assert reverse("plans:compare", args=[offered.dossier.uuid, 1, 2]) not in municipal
    assert offered.dossier.get_absolute_url() + '"' not in municipal


def test_downloads_are_the_bytes_that_were_hashed(
    offered: PlanVersion, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(world.official())
    data = client.get(url(offered, "version_json"))
    assert hashlib.sha256(data.content).hexdigest() == offered.sha256
    assert json.loads(data.content) == offered.content
    assert data.headers["Content-Disposition"] == (
        'attachment; filename="ondersteuningsplan-2014-PO2203-versie-1.json"'
    )
    document = b"".join(client.get(url(offered, "version_pdf")))
    assert hashlib.sha256(document).hexdigest() == offered.pdf.sha256
    row = offered.attachments.get()
    download = reverse("plans:version_attachment", args=[offered.dossier.uuid, 1, row.pk])
    assert b"".join(client.get(download)) == pdf_bytes()


def test_attachment_of_another_version_is_not_found(
    offered: PlanVersion, second: PlanVersion, signed_in: Callable[[User], Client]
) -> None:
    row = second.attachments.get()
    wrong = reverse("plans:version_attachment", args=[offered.dossier.uuid, 1, row.pk])
    assert signed_in(world.official()).get(wrong).status_code == 404


def test_comparison_shows_words_in_words(
    offered: PlanVersion, second: PlanVersion, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(world.editor())
    page = client.get(reverse("plans:compare", args=[offered.dossier.uuid, 2, 1]))
    assert page.status_code == 200
    assert (page.context["earlier"], page.context["later"]) == (offered, second)
    html = page.content.decode()
    for words in (
        "<del>[weg: geheel]</del>",
        "<ins>[nieuw: beleid]</ins>",
        "<ins>[nieuw: En meer.]</ins>",
        "Heette eerst: Samenhangend geheel en basisondersteuning.",
        "Nieuw hoofdstuk.",
        "verslag.pdf: weg",
        "nieuw.pdf: nieuw",
        "€ 50",
    ):
        assert words in html, words
    assert html.count("Niet gewijzigd.") == 10


def test_comparison_is_for_who_may_read_both(
    offered: PlanVersion, second: PlanVersion, signed_in: Callable[[User], Client]
) -> None:
    address = reverse("plans:compare", args=[offered.dossier.uuid, 1, 2])
    services.file_plan(world.reload(second.dossier), by=world.signatory())
    for user in (world.official(), world.reviewer(), world.editor("PO2502")):
        assert signed_in(user).get(address).status_code == 404
    same = reverse("plans:compare", args=[offered.dossier.uuid, 1, 1])
    assert signed_in(world.official()).get(same).status_code == 200


def test_text_in_a_comparison_is_escaped(db: None, signed_in: Callable[[User], Client]) -> None:
    plan, by = world.drafted(), world.editor()
    services.offer(world.reload(plan), by=by)
    chapter = plan.chapters.first()
    assert chapter is not None
    services.save_chapter(
        chapter,
        by=by,
        seen=chapter.row_version,
        title="<b>x",
        body="<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        status="done",
    )
    services.offer(world.reload(plan), by=by)
    html = signed_in(by).get(reverse("plans:compare", args=[plan.uuid, 1, 2])).content.decode()
    assert "<script>alert" not in html
    assert "<b>x" not in html


def test_number_of_queries_does_not_depend_on_the_versions(
    offered: PlanVersion, signed_in: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    client = signed_in(world.editor())
    client.get(url(offered))
    with django_assert_num_queries(7):
        client.get(url(offered))
    for _n in range(3):
        services.offer(world.reload(offered.dossier), by=world.editor())
    with django_assert_num_queries(7):
        client.get(url(offered))


def test_canonical_content_is_stable(offered: PlanVersion) -> None:
    assert contents.sha256(PlanVersion.objects.get(pk=offered.pk).content) == offered.sha256
    assert Dossier.objects.get(pk=offered.dossier_id).offered_version_id == offered.pk
