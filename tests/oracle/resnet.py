"""The CIFAR ResNet of the paper (arXiv 2010.15327) in PyTorch, with every operation's output as a layer.

Input in [0, 1]; 3x3 convolutions with bias, padding 1; stem; three stages of basic blocks with f, 2f, 4f filters, f = round(16 width); the
first block of the second and third stage has stride 2 and a 1x1 projection with stride 2 and without batch norm; average pool; dense.
"""
import json

import torch
from torch import nn
from torch.nn import functional

import safetensors_file


class Block(nn.Module):
    def __init__(self, inputs, filters, stride, residual, eps, momentum):
        super().__init__()
        self.residual = residual
        self.conv1 = nn.Conv2d(inputs, filters, 3, stride, 1)
        self.bn1 = nn.BatchNorm2d(filters, eps, momentum)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1)
        self.bn2 = nn.BatchNorm2d(filters, eps, momentum)
        self.projection = nn.Conv2d(inputs, filters, 1, stride) if residual and stride == 2 else None

    def forward(self, x, tap):
        y = tap("conv1", self.conv1(x))
        y = tap("bn1", self.bn1(y))
        y = tap("relu1", functional.relu(y))
        y = tap("conv2", self.conv2(y))
        shortcut = x if self.projection is None else tap("projection", self.projection(x))
        y = tap("bn2", self.bn2(y))
        if self.residual:
            y = tap("add", y + shortcut)
        return tap("relu2", functional.relu(y))


class Shortcut(nn.Module):
    """What is left of a stage whose residual branches are all pruned."""

    def __init__(self, inputs, filters):
        super().__init__()
        self.projection = nn.Conv2d(inputs, filters, 1, 2)

    def forward(self, x, tap):
        return tap("relu2", functional.relu(tap("projection", self.projection(x))))


class ResNet(nn.Module):
    def __init__(self, width, blocks, classes, channels, residual=True, eps=1e-3, momentum=0.01):
        super().__init__()
        filters = int(16 * width + 0.5)
        self.stem = nn.ModuleDict({"conv": nn.Conv2d(channels, filters, 3, 1, 1), "bn": nn.BatchNorm2d(filters, eps, momentum)})
        self.stages = nn.ModuleList()
        inputs = filters
        for stage, count in enumerate(blocks):
            outputs = filters << stage
            self.stages.append(nn.ModuleList())
            if count == 0 and stage > 0:
                self.stages[stage].append(Shortcut(inputs, outputs))
                inputs = outputs
            for block in range(count):
                self.stages[stage].append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1, residual, eps, momentum))
                inputs = outputs
        self.head = nn.Linear(inputs, classes)

    def forward(self, x, tap=lambda name, value: value):
        """Logits; calls tap(name, value) with every layer in order of execution and goes on with what it returns."""
        x = tap("input", x)
        x = tap("stem.conv", self.stem["conv"](x))
        x = tap("stem.bn", self.stem["bn"](x))
        x = tap("stem.relu", functional.relu(x))
        for s, stage in enumerate(self.stages):
            for b, block in enumerate(stage):
                x = block(x, lambda name, value: tap(f"stages.{s}.{b}.{name}", value))
        x = tap("pool", functional.adaptive_avg_pool2d(x, 1))
        x = tap("flatten", torch.flatten(x, 1))
        return tap("logits", self.head(x))


def load(path):
    """The model of a weights file, in inference mode."""
    metadata, tensors = safetensors_file.read(path)
    assert metadata["family"] == "resnet-cifar", metadata["family"]
    model = ResNet(
        float(metadata["width"]),
        json.loads(metadata["blocks"]),
        int(metadata["classes"]),
        int(metadata["channels"]),
        metadata["residual"] == "true",
        float(metadata["bn_eps"]),
    )
    fill(model, tensors)
    return model.eval()


def fill(model, tensors):
    """Replaces every parameter and running statistic; a name too many or too few is an error."""
    state = {name: torch.from_numpy(values.copy()) for name, values in tensors.items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    assert not missing and not unexpected, f"missing {missing}, unexpected {unexpected}"
