"""What every page for editors shares: history that can be undone, search in three scripts, an answer to any address."""

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
    """A filter typed by hand that no calendar or database understands is answered as any wrong one: by the list."""

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
    """History pages: 404 where an address names no record; a message where a version names something deleted since."""

    @wraps(view)
    def handle(self: RecordAdmin, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            for number in (unquote(object_id), *args):
                models.BigAutoField().to_python(number)
            return view(self, request, object_id, *args, **kwargs)
        except ValidationError as error:
            raise Http404 from error
        except ObjectDoesNotExist:
            told = _("This version refers to a record that has been deleted. Restore that record first.")
            self.message_user(request, told, messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    return handle


class RecordAdmin(PublicFieldsMixin, SheetAdmin, TrashAdmin):
    """The base of every admin class here."""

    object_history_list_template = "admin/history_list.html"  # simple-history's own has an inline style
    list_per_page = 50
    save_on_top = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RecordList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No regular expressions from the address: a malformed one is an error of the database."""
        return "regex" not in lookup and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Each word in some field. `iregex`: SQLite's LIKE folds case for ASCII only, лавров would not find Лавров."""
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
        """Somebody else may store the same slug between our check and our saving: then check again and say so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Without relations that the address names by anything but numbers."""
        given = super().get_changeform_initial_data(request)
        related = {field.name for field in self.opts.get_fields() if field.is_relation}
        return {name: value for name, value in given.items() if name not in related or is_numeric(value)}

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """No link to a page that readers do not have."""
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
        """An old version's page with its own many-to-many values: simple-history shows today's (its issue 1063)."""
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
    """Here and not later: only a form that no page of ours made names records by what is no number."""
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
