"""Spreadsheets: importing an export changes nothing, and neither does an invalid file."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from articles.models import Article, ArticleText, Outlet
from articles.spreadsheets import ImportReport, encode_table, get_sheet, import_table, read_table, sheets
from tests.factories import actor, article, event, post, quote, topic
from timeline.models import Actor, Event, Quote

pytestmark = pytest.mark.django_db

KINDS = ["outlets", "articles", "topics", "actors", "posts", "events", "citations", "quotes"]


def export_file(kind: str, file_format: str = "csv") -> bytes:
    return encode_table(sheets()[kind]().export_table(), file_format)


def import_text(kind: str, data: bytes | str, **kwargs: Any) -> ImportReport:
    raw = data.encode() if isinstance(data, str) else data
    return import_table(sheets()[kind](reason="Test"), read_table(raw), **kwargs)


def format_report(report: ImportReport) -> str:
    return "\n".join(map(str, [*report.notes, *report.answers]))


def test_texts_that_spreadsheet_programs_would_evaluate_or_reformat_are_imported_unchanged():
    hazards = ["=1+1", "+7 495", "-", "@sum", "'=1", "'quoted'", "''=x", "1998", "2007-10-23", "TRUE", "＝1", "\t=1"]
    outlet = Outlet.objects.create(slug="post", name="The Post")
    for n, words in enumerate(hazards):
        Article.objects.create(slug=f"a{n}", title=words, author="two\r\nlines", outlet=outlet)
    for file_format in ("csv", "xlsx"):
        data = export_file("articles", file_format)
        assert len(import_text("articles", data).same) == len(hazards)
    for row in read_table(data).rows:
        assert row
    cells = [cell.value for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row if cell.value]
    assert not [cell for cell in cells if str(cell)[0] in "=+-@"]
    Article.objects.all().delete()
    import_text("articles", data)
    assert {one.title for one in Article.objects.all()} == {words.strip() for words in hazards}


def test_a_file_from_excel_is_read_in_every_format():
    outlet = Outlet.objects.create(slug="post", name="Почта")
    article(slug="a", title="Переговоры в Токио: разговор о мирном договоре и островах", outlet=outlet)
    text = export_file("articles").decode("utf-8-sig")
    for data in (
        text.encode(),
        text.encode("utf-16"),
        text.encode("cp1251"),
        text.replace("\r\n", "\n").encode(),
        text.replace(",", ";").encode("utf-8-sig"),
        ("sep=;\r\n" + text.replace(",", ";")).encode("utf-8-sig"),
        text.replace(",", "\t").encode("utf-16"),
        (text + "\r\n,,,,\r\n\r\n").encode(),
    ):
        report = import_text("articles", data)
        assert (len(report.answers), len(report.same)) == (1, 1)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2007-10-23", "2007-10-23"),
        (" 1998 ", "1998"),
        ("23.10.2007", "2007-10-23"),
        ("2007/10/23", "2007-10-23"),
        ("10/23/2007", "2007-10-23"),
        ("23/10/2007", "2007-10-23"),
        ("1998?", "1998?"),
        ("2007-10-15/2007-10-21", "2007-10-15/2007-10-21"),
    ],
)
def test_a_date_reformatted_by_a_spreadsheet_program_is_understood(cell, date):
    import_text("events", f"slug,title,summary,date\ntalks,Talks,They met.,{cell}\n")
    assert Event.objects.get().date == date


def test_an_ambiguous_date_is_rejected():
    report = import_text("events", "slug,title,summary,date\ntalks,Talks,They met.,10/11/2007\n")
    assert "is ambiguous" in format_report(report)
    assert not Event.objects.exists()


def test_numbers_and_dates_in_a_workbook_are_read_as_typed():
    import datetime as dt

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["slug", "title", "summary", "date", "planned"])
    book.active.append(["one", "One", "It happened.", 1998.0, True])
    book.active.append(["two", 2007, "It happened.", dt.datetime(2007, 10, 23), None])
    file = io.BytesIO()
    book.save(file)
    import_text("events", file.getvalue())
    assert list(Event.objects.order_by("slug").values_list("date", "title", "planned")) == [
        ("1998", "One", True),
        ("2007-10-23", "2007", False),
    ]


def test_one_invalid_row_prevents_the_import_and_every_invalid_row_is_reported():
    actor(slug="japan")
    report = import_text(
        "events",
        "slug,title,summary,date,actors,kind\n"
        "good,Good,It happened.,2007,japan,\n"
        "bad-date,Bad,It happened.,23 October,,\n"
        "bad-actor,Bad,It happened.,2007,japn; japan,\n"
        "bad-kind,Bad,It happened.,2007,,meeting\n"
        ",Nameless,It happened.,2007,,\n"
        "no-title,,It happened.,2007,,\n",
    )
    assert not report.is_done
    assert [answer.row for answer in report.wrong] == [3, 4, 5, 6, 7]
    said = format_report(report)
    assert "actors: No actor has the slug “japn” (did you mean japan?)" in said
    assert "“meeting” is not one of: agreement" in said
    assert "slug: This cell is empty" in said
    assert "title: This field cannot be blank." in said
    assert not Event.objects.exists()


def test_a_duplicate_row_is_invalid():
    report = import_text("actors", "slug,name\nputin,Vladimir Putin\n putin ,Another\n")
    assert "already in row 2" in format_report(report)
    assert not Actor.objects.exists()


def test_a_dry_run_reports_changes_and_stores_nothing():
    event("Talks in Tokyo", slug="talks", topics=[topic("Peace treaty")])
    topic("Islands")
    report = import_text("events", "slug,title,topics\ntalks,Talks in Osaka,peace-treaty; islands\n", dry_run=True)
    assert report.answers[0].changes == (
        ("title", "Talks in Tokyo", "Talks in Osaka"),
        ("topics", "peace-treaty", "islands; peace-treaty"),
    )
    assert "Readers see the change immediately." in format_report(report)
    assert Event.objects.get().title == "Talks in Tokyo"


def test_a_column_missing_from_the_file_stays_unchanged_and_a_note_says_so():
    event("Talks", slug="talks", place="Tokyo", actors=[actor(slug="japan")])
    report = import_text("events", "slug,title\ntalks,Other talks\n")
    assert "stay unchanged: date, kind" in format_report(report)
    stored = Event.objects.get()
    assert (stored.title, stored.place, stored.actors.count(), stored.citations.count()) == (
        "Other talks",
        "Tokyo",
        1,
        1,
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"slug,name\n", "no rows"),
        (b"name,kind\nPutin,person\n", "column slug is missing"),
        (b"slug,nmae\nputin,Putin\n", "“nmae” (did you mean name?)"),
        (b"slug,name,slug\nputin,Putin,x\n", "same name: slug"),
        (b"slug,name\nputin,Vladimir,Putin\n", "more cells"),
        (b'slug,name\nputin,"Vladimir\n', "not valid CSV"),
        (b"%PDF-1.4 nothing", "not a CSV or XLSX"),
        (b"\xd0\xcf\x11\xe0 old", "not a CSV or XLSX"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x00\x01\x02\x03" * 40, "cannot be read"),
        (b"slug,name\n" + b"x,y\n" * 5001, "more than 5,000 rows"),
        (b"slug,name\n" + b"x" * 40_000 + b",y\n", "more than 32,767 characters"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_an_unreadable_file_is_rejected_with_the_reason(data, said, tmp_path):
    file = tmp_path / "actors.csv"
    file.write_bytes(data)
    with pytest.raises(CommandError, match="Nothing was changed") as refused:
        call_command("import_sheet", "actors", str(file))
    assert said in str(refused.value)
    assert not Actor.objects.exists()


def test_a_formula_in_a_workbook_is_rejected():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["slug", "name"])
    book.active.append(["putin", "=A1"])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(Exception, match="Row 2 contains a formula"):
        import_text("actors", file.getvalue())


TEXT = "Lavrov spoke in Tokyo.\n\n“We are concerned about missile defence,” he said. Japan listened."


@pytest.fixture
def scene() -> Event:
    source = article(slug="report", text=TEXT)
    return event("Talks", slug="talks", cites=source, actors=[actor(slug="lavrov"), actor(slug="japan")])


QUOTE = "slug,event,speaker,article,exact,kind,paraphrase\nhe-said,talks,lavrov,report,{},{},{}\n"


def test_a_statement_is_found_in_the_text_and_its_kind_determined_from_the_quotation_marks(scene):
    report = import_text("quotes", QUOTE.format('"We are concerned about missile defence,"', "", ""))
    stored = Quote.objects.get()
    assert (stored.kind, stored.anchor_state, stored.start) == ("direct", "verified", TEXT.index("We are"))
    assert stored.date == scene.date
    assert "readers see the statement immediately" in format_report(report)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("We are worried about missile defence", "direct", ""), "exact:"),
        (("Japan listened", "direct", ""), "kind: In the article these words are reported"),
        (("Japan listened", "indirect", "Japan was attentive"), "or our own words"),
        (("", "paraphrase", "He said “no”"), "have no quotation marks"),
        (("", "direct", ""), "Enter the words"),
    ],
)
def test_a_statement_that_is_not_verbatim_is_rejected(scene, cells, said):
    report = import_text("quotes", QUOTE.format(*cells))
    assert said in format_report(report)
    assert not Quote.objects.exists()


def test_without_a_text_the_kind_is_required(scene):
    ArticleText.objects.all().delete()
    assert "kind: Enter the kind" in format_report(import_text("quotes", QUOTE.format("Japan listened", "", "")))


def test_the_place_of_words_cannot_be_changed_by_hand(scene):
    stored = quote("Japan listened", of=scene, slug="he-said")
    ArticleText.objects.all().delete()
    stored.refresh_from_db()
    start = stored.start
    assert "program finds where" in format_report(import_text("quotes", "slug,start,lead\nhe-said,9,Something else\n"))
    import_text("quotes", "slug,start,lead,venue\nhe-said,,,Tokyo\n")
    stored.refresh_from_db()
    assert (stored.start, stored.venue) == (start, "Tokyo")


def test_passages_are_imported_from_citations_and_whole_articles_from_events(scene):
    other = article(slug="other")
    import_text("citations", "event,article,exact\ntalks,report,Japan listened\n")
    again = import_text("citations", "event,article,exact\ntalks,report,Japan listened\n")
    assert len(again.same) == 1
    assert sorted(scene.citations.values_list("article__slug", "exact")) == [
        ("report", ""),
        ("report", "Japan listened"),
    ]
    import_text("events", "slug,articles\ntalks,other\n")
    assert sorted(scene.citations.values_list("article__slug", "exact")) == [
        ("other", ""),
        ("report", "Japan listened"),
    ]
    assert other.citations.get().history.get().history_change_reason == "Test"


def test_the_history_shows_who_imported_a_record(scene, tmp_path, capsys):
    User.objects.create_user("editor")
    file = tmp_path / "events.csv"
    file.write_text("slug,title,topics\ntalks,Other talks,\n")
    call_command("import_sheet", "events", str(file), user="editor")
    version = scene.history.first()
    assert (version.history_user.username, version.history_change_reason) == ("editor", "Imported from events.csv")
    assert "1 row: 0 new, 1 changed, 0 unchanged, 0 invalid" in capsys.readouterr().out


def test_the_commands_export_import_and_reject(tmp_path, capsys):
    actor("Vladimir Putin")
    path = tmp_path / "actors.xlsx"
    call_command("export_sheet", "actors", str(path))
    call_command("import_sheet", "actors", str(path), dry_run=True)
    assert "1 row: 0 new, 0 changed, 1 unchanged, 0 invalid" in capsys.readouterr().out
    for command in (["export_sheet", "actors", "x.doc"], ["import_sheet", "actors", str(tmp_path / "none.csv")]):
        with pytest.raises(CommandError):
            call_command(*command)
    path.with_suffix(".csv").write_text("slug,kind\nvladimir-putin,robot\n")
    with pytest.raises(CommandError, match="1 row is invalid"):
        call_command("import_sheet", "actors", str(path.with_suffix(".csv")))
    assert Actor.objects.get().kind == "person"


def test_the_number_of_queries_does_not_grow_with_unchanged_rows():
    def count_queries(n: int) -> int:
        for _each in range(n):
            one = event(actors=[actor()], topics=[topic("Peace treaty")])
            quote(of=one, by=actor(), to=[actor()])
            post(actor(), "Minister")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            for kind in KINDS:
                import_text(kind, export_file(kind))
        return len(asked)

    assert count_queries(1) == count_queries(5)


def test_every_kind_of_record_has_a_sheet():
    assert sorted(sheets()) == sorted(KINDS)
    assert get_sheet("nothing") is None
