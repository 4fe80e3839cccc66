"""From torch to the int8 network that is shipped (ONNX, run without torch)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from models.reading.learn.encoder import CrossEncoder


class _Chances(nn.Module):
    def __init__(self, model: CrossEncoder) -> None:
        super().__init__()
        self._model = model

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the probabilities."""
        return torch.softmax(self._model(ids, mask), -1)


def export_int8(model: CrossEncoder, path: Path) -> None:
    """Write the network with 8-bit weights, one scale for each channel, activations quantised as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    example = (torch.ones(2, 40, dtype=torch.long), torch.ones(2, 40, dtype=torch.long))
    axes = {"ids": {0: "pairs", 1: "pieces"}, "mask": {0: "pairs", 1: "pieces"}, "chances": {0: "pairs"}}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        torch.onnx.export(
            _Chances(model),
            example,
            str(whole),
            input_names=["ids", "mask"],
            output_names=["chances"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True)
