"""Three tiny annotated sets on disk, as corpus/annotated/pairs holds them, for tests of training and evaluation."""

from __future__ import annotations

import json
from pathlib import Path

from tests.plans import child, parent

_TOPICS = {
    "flags": ("Treo cờ Tổ quốc", "tại các tuyến đường trung tâm", "Trang trí khánh tiết", "tại trụ sở cơ quan"),
    "roads": ("Phát quang bụi rậm", "ven đường liên thôn", "Tổ chức nạo vét kênh mương", "trước mùa mưa bão"),
    "books": (
        "Xây dựng tủ sách pháp luật",
        "tại nhà văn hóa các thôn",
        "Tổ chức ngày hội đọc",
        "cho học sinh tiểu học",
    ),
}
_IDLE = "Chăm sóc vườn hoa trước trụ sở làm việc"


def write_sets(folder: Path, names: tuple[str, ...] = ("flags", "roads", "books")) -> Path:
    """Write the sets; each has three duties and two plans, one full and one thin."""
    for name in names:
        _write(folder / name, *_TOPICS[name])
    return folder


def _write(folder: Path, first: str, where: str, second: str, place: str) -> None:
    duties = (f"{first} {where} trước ngày 30/6/2026", f"{second} {place}", f"Bố trí kinh phí {second.lower()} {place}")
    above = parent(*duties)
    full = (duties[0], f"{second} {place} theo kế hoạch", duties[2])
    thin = (f"{first} {where} trước ngày 30/9/2026", _IDLE)
    verdicts = {
        "full.txt": [("covered", full[0]), ("covered", full[1]), ("covered", full[2])],
        "thin.txt": [("partial", thin[0]), ("missing", None), ("missing", None)],
    }
    (folder / "children").mkdir(parents=True)
    (folder / "parent.txt").write_text(above.text, encoding="utf-8")
    for file, said in {"full.txt": full, "thin.txt": thin}.items():
        (folder / "children" / file).write_text(child(*said).text, encoding="utf-8")
    gold = {
        "parent": "parent.txt",
        "requirements": [
            {"id": f"R{i}", "quote": q, "start": above.text.index(q), "levels": ["commune"], "kind": "task"}
            for i, q in enumerate(duties)
        ],
        "children": {
            file: {
                "level": "commune",
                "labels": {
                    f"R{i}": {"status": s, "why": "later_deadline" if s == "partial" else None, "evidence": e}
                    for i, (s, e) in enumerate(rows)
                },
            }
            for file, rows in verdicts.items()
        },
    }
    (folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
