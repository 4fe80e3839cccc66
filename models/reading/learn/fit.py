"""Fine-tuning of the cross-encoder: seeded, in bfloat16, on one thread (more only wait for each other on a busy PC)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from models.reading.learn.encoder import CrossEncoder
from models.reading.tokens import LONGEST, PAD

Example = tuple[list[int], int]
"""Pieces of a pair, and its class (0 covered, 1 partial, 2 missing)."""

_LENGTHS = (48, 64, 80, 96, 112, 128, 160, 192, LONGEST)  # padded to few lengths: every new shape is compiled anew
_BATCH, _POOL = 32, 40  # pairs a step; batches that are sorted by length together
_HEAD_RATE, _DECAY, _SMOOTHING, _CLIP, _WARM = 1e-3, 0.01, 0.05, 1.0, 0.1
SEED = 7


@dataclass(frozen=True, slots=True)
class Stage:
    """One round of fine-tuning."""

    epochs: int
    rate: float


def fine_tune(
    model: CrossEncoder, examples: Sequence[Example], stage: Stage, told: Callable[[float, float], None]
) -> CrossEncoder:
    """Train `model` in place; `told(share done, mean loss)` is called after each epoch."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    order = random.Random(SEED)
    head = [p for name, p in model.named_parameters() if name.startswith("cls")]
    body = [p for name, p in model.named_parameters() if not name.startswith("cls")]
    groups = [{"params": body, "lr": stage.rate}, {"params": head, "lr": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=_DECAY)
    steps = stage.epochs * math.ceil(len(examples) / _BATCH)
    warm = max(1, int(_WARM * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.0, (steps - step) / steps)
    )
    for epoch in range(stage.epochs):
        model.train()
        total = 0.0
        for batch in _batches(examples, order):
            ids, mask = padded([pieces for pieces, _ in batch])
            wanted = torch.tensor([label for _, label in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(ids, mask)
            loss = functional.cross_entropy(scores.float(), wanted, label_smoothing=_SMOOTHING)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), _CLIP)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total += loss.item() * len(batch)
        told((epoch + 1) / stage.epochs, total / len(examples))
    model.eval()
    return model


def _batches(examples: Sequence[Example], order: random.Random) -> list[list[Example]]:
    """Shuffled batches of pairs of like length."""
    shuffled = list(examples)
    order.shuffle(shuffled)
    batches = []
    for at in range(0, len(shuffled), _BATCH * _POOL):
        pool = sorted(shuffled[at : at + _BATCH * _POOL], key=lambda example: len(example[0]))
        batches += [pool[i : i + _BATCH] for i in range(0, len(pool), _BATCH)]
    order.shuffle(batches)
    return batches


def padded(rows: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask of one of a few lengths."""
    longest = next(length for length in _LENGTHS if length >= max(map(len, rows)))
    ids = torch.full((len(rows), longest), PAD)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    return ids, mask
