"""The reader as a network: one encoder, linear heads on its words, and a scorer of pairs of spans."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from dateline.models.features import FEATURES
from dateline.models.layout import Layout
from dateline.models.pairs import DISTANCES, GAPS, RANKS

_HIDDEN = 192
_SMALL = 16


class Encoder(nn.Module):
    """Word pieces with features to logits of every head, and to vectors for the pair scorer."""

    def __init__(self, folder: Path, layout: Layout, layers: int | None = None) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(folder)
        self.body = AutoModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
        if layers is not None:
            self.body.encoder.layer = self.body.encoder.layer[:layers]
        size = config.hidden_size
        self.features = nn.ModuleList(nn.Embedding(len(values), size) for _, values in FEATURES)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.01)
            with torch.no_grad():
                table.weight[0] = 0
        self.drop = nn.Dropout(0.1)
        self.heads = nn.Linear(size, layout.width)
        self.vector = nn.Linear(size, layout.vector)

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Take [batch, pieces] ids and mask, [batch, pieces, features]; return logits [.., columns] and vectors [.., size]."""
        embedded = self.body.embeddings.word_embeddings(ids)
        for position, table in enumerate(self.features):
            embedded = embedded + table(features[:, :, position])
        state = self.drop(self.body(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)
        return self.heads(state), self.vector(state)


class Pairs(nn.Module):
    """Scores every relation between two spans from their vectors, kinds and distance."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.kinds = nn.Embedding(len(layout.kinds), _SMALL)
        self.distance = nn.Embedding(DISTANCES, _SMALL)
        self.gap = nn.Embedding(GAPS, _SMALL)
        self.rank = nn.Embedding(RANKS, _SMALL)
        self.inner = nn.Linear(3 * layout.vector + 6 * _SMALL, _HIDDEN)
        self.drop = nn.Dropout(0.1)
        self.outer = nn.Linear(_HIDDEN, len(layout.relations))

    def forward(self, heads: Tensor, others: Tensor, facts: Tensor) -> Tensor:
        """Take [pairs, size] twice and [pairs, 6] facts (two kinds, distance, sentence gap, two ranks); return logits [pairs, relations]."""
        parts = [
            heads, others, heads * others, self.kinds(facts[:, 0]), self.kinds(facts[:, 1]), self.distance(facts[:, 2]),
            self.gap(facts[:, 3]), self.rank(facts[:, 4]), self.rank(facts[:, 5]),
        ]  # fmt: skip
        return self.outer(self.drop(torch.nn.functional.gelu(self.inner(torch.cat(parts, -1)))))


class Reader(nn.Module):
    """Encoder and pair scorer together, as they are trained."""

    def __init__(self, folder: Path, layout: Layout, layers: int | None = None) -> None:
        super().__init__()
        self.layout = layout
        self.encoder = Encoder(folder, layout, layers)
        self.pairs = Pairs(layout)
