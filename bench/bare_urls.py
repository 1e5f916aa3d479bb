"""The bare views: a page, a list, a form, a save and a sign-in, each as small as Django allows."""

from django import forms
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from plans.models import Chapter, FilingRound
from register.models import Partnership


class ChapterForm(forms.ModelForm):
    class Meta:
        model = Chapter
        fields = ("title", "body", "status")


class LoginForm(forms.Form):
    login = forms.EmailField()
    password = forms.CharField()


def page(request: HttpRequest) -> HttpResponse:
    """Session, user, one query, a small template."""
    return render(request, "page.html", {"round": FilingRound.objects.first(), "user": request.user})


def rows(request: HttpRequest) -> HttpResponse:
    """As many rows as the overview, with one query."""
    return render(request, "list.html", {"rows": Partnership.objects.all(), "user": request.user})


def chapter(request: HttpRequest, pk: int) -> HttpResponse:
    """One form, one update."""
    row = Chapter.objects.get(pk=pk)
    form = ChapterForm(request.POST or None, instance=row)
    if request.user.is_authenticated and form.is_valid():
        form.save()
        return redirect("page")
    return render(request, "form.html", {"form": form})


def sign_in(request: HttpRequest) -> HttpResponse:
    """One form, one password check, one session."""
    form = LoginForm(request.POST or None)
    if form.is_valid():
        user = authenticate(
            request, username=form.cleaned_data["login"], password=form.cleaned_data["password"]
        )
        if user:
            login(request, user)
            return redirect("page")
    return render(request, "form.html", {"form": form})


urlpatterns = [
    path("page/", page, name="page"),
    path("list/", rows, name="list"),
    path("chapter/<int:pk>/", chapter, name="chapter"),
    path("login/", sign_in, name="login"),
]
