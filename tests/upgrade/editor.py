"""An editor who opens forms in the admin, changes fields and sends them.

This runs with the code of the old commit that created the databases in this folder, so it imports nothing from the
present project.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

Data = dict[str, list[str]]


class SaveRefused(Exception):
    """The admin did not save; the message is the error on its page."""


class Editor:
    def __init__(self, user: AbstractUser) -> None:
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(user)

    def change(self, record: Model, *, reason: str = "", **fields: Any) -> None:
        """Save the record's form with these fields changed. Changes that readers see need a reason."""
        address = admin_url(type(record), "change", record.pk)
        self.send_form(address, fields | {"reason": reason})
        record.refresh_from_db()

    def add(self, model: type[Model], **fields: Any) -> Any:
        """Add a record and return it."""
        self.send_form(admin_url(model, "add"), fields)
        return model._default_manager.get(slug=fields["slug"])

    def delete(self, record: Model, *, reason: str = "") -> None:
        self.post(admin_url(type(record), "delete", record.pk), {"post": "yes", "reason": reason})

    def restore(self, model: type[Model], pk: int) -> None:
        """Restore the record from the trash."""
        version = model.history.filter(history_type="-", id=pk).latest()  # type: ignore[attr-defined]
        self.post(admin_url(model, "restore", version.pk), {})

    def run_action(self, action: str, record: Model, *, reason: str) -> None:
        """Run an action of the list of records."""
        data = {"action": action, "_selected_action": [str(record.pk)], "reason": reason}
        self.post(admin_url(type(record), "changelist"), data)

    def send_form(self, address: str, fields: dict[str, Any]) -> None:
        data = read_form(self.client.get(address))
        for name, value in fields.items():
            values = value if isinstance(value, list) else [value]
            data[name] = [str(one.pk) if isinstance(one, Model) else str(one) for one in values]
        self.post(address, data)

    def post(self, address: str, data: dict[str, Any]) -> None:
        response = self.client.post(address, data)
        if response.status_code != 302:
            raise SaveRefused(f"{address}: {response.status_code} {read_errors(response)}")


def admin_url(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def read_form(response: HttpResponse) -> Data:
    """The data that a browser would send if nothing in the form were changed."""
    forms = html.document_fromstring(response.content.decode()).xpath('//form[contains(@id, "_form")]')
    if len(forms) != 1:
        raise SaveRefused(f"{response.request['PATH_INFO']}: {response.status_code}, no form")  # type: ignore[attr-defined]
    data: Data = {}
    for name, value in forms[0].form_values():
        data.setdefault(name, []).append(value)
    return data


def read_errors(response: HttpResponse) -> str:
    found = html.document_fromstring(response.content.decode())
    errors = found.xpath('//*[contains(@class, "errorlist") or contains(@class, "errornote")]')
    return " / ".join(" ".join(one.text_content().split()) for one in errors)
