"""Papers come into the registry: once, whole, with what they cite; on both databases."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from corpus.errors import RegistryError, SecretPaper
from corpus.registry.add import Added
from corpus.registry.intake import take_in
from corpus.registry.registry import Registry, open_registry
from corpus.registry.schema import CitationRow, DeadlineRow, DocumentRow, EventRow, RequirementRow, VersionRow
from corpus.registry.store import Originals, sha256_of
from tests.papers import CHILD, PARENT, SECRET
from tests.registry_papers import put, read, text_of, write

ROOT = Path(__file__).parent.parent


@pytest.fixture
def registry(place: str) -> Iterator[Registry]:
    with open_registry(place) as opened:
        yield opened


def count(registry: Registry, table: type[DocumentRow] | type[VersionRow] | type[EventRow]) -> int:
    with registry.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_paper_is_kept_with_all_that_was_found(registry: Registry) -> None:
    added = put(registry, PARENT)
    assert added.outcome == "new"
    document = read(PARENT.encode())
    with registry.database.reading() as session:
        row = session.get_one(DocumentRow, added.document_id)
        assert (row.number, row.type, row.level, row.status) == ("45/KH-UBND", "Kế hoạch", "province", "active")
        version = session.scalars(select(VersionRow)).one()
        assert version.text == document.text
        for table, found in (
            (CitationRow, document.citations),
            (RequirementRow, document.requirements),
            (DeadlineRow, document.deadlines),
        ):
            rows = session.scalars(select(table).order_by(table.id)).all()
            assert [(row.quote, row.start, row.end) for row in rows] == [(f.quote, f.start, f.end) for f in found]
        first = session.scalars(select(RequirementRow).order_by(RequirementRow.id)).first()
        assert first is not None and first.actors[0]["name"] == "Ủy ban nhân dân các xã, phường"
    assert registry.originals.get(version.sha256) == PARENT.encode()


def test_the_same_file_is_said_and_not_kept_twice(registry: Registry) -> None:
    first, second = put(registry, PARENT), put(registry, PARENT, "khac.txt")
    assert (second.outcome, second.document_id, second.stored) == ("same_file", first.document_id, False)
    assert (count(registry, DocumentRow), count(registry, VersionRow), count(registry, EventRow)) == (1, 1, 1)


def test_another_file_with_the_same_words_is_the_same_paper(registry: Registry) -> None:
    first = put(registry, PARENT)
    second = put(registry, PARENT.replace("\n\n", "\n \n"))
    assert (second.outcome, second.document_id) == ("same_text", first.document_id)
    assert count(registry, VersionRow) == 1


def test_same_number_issuer_and_date_with_other_content_is_a_new_version(registry: Registry) -> None:
    first = put(registry, PARENT)
    second = put(registry, PARENT.replace("tại các chợ", "tại các siêu thị"))
    assert (second.outcome, second.document_id, second.ordinal) == ("version", first.document_id, 2)
    with registry.database.reading() as session:
        row = session.get_one(DocumentRow, first.document_id)
        newest = session.get_one(VersionRow, row.version_id)
        assert (row.versions, newest.ordinal) == (2, 2)
        assert "siêu thị" in newest.text


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("45/KH-UBND", "46/KH-UBND"), "another number"),
        (("12 tháng 01 năm 2026", "13 tháng 01 năm 2026"), "another date"),
        (("TỈNH HẢI KHÊ", "TỈNH NAM LÃNG"), "another issuer"),
    ],
)
def test_another_number_date_or_issuer_is_another_document(
    registry: Registry, change: tuple[str, str], why: str
) -> None:
    put(registry, PARENT)
    assert put(registry, PARENT.replace(*change)).outcome == "new", why


def test_papers_without_a_number_are_never_taken_for_one_another(registry: Registry) -> None:
    put(registry, CHILD)
    assert put(registry, CHILD.replace("lễ hội đình làng", "hội chợ xuân")).outcome == "new"


def targets(registry: Registry) -> dict[str, int | None]:
    with registry.database.reading() as session:
        rows = session.execute(select(CitationRow.quote, CitationRow.target_id).order_by(CitationRow.id))
        return {row.quote: row.target_id for row in rows}


@pytest.mark.parametrize("parent_first", [True, False])
def test_citations_find_their_paper_whichever_came_first(registry: Registry, parent_first: bool) -> None:
    texts = [PARENT, CHILD] if parent_first else [CHILD, PARENT]
    added = [put(registry, text) for text in texts]
    parent = added[0 if parent_first else 1]
    found = targets(registry)
    assert found["Kế hoạch số 45/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê"] == parent.document_id
    assert found["Luật An toàn thực phẩm năm 2010"] is None
    assert found["Chỉ thị số 17/CT-TTg ngày 13/4/2025 của Thủ tướng Chính phủ"] is None


@pytest.mark.parametrize(
    ("basis", "resolved", "why"),
    [
        ("Kế hoạch số 45/KH-UBND ngày 12/01/2026 của UBND tỉnh", True, "the issuer cited in short"),
        ("Kế hoạch số 45/KH-UBND của Ủy ban nhân dân tỉnh Hải Khê", True, "the issuer alone"),
        ("Kế hoạch số 45/KH-UBND ngày 12/01/2026", True, "the date alone"),
        ("Kế hoạch số 45/KH-UBND ngày 13/01/2026 của Ủy ban nhân dân tỉnh Hải Khê", False, "another date"),
        ("Kế hoạch số 45/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Nam Lãng", False, "another province"),
        ("Kế hoạch số 45/KH-UBND", False, "a number alone is given out by every office every year"),
        ("Kế hoạch số 46/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê", False, "another number"),
    ],
)
def test_a_citation_is_resolved_only_when_it_fits(registry: Registry, basis: str, resolved: bool, why: str) -> None:
    put(registry, text_of("45/KH-UBND"))
    put(
        registry,
        text_of("9/KH-UBND", basis=f"Thực hiện {basis};", issuer="ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LẠC", day=(2026, 2, 3)),
    )
    found = [target for quote, target in targets(registry).items() if "KH-UBND" in quote]
    assert [target is not None for target in found] == [resolved], why


def test_brief_mentions_borrow_date_and_issuer_from_the_full_one(registry: Registry) -> None:
    parent = put(registry, text_of("45/KH-UBND"))
    basis = "Thực hiện Kế hoạch số 45/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê;"
    body = "1. Các thôn thực hiện nghiêm Kế hoạch số 45/KH-UBND."
    put(registry, text_of("9/KH-UBND", basis=basis, body=body, issuer="ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LẠC"))
    assert set(targets(registry).values()) - {None} == {parent.document_id}
    assert sum(target is not None for target in targets(registry).values()) == 2


def test_two_papers_that_fit_are_not_guessed_between(registry: Registry) -> None:
    for place_name in ("HẢI KHÊ", "NAM LÃNG"):
        put(registry, text_of("45/KH-UBND", issuer=f"ỦY BAN NHÂN DÂN\nTỈNH {place_name}"))
    put(registry, text_of("9/KH-UBND", basis="Thực hiện Kế hoạch số 45/KH-UBND ngày 12/01/2026 của UBND tỉnh;"))
    assert [target for quote, target in targets(registry).items() if "45/KH" in quote] == [None]


def test_what_is_replaced_or_amended_learns_of_it(registry: Registry) -> None:
    old = put(registry, text_of("45/QĐ-UBND", kind="QUYẾT ĐỊNH"))
    replacing = "Quyết định này thay thế Quyết định số 45/QĐ-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê."
    put(registry, text_of("80/QĐ-UBND", kind="QUYẾT ĐỊNH", body=replacing, day=(2026, 5, 4)))
    with registry.database.reading() as session:
        assert session.get_one(DocumentRow, old.document_id).status == "replaced"


def test_a_secret_paper_leaves_nothing_behind(registry: Registry) -> None:
    with pytest.raises(SecretPaper):
        put(registry, SECRET)
    assert (count(registry, DocumentRow), count(registry, EventRow)) == (0, 0)
    assert not registry.originals.path(sha256_of(SECRET.encode())).exists()
    data = SECRET.encode()
    assert registry.add(read(data), data, allow_secret=True).outcome == "new"


def test_folders_and_archives_come_in_paper_by_paper(registry: Registry, tmp_path: Path) -> None:
    import zipfile

    folder = tmp_path / "den"
    folder.mkdir()
    write(folder, "a.txt", PARENT)
    (folder / "hong.docx").write_bytes(b"PK\x03\x04 cut off")
    with zipfile.ZipFile(folder / "goi.zip", "w") as archive:
        archive.writestr("xa.txt", CHILD)
        archive.writestr("mat.txt", SECRET)
    taken = {one.name: one for one in take_in(registry, [folder, tmp_path / "khong-co.txt"])}
    outcome = {name: one.added.outcome if one.added else one.error and one.error.code for name, one in taken.items()}
    assert outcome == {
        "a.txt": "new",
        "goi.zip » mat.txt": "secret",
        "goi.zip » xa.txt": "new",
        "hong.docx": "broken_docx",
        "khong-co.txt": "missing_file",
    }


def test_the_trail_says_who_and_what(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.registry.trail.getpass.getuser", lambda: "vanthu")
    put(registry, PARENT)
    with registry.database.reading() as session:
        event = session.scalars(select(EventRow)).one()
        assert (event.who, event.action, event.detail["outcome"]) == ("vanthu", "add", "new")
        assert event.at.endswith("Z") and event.sha256 == sha256_of(PARENT.encode())


def test_an_account_without_a_name_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.registry import trail

    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("corpus.registry.trail.getpass.getuser", nobody)
    assert trail.who() == "?"


def test_a_document_must_be_the_file_that_was_read(registry: Registry) -> None:
    with pytest.raises(ValueError):
        registry.add(read(PARENT.encode()), CHILD.encode())


def _add_many(place: str, names: list[str]) -> None:
    with open_registry(place) as registry:
        for name in names:
            put(registry, text_of(name, title=f"Việc của số {name}"))


def test_two_processes_may_add_at_once(place: str) -> None:
    """Half of the papers are the same in both: each is kept once, none is lost, nobody fails."""
    pool = multiprocessing.get_context("spawn")
    shared = [f"{number}/KH-UBND" for number in range(1, 13)]
    own = [[f"{number}/KH-UBND" for number in range(start, start + 8)] for start in (100, 200)]
    workers = [pool.Process(target=_add_many, args=(place, [*shared, *mine])) for mine in own]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    with open_registry(place) as registry:
        assert count(registry, DocumentRow) == count(registry, VersionRow) == count(registry, EventRow) == 28


def test_killed_at_any_moment_nothing_is_half_written(place: str, tmp_path: Path) -> None:
    folder = tmp_path / "den"
    folder.mkdir()
    for number in range(120):
        write(folder, f"{number}.txt", text_of(f"{number}/KH-UBND", title=f"Việc thứ {number}"))
    command = [sys.executable, "cli.py", "corpus", "add", str(folder), "--database", place]
    with open_registry(place):
        pass  # the tables are there, so that the papers are what is interrupted
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open_registry(place) as registry:
        deadline = time.monotonic() + 60
        while count(registry, VersionRow) < 5 and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        kept = count(registry, VersionRow)
        assert 5 <= kept < 120
        with registry.database.reading() as session:
            for version in session.scalars(select(VersionRow)):
                assert registry.originals.get(version.sha256), "no row without its original"
                tasks = select(func.count()).where(RequirementRow.version_id == version.id)
                assert session.scalar(tasks) == 1, "no document without its contents"
        outcomes = [one.added.outcome for one in take_in(registry, [folder]) if one.added]
        assert (outcomes.count("same_file"), outcomes.count("new")) == (kept, 120 - kept)


def test_originals_are_swept_of_old_halves_only(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    place = originals.path(originals.put(b"noi dung"))
    old, young = (place.with_name(f".partial-{name}") for name in ("a", "b"))
    for path in (old, young):
        path.write_bytes(b"nua")
    os.utime(old, (0, 0))
    originals.sweep()
    assert sorted(path.name for path in place.parent.iterdir()) == sorted([place.name, young.name])


def test_an_original_that_was_changed_or_lost_is_never_handed_out(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    place = originals.path(originals.put(b"noi dung"))
    place.write_bytes(b"khac")
    with pytest.raises(RegistryError) as changed:
        originals.get(place.name)
    assert changed.value.code == "original_changed"
    place.unlink()
    with pytest.raises(RegistryError) as gone:
        originals.get(place.name)
    assert gone.value.code == "original_missing"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = write(tmp_path, "tep", "khong phai thu muc")
    with pytest.raises(RegistryError) as error:
        Originals(blocked).put(b"x")
    assert error.value.code == "originals_unusable"


def test_one_batch_judges_each_paper_by_those_before_it(registry: Registry) -> None:
    from corpus.registry.add import incoming
    from corpus.registry.kept import kept_of

    texts = [PARENT, PARENT, PARENT.replace("tại các chợ", "tại siêu thị"), CHILD]
    papers = [incoming(kept_of(read(text.encode()))) for text in texts]
    done: list[Added] = list(registry.add_in_batches(papers))
    assert [one.outcome for one in done] == ["new", "same_file", "version", "new"]
