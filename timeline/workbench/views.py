"""One view for each step. Without JavaScript, a step redirects to the same place on the page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.locking import write_lock
from articles.models import Article

from ..models import Event, Proposal
from . import publishing, suggesting
from . import text_versions as texts
from .forms import NewEventForm, ProposalForm, fingerprint_proposal
from .page import ProposalCard, WorkbenchPage
from .permissions import require_editor

State = Proposal.State


def build_address(article: Article, event: Event | None, part: str = "") -> str:
    query = f"?event={event.pk}" if event else ""
    return reverse("workbench:workbench", args=[article.pk]) + query + (f"#{part}" if part else "")


def get_chosen_event(request: HttpRequest) -> Event | None:
    """The event that statements are accepted for; it is in the address, so that links to the page work."""
    key = request.POST.get("event") or request.GET.get("event") or ""
    return Event.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None


def get_article(pk: int) -> Article:
    return get_object_or_404(Article.objects.select_related("held", "outlet", "agency"), pk=pk)


def render_workbench(request: HttpRequest, bench: WorkbenchPage, status: int = 200, **context: Any) -> HttpResponse:
    opts = Article._meta
    context = {
        **admin.site.each_context(request),
        "bench": bench,
        "opts": opts,
        "title": bench.article.title,
        **context,
    }
    return render(request, "admin/workbench/workbench.html", context, status=status)


@require_editor
@require_safe
def workbench(request: HttpRequest, pk: int) -> HttpResponse:
    return render_workbench(
        request, WorkbenchPage(get_article(pk), get_chosen_event(request), start=request.GET.get("start", ""))
    )


@require_editor
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_article(pk)
    if article.text is None:
        messages.error(request, _("We hold no text of this article. Paste it on the article’s page first."))
        return redirect("admin:articles_article_change", pk)
    n = suggesting.store_proposals(article)
    message = ngettext("%(n)s new statement has been proposed.", "%(n)s new statements have been proposed.", n)
    messages.info(request, message % {"n": n})
    return redirect(build_address(article, get_chosen_event(request)))


@require_editor
@require_POST
def decide(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Accept, reject, reopen or save a proposal, one editor at a time."""
    article, event = get_article(pk), get_chosen_event(request)
    with write_lock(router.db_for_write(Proposal)):
        one = get_object_or_404(
            Proposal.objects.select_related("speaker", "event", "quote", "citation"), pk=proposal, article=article
        )
        one.article = article
        refused = find_other_change(one, request) or apply_decision(one, request, event)
    bench = WorkbenchPage(article, event, decided=refused)
    if request.headers.get("HX-Request"):
        context = {"bench": bench, "proposal": bench.make_card(one), "swapped": True}
        return render(request, "admin/workbench/_answer.html", context)
    if refused is not None:
        return render_workbench(request, bench, status=409 if refused.note else 422)
    return redirect(build_address(article, event, f"p{one.pk}"))


def find_other_change(one: Proposal, request: HttpRequest) -> ProposalCard | None:
    """The current proposal with the editor's input, if somebody else has changed it in the meantime."""
    seen = request.POST.get("seen")
    now = fingerprint_proposal(one)
    if not one.is_published and seen in (None, now):
        return None
    last = one.history.select_related("history_user").first()
    who = last.history_user if last and last.history_user else _("somebody else")
    if one.is_published:
        message = _("Nothing was saved: %(who)s has published this in the meantime. Change it on its own page.")
    else:
        message = _(
            "Nothing was saved: %(who)s has changed this in the meantime; it is now %(state)s. Please decide again."
        )
    is_typed = "exact" in request.POST and one.state != State.REJECTED and not one.is_published
    form = ProposalForm(request.POST if is_typed else None, instance=one, auto_id=f"p{one.pk}_%s")
    return ProposalCard(one, form, message % {"who": who, "state": one.get_state_display()})


def apply_decision(one: Proposal, request: HttpRequest, event: Event | None) -> ProposalCard | None:
    """Save the decision. Returns a card with the editor's input if that fails."""
    action = request.POST.get("action", "keep")
    if action in ("reject", "reopen"):
        one.state = State.REJECTED if action == "reject" else State.OPEN
        one.event = None
        one.save_decision()
        return None
    form = ProposalForm(request.POST, instance=one)
    if not form.is_valid() or not check_decision(form, action, event):
        return ProposalCard(one, form)
    form.save()
    return None


def check_decision(form: ProposalForm, action: str, event: Event | None) -> bool:
    """Whether the form can be stored; accepting needs an event and, for a statement, a speaker."""
    one = form.instance
    if action != "accept":
        return True
    if event is None:
        form.add_error(None, _("Choose or create the event first, at the top of the list."))
    if form.cleaned_data["use"] == Proposal.Use.STATEMENT and form.cleaned_data["speaker"] is None:
        form.add_error("speaker", _("Who said this? Choose a name from the list, or enter a new speaker below."))
    one.state, one.event = State.ACCEPTED, event
    return not form.errors


@require_editor
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Add words that the editor has selected (with their place) or typed (their place is then found)."""
    article, event = get_article(pk), get_chosen_event(request)
    one = Proposal(article=article, by_editor=True, use=request.POST.get("use") or Proposal.Use.STATEMENT)
    start = request.POST.get("start", "")
    if start.isascii() and start.isdigit() and len(start) < 10:
        one.start = int(start)
    form = ProposalForm(request.POST, instance=one)
    if not form.is_valid():
        return render_workbench(request, WorkbenchPage(article, event, mark=form), status=422)
    with transaction.atomic():
        one = form.save()
    return redirect(build_address(article, event, f"p{one.pk}"))


@require_editor
@require_POST
def start_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Create a draft event from the form."""
    article = get_article(pk)
    form = NewEventForm(request.POST)
    if not form.is_valid():
        return render_workbench(
            request, WorkbenchPage(article, None, new=form, start=request.POST.get("start", "")), status=422
        )
    with transaction.atomic():
        event = form.save()
    messages.success(request, _("The draft has been created. Statements that you accept now are added to it."))
    return redirect(build_address(article, event))


@require_editor
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """One editor at a time, so that nothing is published twice."""
    with write_lock(router.db_for_write(Event)):
        return publish_or_explain(request, get_article(pk), get_chosen_event(request))


def publish_or_explain(request: HttpRequest, article: Article, event: Event | None) -> HttpResponse:
    if event is None:
        messages.error(request, _("Choose or create the event first."))
        return redirect(build_address(article, None))
    waiting = publishing.list_unpublished(article, event)
    if not waiting and event.status == Event.Status.PUBLISHED:
        message = _(
            "The event has already been published, and nothing new was accepted. Somebody else may have published it."
        )
        messages.warning(request, message)
        return redirect(build_address(article, event))
    problems = publishing.find_problems(event, waiting)
    if any(problem.is_blocking for problem in problems) or (problems and not request.POST.get("knowingly")):
        return render_workbench(request, WorkbenchPage(article, event, is_refused=True), status=422)
    try:
        done = publishing.publish_event(article, event)
    except ValidationError as error:
        messages.error(request, _("Nothing was published. %(why)s") % {"why": " ".join(error.messages)})
        return redirect(build_address(article, event))
    message = ngettext("Published, with %(n)s new statement.", "Published, with %(n)s new statements.", len(done))
    messages.success(request, message % {"n": len(done)})
    return redirect(build_address(article, event))


@require_editor
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The previous and the current text side by side, with the anchors to check."""
    article = get_article(pk)
    if article.text is None:
        messages.error(request, _("We hold no text of this article. Paste it on the article’s page first."))
        return redirect("admin:articles_article_change", pk)
    if request.method == "POST":
        stored, refused = texts.confirm_places(article, request.POST.dict())
        message = ngettext("%(n)s passage has been confirmed.", "%(n)s passages have been confirmed.", stored)
        messages.success(request, message % {"n": stored})
        for words in refused:
            why = _("“%(words)s” was not saved: that passage is already in use or no longer available. Choose again.")
            messages.error(request, why % {"words": words})
        return redirect("workbench:versions", pk)
    waiting, n_unmoved = texts.find_doubtful_anchors(article)
    before = article.held.before
    context = {
        **admin.site.each_context(request),
        "article": article,
        "opts": Article._meta,
        "title": _("Old and new text: %(title)s") % {"title": article.title},
        "waiting": waiting,
        "n_unmoved": n_unmoved,
        "lines": texts.compare_lines(before, article.text) if before else [],
        "has_before": bool(before),
        "versions": article.held.history.select_related("history_user"),
    }
    return render(request, "admin/workbench/versions.html", context)
