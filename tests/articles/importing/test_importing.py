"""`manage.py import_articles`: what an editor sees, and what is in the database afterwards."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.importing import Details, ImportOutcome, import_bytes
from articles.models import Article, ArticleText, Outlet
from tests.factories import article, outlet

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "samples"
TALKS = "Ministers talk about the strait\n\nThe ministers met on Monday. “We are ready,” one of them said.\n"


def run(*paths: Path | str, **options: str) -> list[str]:
    """The lines of the answer, the total last. Raises CommandError if a file failed."""
    out = io.StringIO()
    call_command("import_articles", *map(str, paths), stdout=out, **options)
    return out.getvalue().splitlines()


def run_failing(*paths: Path | str, **options: str) -> tuple[list[str], str]:
    out = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("import_articles", *map(str, paths), stdout=out, **options)
    assert failure.value.returncode == 1
    return out.getvalue().splitlines(), str(failure.value)


def history() -> tuple[int, int, int]:
    return Article.history.count(), ArticleText.history.count(), Outlet.history.count()


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.txt"
    path.write_text(TALKS, encoding="utf-8")
    return path


def test_a_text_becomes_an_article_with_its_words(talks):
    lines = run(talks, outlet="Harbour Gazette", published="2019-05-06", url="https://gazette.example/1")
    stored = Article.objects.get()
    assert stored.text == TALKS.strip()
    assert (stored.title, stored.language) == ("Ministers talk about the strait", "en")
    assert (stored.outlet.slug, stored.outlet.kind) == ("harbour-gazette", "newspaper")
    assert (stored.published, stored.published_latest.isoformat()) == ("2019-05-06", "2019-05-06")
    assert lines == [
        f"new  {talks} → {stored.slug}  {len(stored.text)} characters",
        "1 file: 1 new, 0 unchanged, 0 failed",
    ]
    assert stored.slug == "harbour-gazette-talks-2019-05-06"
    assert Article.history.get().history_change_reason == "imported from talks.txt"


def test_the_same_file_twice_changes_nothing(talks):
    run(talks, outlet="Harbour Gazette", agency="Northern Wire", published="2019-05-06")
    before, stored_at = history(), ArticleText.objects.get().imported_at
    lines = run(talks, outlet="Harbour Gazette", agency="Northern Wire", published="2019-05-06")
    assert lines[0].startswith("unchanged  ")
    assert "not changed" not in lines[0]
    assert lines[1] == "1 file: 0 new, 1 unchanged, 0 failed"
    assert history() == before
    assert ArticleText.objects.get().imported_at == stored_at


def test_importing_all_samples_twice_changes_nothing(tmp_path):
    folder = shutil.copytree(SAMPLES, tmp_path / "samples")
    (folder / "harbour-gazette.html").unlink()  # the same article as one in folder/
    run(folder)
    before = history()
    assert " 0 new, 7 unchanged, 0 failed" in run(folder)[-1]
    assert history() == before


def test_a_changed_text_replaces_the_stored_one(talks):
    run(talks)
    talks.write_text(TALKS + "\nThe next meeting is in autumn.\n", encoding="utf-8")
    lines = run(talks)
    assert lines[0].startswith("text changed  ")
    assert lines[1] == "1 file: 0 new, 0 unchanged, 1 text changed, 0 failed"
    assert Article.objects.get().text.endswith("The next meeting is in autumn.")
    assert (Article.history.count(), ArticleText.history.count()) == (1, 2)


def test_without_an_outlet_the_result_says_that_it_is_unknown(talks):
    assert run(talks)[0].endswith("; outlet: Unknown outlet")
    assert Outlet.objects.values_list("slug", "name", "kind").get() == ("unknown-outlet", "Unknown outlet", "other")


def test_an_unknown_outlet_is_filled_in_later(talks):
    run(talks)
    lines = run(talks, outlet="Harbour Gazette")
    assert lines[0].startswith("details filled in  ")
    assert lines[0].endswith("; filled in: outlet")
    assert Article.objects.get().outlet.name == "Harbour Gazette"


@pytest.mark.parametrize("name", ["РИА НОВОСТИ", "риа новости", "ria-novosti"])
def test_an_outlet_is_found_by_name_ignoring_capitals_or_by_slug(talks, name):
    ria = outlet("РИА Новости", slug="ria-novosti")
    run(talks, outlet=name)
    assert Article.objects.get().outlet == ria


def test_an_agency_is_created_as_an_agency_and_an_outlet_only_once(tmp_path):
    for n in (1, 2):
        (tmp_path / f"report-{n}.txt").write_text(
            f"Report number {n} of the agency\n\nAll of it is different: {n * 99}."
        )
    run(tmp_path, outlet="共同ニュース", agency="Northern Wire")
    assert Outlet.objects.get(name="Northern Wire").kind == "agency"
    assert Outlet.objects.count() == 2
    assert Article.objects.count() == 2


def test_existing_details_are_not_changed_and_this_is_reported(talks):
    stored = article(slug="held", title="The editor’s title", url="https://gazette.example/1", published="2019")
    lines = run(
        talks, url=stored.url, title="Another title", published="2019-05-06", agency="Northern Wire", slug="mine"
    )
    assert lines[0].startswith("text stored  ")
    assert lines[0].endswith(
        f"→ held  {len(TALKS.strip())} characters; filled in: agency; not changed: title, published, slug"
    )
    stored.refresh_from_db()
    assert (stored.title, stored.published, stored.slug) == ("The editor’s title", "2019", "held")
    assert stored.text == TALKS.strip()


@pytest.mark.parametrize(
    "given", ["https://gazette.example/1", "https://gazette.example/1/", "https://gazette.example/1#p2"]
)
@pytest.mark.parametrize(
    "known", ["https://gazette.example/1", "https://gazette.example/1/", "https://gazette.example/1#top"]
)
def test_an_article_is_found_by_its_address_ignoring_fragment_and_slash(talks, known, given):
    stored = article(url=known)
    assert "not changed: url" not in run(talks, url=given)[0]
    stored.refresh_from_db()
    assert (Article.objects.count(), stored.text, stored.url) == (1, TALKS.strip(), known)


def test_an_address_that_matches_several_articles_is_an_error(talks):
    article(slug="one", url="https://gazette.example/1#one")
    article(slug="two", url="https://gazette.example/1#two")
    lines, _ = run_failing(talks, url="https://gazette.example/1")
    assert "matches several articles" in lines[0]
    assert run(talks, url="https://gazette.example/1#two")[0].startswith("text stored  ")


def test_an_article_is_found_by_slug_then_by_its_text(talks, tmp_path):
    stored = article(slug="by-slug", url="")
    assert "→ by-slug  " in run(talks, slug="by-slug")[0]
    moved = tmp_path / "other-name.txt"
    talks.rename(moved)
    assert run(moved)[0].startswith(f"unchanged  {moved} → by-slug  ")
    assert Article.objects.get() == stored


def test_one_report_in_two_outlets_is_two_articles(talks):
    run(talks, url="https://gazette.example/1", outlet="Harbour Gazette")
    assert run(talks, url="https://signal.example/9", outlet="Evening Signal")[0].startswith("new  ")
    assert Article.objects.count() == 2


def test_another_text_under_the_same_file_name_replaces_nothing(tmp_path):
    words = {
        "a": "Fishing season opens\n\nBoats left port at dawn.",
        "b": "Budget passed in March\n\nTaxes will rise, says x.",
    }
    for folder, text in words.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "article.txt").write_text(text)
    assert run(tmp_path)[-1] == "2 files: 2 new, 0 unchanged, 0 failed"
    assert {stored.slug: stored.text for stored in Article.objects.all()} == {
        "article": words["a"],
        "article-2": words["b"],
    }
    assert run(tmp_path)[-1] == "2 files: 0 new, 2 unchanged, 0 failed"


def test_a_page_that_gives_a_wrong_address_replaces_nothing():
    page = "<html><head><title>{0}</title><link rel=canonical href=https://x.example/news></head><body><p>{1}</p></body></html>"
    first = page.format("Fishing season opens", "Boats left port at dawn and came back late. " * 9)
    second = page.format("Budget passed in March", "Taxes will rise by a tenth, the minister says. " * 9)
    assert import_bytes("first.html", first.encode()).outcome is ImportOutcome.NEW
    answer = import_bytes("second.html", second.encode())
    assert answer.outcome is ImportOutcome.FAILED
    assert "quite different" in str(answer)
    named = import_bytes("second.html", second.encode(), Details(url="https://x.example/news/2"))
    assert named.outcome is ImportOutcome.NEW


def test_two_files_of_one_import_do_not_replace_each_other(tmp_path):
    shutil.copy(SAMPLES / "harbour-gazette.html", tmp_path)
    shutil.copytree(SAMPLES / "folder", tmp_path / "folder")
    for _again in range(2):
        lines, _ = run_failing(tmp_path)
        assert "it is the same article" in lines[1]
        assert "as harbour-gazette.html" in lines[1]


def test_an_address_of_another_article_is_refused(talks):
    """The page proposes an address, the editor names an article without one."""
    article(slug="first", url="https://gazette.example/2019/05/06/strait-talks.html")
    article(slug="second", url="")
    lines, _ = run_failing(SAMPLES / "harbour-gazette.html", slug="second")
    assert "another article already has its address" in lines[0]


def test_a_failed_file_stores_nothing():
    answer = import_bytes("long.txt", TALKS.encode(), Details(outlet="O" * 201))
    assert str(answer).startswith("failed  long.txt: outlet: Ensure this value has at most 200 characters")
    headline = "Long " * 120
    page = "<html><head><meta property='og:site_name' content='Gazette'>"
    page += f"<meta property='og:title' content='{headline}'></head><body><p>{TALKS * 5}</p></body></html>"
    answer = import_bytes("long.html", page.encode())
    assert str(answer).startswith("failed  long.html: title: Ensure this value has at most 500 characters")
    assert not Outlet.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("published", "2007-13", "--published: "),
        ("rights", "x", "--rights: “x” is not excerpts or full."),
        ("url", "javascript:alert(1)", "--url: "),
        ("language", "!!", "--language: A language tag, such as en, ja or ru."),
        ("slug", "two words", "--slug: "),
        ("title", "T" * 501, "--title: "),
    ],
)
def test_a_bad_option_is_reported_before_anything_is_done(talks, option, value, words):
    lines, message = run_failing(talks, **{option: value})
    assert message.startswith(words)
    assert lines == []
    assert not Article.objects.exists()


def test_options_for_one_article_are_refused_for_several_files(tmp_path):
    for n in (1, 2):
        (tmp_path / f"{n}.txt").write_text(TALKS)
    lines, message = run_failing(tmp_path, url="https://gazette.example/1", slug="one")
    assert message == "--url, --slug can be used with one file only; there are 2"
    assert lines == []


def test_hostile_names_and_options_are_cleaned_before_they_are_stored(tmp_path):
    answer = import_bytes(
        "no\x00thing\udcff.txt", TALKS.encode(), Details(title="A\x00 title\udc80", outlet="Out\x01let")
    )
    assert answer.outcome is ImportOutcome.NEW
    stored = Article.objects.get()
    assert (stored.title, stored.outlet.name) == ("A title", "Outlet")


def test_the_shared_articles_are_imported_if_they_exist(shared, capsys):
    if shared is None:
        print("left out: the articles are not beside the project")
        return
    assert run(shared / "articles")[-1] == "2 files: 2 new, 0 unchanged, 0 failed"
    trend = Article.objects.get(url="https://en.trend.az/world/other/1054035.html")
    assert (trend.agency.name, trend.agency.kind, trend.outlet.country) == ("AFP", "agency", "AZ")
    assert "prerequisite" in trend.text
    before = history()
    assert run(shared / "articles")[-1] == "2 files: 0 new, 2 unchanged, 0 failed"
    assert history() == before
