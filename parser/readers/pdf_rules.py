"""Ruling lines of a page → ruled tables, through pdfplumber's table finder (its slow text parser is never called)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from parser.readers.pdf_engine import OpenPage, raw
from parser.readers.pdf_shapes import Grid, GridCell

_PATH, _FORM = 2, 5
_THIN = 2.5  # points: a filled rectangle no thicker than this is a ruling line
_SHORTEST = 6.0  # points: shorter strokes belong to drawings and letters
_MAX_SEGMENTS = 4000  # a drawing (seal, map) has thousands of strokes, a page of tables a few hundred
_SNAP = 3.0
_Edge = dict[str, Any]
_Matrix = tuple[float, float, float, float, float, float]


def find_grids(page: OpenPage) -> list[Grid]:
    """Return the ruled tables of the page (two columns or more), from top to bottom."""
    return grids_of(_edges(page))


def grids_of(edges: list[_Edge]) -> list[Grid]:
    """Return the ruled tables that the strokes `edges` (of any origin) draw, from top to bottom."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    if len(upright) < 2 or len(edges) - len(upright) < 2 or len(edges) > _MAX_SEGMENTS:
        return []
    from pdfplumber import table

    merged = table.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    merged = [e for e in merged if e["x1"] - e["x0"] > _SHORTEST or e["bottom"] - e["top"] > _SHORTEST]
    merged += _outer_rules(merged)
    cells = table.intersections_to_cells(table.edges_to_intersections(merged, _SNAP, _SNAP))
    grids = [_grid(boxes) for boxes in table.cells_to_tables(cells)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: grid.top)


def _outer_rules(edges: list[_Edge]) -> list[_Edge]:
    """The outer rules of a table that has only those between its cells: where the inner ones end together."""
    added: list[_Edge] = []
    groups: dict[tuple[int, int], list[_Edge]] = {}
    for edge in edges:
        if edge["orientation"] == "v":
            groups.setdefault((round(edge["top"] / _SNAP), round(edge["bottom"] / _SNAP)), []).append(edge)
    for group in groups.values():
        top, bottom = group[0]["top"], group[0]["bottom"]
        left, right = min(edge["x0"] for edge in group), max(edge["x0"] for edge in group)
        levels = [e for e in edges if e["orientation"] == "h" and top + _SNAP < e["top"] < bottom - _SNAP]
        levels = [e for e in levels if e["x0"] < left - _SHORTEST and e["x1"] > right + _SHORTEST]
        if len(group) < 2 or len(levels) < 2:
            continue
        x0, x1 = min(e["x0"] for e in levels), max(e["x1"] for e in levels)
        if any(e["x0"] - x0 > _SNAP or x1 - e["x1"] > _SNAP for e in levels):
            continue
        closed = [
            e for e in edges if e["orientation"] == "v" and e["top"] < top + _SNAP and e["bottom"] > bottom - _SNAP
        ]
        if any(min(abs(e["x0"] - x0), abs(e["x0"] - x1)) < 2 * _SNAP for e in closed):
            continue  # a rule stands there already
        for x in (x0, x1):
            add_edge(added, x, top, x, bottom)
        for y in (top, bottom):
            add_edge(added, x0, y, x1, y)
    return added


def _edges(page: OpenPage) -> list[_Edge]:
    """Straight level and upright strokes, from one thin box or from the segments of a path."""
    r = raw()
    edges: list[_Edge] = []
    for path, matrix in _paths(page.page):
        count = r.FPDFPath_CountSegments(path)
        if count > 400:
            continue
        points = _corners(path, count, matrix)
        if not points:
            continue
        xs = [x - page.x0 for part in points for x, _ in part]
        ys = [page.y1 - y for part in points for _, y in part]
        if max(xs) - min(xs) <= _THIN or max(ys) - min(ys) <= _THIN:
            add_edge(edges, min(xs), min(ys), max(xs), max(ys))
            continue
        if not _is_stroked(path):
            continue  # shading behind words or cells has borders of its own where it is a table
        for part in points:
            for (ax, ay), (bx, by) in pairwise(part):
                ax, bx = ax - page.x0, bx - page.x0
                add_edge(edges, min(ax, bx), page.y1 - max(ay, by), max(ax, bx), page.y1 - min(ay, by))
        if len(edges) > _MAX_SEGMENTS:
            break
    return edges


def add_edge(edges: list[_Edge], x0: float, top: float, x1: float, bottom: float) -> None:
    """Add a straight stroke to `edges`, if it is one: thin, and long enough to rule a table."""
    if bottom - top <= _THIN and x1 - x0 >= _SHORTEST:
        middle = (top + bottom) / 2
        edges.append({"orientation": "h", "x0": x0, "x1": x1, "top": middle, "bottom": middle})
    elif x1 - x0 <= _THIN and bottom - top >= 1:
        middle = (x0 + x1) / 2
        edges.append({"orientation": "v", "x0": middle, "x1": middle, "top": top, "bottom": bottom})
    if edges:
        edges[-1].setdefault("width", x1 - x0)
        edges[-1].setdefault("height", bottom - top)
        edges[-1].setdefault("doctop", edges[-1]["top"])


def _paths(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    r = raw()
    for i in range(r.FPDFPage_CountObjects(page)):
        thing = r.FPDFPage_GetObject(page, i)
        kind = r.FPDFPageObj_GetType(thing)
        if kind == _PATH:
            yield thing, _matrix(thing)
        elif kind == _FORM:
            outer = _matrix(thing)
            for k in range(min(r.FPDFFormObj_CountObjects(thing), _MAX_SEGMENTS)):
                inner = r.FPDFFormObj_GetObject(thing, k)
                if r.FPDFPageObj_GetType(inner) == _PATH:
                    yield inner, _times(_matrix(inner), outer)


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw().FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(stroke.value)


def _matrix(thing: Any) -> _Matrix:
    m = raw().FS_MATRIX()
    raw().FPDFPageObj_GetMatrix(thing, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _corners(path: Any, count: int, matrix: _Matrix) -> list[list[tuple[float, float]]]:
    """The path's points on the page, one list per stroke; closing strokes lead back to their start."""
    r = raw()
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[list[tuple[float, float]]] = []
    for i in range(count):
        segment = r.FPDFPath_GetPathSegment(path, i)
        r.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = r.FPDFPathSegment_GetType(segment)
        if kind == r.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(point)
        if r.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    return parts


def _grid(boxes: list[tuple[float, float, float, float]]) -> Grid | None:
    """Number the cells; None for a frame around text (one column) and for drawings."""
    boxes = [box for box in boxes if box[2] - box[0] >= _SHORTEST and box[3] - box[1] >= _SHORTEST]
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    if len(xs) < 3 or xs[-1] - xs[0] < 90:
        return None
    column, row = {x: i for i, x in enumerate(xs)}, {y: i for i, y in enumerate(ys)}
    cells = [
        GridCell(x0, y0, x1, y1, row[y0], column[x0], row[y1] - row[y0], column[x1] - column[x0])
        for x0, y0, x1, y1 in sorted(boxes, key=lambda box: (box[1], box[0]))
    ]
    return Grid(cells)
