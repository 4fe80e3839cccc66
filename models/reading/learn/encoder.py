"""The cross-encoder in torch: a BERT-like encoder over both sides, a linear head over first token and mean."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.reading.learn.pretrained import Pretrained, Shape

CLASSES = 3  # covered, partial, missing
_EPSILON = 1e-12
_MASKED = -1e4


class _Layer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, inner = shape.width, shape.inner
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, _EPSILON), nn.LayerNorm(width, _EPSILON)

    def forward(self, states: Tensor, mask: Tensor, heads: int, drop: float) -> Tensor:
        """Attend, then the inner layer; both with residual and normalisation after."""
        batch, length, width = states.shape

        def split(values: Tensor) -> Tensor:
            return values.view(batch, length, heads, width // heads).transpose(1, 2)

        context = functional.scaled_dot_product_attention(
            split(self.q(states)), split(self.k(states)), split(self.v(states)), attn_mask=mask, dropout_p=drop
        )
        joined = context.transpose(1, 2).reshape(batch, length, width)
        states = self.aln(states + functional.dropout(self.ao(joined), drop, self.training))
        inner = self.fo(functional.gelu(self.fi(states)))
        return self.oln(states + functional.dropout(inner, drop, self.training))


class CrossEncoder(nn.Module):
    """Both sides in one sequence; three scores out."""

    def __init__(self, shape: Shape, pieces: int, drop: float = 0.1) -> None:
        super().__init__()
        self._heads, self._drop = shape.heads, drop
        self.word = nn.Embedding(pieces, shape.width)
        self.pos = nn.Embedding(shape.positions, shape.width)
        self.ttype = nn.Parameter(torch.zeros(2, shape.width))
        self.ln = nn.LayerNorm(shape.width, _EPSILON)
        self.layers = nn.ModuleList(_Layer(shape) for _ in range(shape.layers))
        self.cls = nn.Linear(2 * shape.width, CLASSES)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return (pairs × CLASSES) scores before softmax."""
        drop = self._drop if self.training else 0.0
        states = self.ln(self.word(ids) + self.pos.weight[: ids.shape[1]] + self.ttype[0])
        states = functional.dropout(states, drop, self.training)
        hidden = ((1 - mask.float())[:, None, None, :] * _MASKED).to(states.dtype)
        for layer in self.layers:
            states = layer(states, hidden, self._heads, drop)
        weight = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        scores: Tensor = self.cls(torch.cat([states[:, 0], mean], 1))
        return scores

    def start_from(self, pretrained: Pretrained) -> None:
        """Copy the pretrained arrays in; the head stays as initialised."""
        arrays = {name: torch.from_numpy(values) for name, values in pretrained.arrays.items()}
        with torch.no_grad():
            self.word.weight.copy_(arrays["emb.word"])
            self.pos.weight.copy_(arrays["emb.pos"].view_as(self.pos.weight))
            self.ttype.copy_(arrays["emb.type"].view_as(self.ttype))
            self.ln.weight.copy_(arrays["emb.ln.w"])
            self.ln.bias.copy_(arrays["emb.ln.b"])
            for number, layer in enumerate(self.layers):
                for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                    part = getattr(layer, name)
                    part.weight.copy_(arrays[f"l{number}.{name}.w"].view_as(part.weight))
                    part.bias.copy_(arrays[f"l{number}.{name}.b"])
