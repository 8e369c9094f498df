"""From fitted weights to the files of the package: int8 ONNX graphs of the encoder and the pair scorer."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from train.model import Reader


def export(reader: Reader, folder: Path) -> None:
    """Write into a folder `reader.onnx`, quantised to 8 bits (matrix products and the table of words), and `pairs.onnx` as it is.

    The pair scorer is small, and in 8 bits its scores would depend on the pairs that it is given beside.
    """
    reader.eval()
    folder.mkdir(parents=True, exist_ok=True)
    ids = torch.ones((2, 7), dtype=torch.long)
    features = torch.zeros((2, 7, len(reader.encoder.features)), dtype=torch.long)
    axes = {0: "windows", 1: "pieces"}
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            reader.encoder, (ids, torch.ones_like(ids), features), str(plain), dynamo=False, opset_version=17,
            input_names=["ids", "mask", "features"], output_names=["logits", "vectors"],
            dynamic_axes=dict.fromkeys(("ids", "mask", "features", "logits", "vectors"), axes),
        )  # fmt: skip
        _quantise(plain, folder / "reader.onnx")
        size = reader.layout.vector
        vectors = torch.zeros((3, size))
        torch.onnx.export(
            reader.pairs, (vectors, vectors, torch.zeros((3, 6), dtype=torch.long)), str(folder / "pairs.onnx"), dynamo=False, opset_version=17,
            input_names=["heads", "others", "facts"], output_names=["logits"],
            dynamic_axes={name: {0: "pairs"} for name in ("heads", "others", "facts", "logits")},
        )  # fmt: skip


def _quantise(plain: Path, into: Path) -> None:
    into = into.resolve()
    ready = plain.with_name("ready.onnx")
    with contextlib.chdir(plain.parent):  # it leaves a file beside itself
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(
        str(ready), str(into), op_types_to_quantize=["MatMul", "Gemm", "Gather"], per_channel=True, weight_type=QuantType.QInt8
    )
