"""What `make demo` runs: summaries of two bundled documents and the gap report of a bundled pair.

.venv/bin/python examples/demo.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ANNOTATED = ROOT / "corpus" / "annotated"
PLAN = ANNOTATED / "documents" / "kh-ubnd-tinh-van-son-2025" / "source.docx"
LETTER = ANNOTATED / "documents" / "tb-ket-luan-ubnd-bac-hai-2025" / "source.pdf"
PARENT = ANNOTATED / "pairs" / "demo" / "parent.docx"
CHILD = ANNOTATED / "pairs" / "demo" / "children" / "phuong_ben_thuong.txt"


def steps(folder: Path) -> list[tuple[str, list[str], Path]]:
    """Return what is done: the Vietnamese words for it, the arguments of `rasoat`, the report written."""
    done = []
    for title, paper, name in (
        ("Tóm tắt kế hoạch của tỉnh (Word)", PLAN, "tom-tat-ke-hoach"),
        ("Tóm tắt thông báo kết luận (PDF)", LETTER, "tom-tat-thong-bao"),
    ):
        for form in ("html", "docx"):
            report = folder / f"{name}.{form}"
            done.append((title, ["summary", str(paper), "--format", form, "-o", str(report)], report))
    for form, ending in (("html", "html"), ("text", "txt")):
        report = folder / f"doi-chieu-phuong-ben-thuong.{ending}"
        arguments = ["gap", str(PARENT), str(CHILD), "--format", form, "-o", str(report)]
        done.append(("Đối chiếu kế hoạch của phường với kế hoạch của tỉnh", arguments, report))
    return done


def main(arguments: list[str]) -> int:
    """Run every step into the folder named; return the exit code."""
    sys.path.insert(0, str(ROOT))  # also without an installation
    from cli import app
    from console import run

    if len(arguments) != 1:
        print("Cách dùng: python examples/demo.py THƯ_MỤC", file=sys.stderr)
        return 2
    folder = Path(arguments[0]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    said = ""
    for title, command, report in steps(folder):
        code = run(app, command)
        if code or not report.is_file():
            print(f"Chạy thử không thành công ở bước: {title}", file=sys.stderr)
            return code or 1
        if title != said:
            print(f"{title}:")
            said = title
        print(f"  {report}")
    print("Đã xong. Mở các tệp .html bằng trình duyệt, tệp .docx bằng Word.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
