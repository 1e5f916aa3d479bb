"""Writing the chapters: the editor with autosave, what a chapter said before, free chapters."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from js_asset import Media

from plans import services
from plans.forms import ChapterForm, NewChapterForm
from plans.models import Chapter
from plans.services.drafting import EDIT
from plans.views.base import READ_ONLY, DossierView, FormPage
from plans.views.panels import chapter_panels
from portal import clock, steps
from portal.views.forbidden import forbidden
from portal.workflow import Conflict, NotAllowed, Refused

PER_PAGE = 20


class ChapterMixin(DossierView):
    """A page of one chapter of the dossier."""

    needs_start = True

    def chapter(self) -> Chapter:
        """The chapter; a removed one only for a POST, whose service says so and keeps what was typed."""
        rows = Chapter.with_removed if self.request.method == "POST" else Chapter.objects
        chapter = get_object_or_404(
            rows.select_related("element", "updated_by"), dossier=self.dossier, pk=self.kwargs["pk"]
        )
        chapter.dossier = self.dossier
        return chapter


class ChapterPage(ChapterMixin, FormPage):
    """The form of a chapter. Autosave posts the same form with `X-Autosave` and gets JSON."""

    template_name = "plans/chapter.html"
    reading_template = "plans/read_chapter.html"
    restored: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.autosave = request.method == "POST" and "X-Autosave" in request.headers
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self) -> Chapter:
        return self.chapter()

    def make_form(self, **kwargs: Any) -> ChapterForm:
        row = self.row
        initial = {}
        number = self.request.GET.get("tekst", "")
        if self.request.method == "GET" and number.isascii() and number.isdigit() and len(number) < 18:
            self.restored = get_object_or_404(row.revisions.select_related("saved_by"), pk=int(number))
            initial = {"title": self.restored.title, "body": self.restored.body}
        form = ChapterForm(initial=initial, **kwargs)
        form.begin_with(row)
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.post_quietly() if self.autosave else super().post(request, *args, **kwargs)

    def write(self, form: ChapterForm) -> Chapter:
        return services.save_chapter(
            self.row,
            by=self.request.user,
            seen=form.seen,
            sent=form.sent(self.request.path),
            **form.typed(),
        )

    def save(self, form: ChapterForm) -> HttpResponse:
        self.write(form)
        following = self.neighbours()["following"]
        if "next" not in self.request.POST:
            return self.saved(_("Het hoofdstuk is opgeslagen."), self.row)
        return self.saved(_("Het hoofdstuk is opgeslagen."), following or self.dossier)

    def post_quietly(self) -> JsonResponse:
        """Autosave: tell what happened, and leave what was typed where it is."""
        form = self.make_form(data=self.request.POST)
        if self.only_reads:
            return JsonResponse({"message": str(READ_ONLY)}, status=NotAllowed.status)
        if not form.is_valid():
            texts = [str(text) for errors in form.errors.values() for text in errors]
            return JsonResponse({"message": " ".join(texts)}, status=422)
        try:
            saved = self.write(form)
        except Conflict as conflict:
            who = getattr(conflict.current, "updated_by", None)
            text = _(
                "Niet opgeslagen: %(who)s heeft dit hoofdstuk intussen ook opgeslagen. "
                "Uw tekst staat er nog. Kies ‘Opslaan’ om beide teksten naast elkaar te zien."
            )
            return JsonResponse({"message": text % {"who": who or _("iemand anders")}}, status=409)
        except Refused as refused:
            return JsonResponse({"message": str(refused)}, status=refused.status)
        now = clock.local(clock.now())
        message = _("Opgeslagen om %(time)s") % {"time": f"{now:%H:%M}"}
        # The form goes on from here: what comes next is another request.
        fresh = {"row_version": saved.row_version, "step_key": steps.new_key()}
        return JsonResponse({"message": message, **fresh})

    def neighbours(self) -> dict[str, Any]:
        """The chapters before and after this one."""
        rows = list(self.dossier.chapters.only("pk", "title", "dossier", "position"))
        key = (self.row.position, self.row.pk)  # a chapter that was just removed has neighbours too
        before = [row for row in rows if (row.position, row.pk) < key]
        after = [row for row in rows if (row.position, row.pk) > key]
        return {"former": before[-1] if before else None, "following": after[0] if after else None}

    def context(self) -> dict[str, Any]:
        panels = chapter_panels(self.request, self.row)
        return {"chapter": self.row, "restored": self.restored, "panels": panels, **self.neighbours()}

    def show(self, form: Any, status: int = 200, **extra: Any) -> HttpResponse:
        extra["media"] = Media.from_media(form.media, nonce=self.request.csp_nonce)
        return super().show(form, status, **extra)


class Revisions(ChapterMixin):
    """What a chapter said after each save; restoring puts that text in the form."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chapter = self.chapter()
        rows = chapter.revisions.select_related("saved_by")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
        context = {"dossier": self.dossier, "chapter": chapter, "page": page}
        return render(request, "plans/revisions.html", context)


class AddChapter(FormPage):
    template_name = "plans/add_chapter.html"

    def make_form(self, **kwargs: Any) -> NewChapterForm:
        return NewChapterForm(**kwargs)

    def save(self, form: NewChapterForm) -> HttpResponse:
        title = form.cleaned_data["title"]
        chapter = services.add_chapter(self.dossier, by=self.request.user, sent=self.sent, title=title)
        return self.saved(_("Het hoofdstuk is toegevoegd."), chapter)


class RemoveChapter(ChapterMixin):
    """A confirm page; only for a free chapter."""

    permission = EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.chapter())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chapter = self.chapter()
        try:
            services.remove_chapter(chapter, by=request.user, seen=_seen(request))
        except Conflict:
            text = _(
                "Iemand heeft dit hoofdstuk intussen gewijzigd. Bekijk de tekst voordat u het verwijdert."
            )
            return self.show(self.chapter(), [text], status=409)
        except Refused as refused:
            return self.show(chapter, refused.messages, status=refused.status)
        text = _("Het hoofdstuk ‘%(title)s’ is verwijderd. Onder de hoofdstukken kunt u het terugzetten.")
        messages.success(request, text % {"title": chapter.title})
        return redirect(self.dossier)

    def show(self, chapter: Chapter, problems: Any = (), status: int = 200) -> HttpResponse:
        context = {"dossier": self.dossier, "chapter": chapter, "problems": problems}
        return render(self.request, "plans/remove_chapter.html", context, status=status)


class RestoreChapter(ChapterMixin):
    """The button at a removed chapter on the page of the dossier."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody comes back here after signing in: the button is on the page of the dossier."""
        return redirect(self.dossier)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chapter = self.chapter()
        try:
            services.restore_chapter(chapter, by=request.user)
        except NotAllowed as refused:
            return forbidden(request, str(refused), self.dossier)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            text = _("Het hoofdstuk ‘%(title)s’ is teruggezet.") % {"title": chapter.title}
            messages.success(request, text)
        return redirect(self.dossier)


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("row_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
