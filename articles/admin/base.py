"""The base of all pages for editors: history, search in three scripts, no server errors for odd addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce, wraps
from operator import or_
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .form_fields import PublicFieldsMixin
from .spreadsheets import SheetAdmin
from .trash import TrashAdmin


class RecordList(ChangeList):
    """A list that treats filter values which the calendar or the database rejects like any other invalid filter."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except (ValueError, OverflowError) as error:  # the year 9999 has no next one
            raise IncorrectLookupParameters(error) from error

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except (DataError, ValueError, OverflowError) as error:  # PostgreSQL stores no NUL
            raise IncorrectLookupParameters(error) from error


def handle_missing_records(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For history pages: 404 if there is no such record, a message if a version refers to a deleted record."""

    @wraps(view)
    def respond(self: RecordAdmin, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            for number in (unquote(object_id), *args):
                models.BigAutoField().to_python(number)
            return view(self, request, object_id, *args, **kwargs)
        except ValidationError as error:
            raise Http404 from error
        except ObjectDoesNotExist:
            message = _("This version refers to a record that has been deleted. Restore that record first.")
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    return respond


class RecordAdmin(PublicFieldsMixin, SheetAdmin, TrashAdmin):
    """The base of all admin classes."""

    object_history_list_template = "admin/history_list.html"  # simple-history's own has an inline style
    list_per_page = 50
    save_on_top = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RecordList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No regular expressions from the address: a malformed one is a database error."""
        return "regex" not in lookup and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Find each word in any field. `iregex`, because SQLite's LIKE ignores case for ASCII letters only."""
        for word in search_term.replace("\0", " ").split():
            fields = (models.Q(**{f"{name}__iregex": re.escape(word)}) for name in self.get_search_fields(request))
            queryset = queryset.filter(reduce(or_, fields))
        return queryset, False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = self.check_again(request, *args, **kwargs)
        except (DataError, OverflowError) as error:
            raise BadRequest from error
        return render_now(response)

    def check_again(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Repeat the validation if somebody else stores the same slug between validation and saving."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Without relations whose value in the address is not a number."""
        given = super().get_changeform_initial_data(request)
        related = {field.name for field in self.opts.get_fields() if field.is_relation}
        return {name: value for name, value in given.items() if name not in related or is_numeric(value)}

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """None for records that readers cannot see."""
        public = getattr(self.model._default_manager, "public", None)
        hidden = obj is not None and public is not None and not public().filter(pk=obj.pk).exists()
        return None if hidden else super().get_view_on_site_url(obj)

    @handle_missing_records
    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().history_view(request, object_id, *args, **kwargs)

    @handle_missing_records
    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().history_form_view(request, object_id, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        """Show an old version with its own many-to-many values; simple-history shows today's (its issue 1063)."""
        form = super().get_form(request, obj, change=change, **kwargs)
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith("_simple_history"):
            return form
        return add_initial(form, self.load_related_values(match.args[1]))

    def load_related_values(self, history_id: str) -> dict[str, list[int]]:
        version = self.model.history.get(history_id=history_id)
        return {
            field.name: [
                getattr(row, f"{field.m2m_reverse_field_name()}_id") for row in getattr(version, field.name).all()
            ]
            for field in version._history_m2m_fields
        }


def is_numeric(value: Any) -> bool:
    return all(re.fullmatch("[0-9]{1,18}", str(key)) for key in (value if isinstance(value, list) else [value]))


def render_now(response: HttpResponse) -> HttpResponse:
    """Render early, so that a forged form with invalid keys is answered by 400."""
    try:
        return response.render() if isinstance(response, TemplateResponse) else response
    except (DataError, OverflowError, ValueError) as error:
        raise BadRequest from error


def add_initial(form: type[ModelForm], values: dict[str, Any]) -> type[ModelForm]:
    class InitialForm(form):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs["initial"] = {**values, **(kwargs.get("initial") or {})}
            super().__init__(*args, **kwargs)

    return InitialForm
