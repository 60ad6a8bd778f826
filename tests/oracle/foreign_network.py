"""Networks as other programs define, name and save them, and what they answer: the files that Strata must read.

Usage: python3 foreign_network.py make NETWORK SIZE COUNT FOLDER
       python3 foreign_network.py answer FILE IMAGES.npy COUNT FOLDER
`make` writes a NETWORK (see NETWORKS) with random weights and statistics into FOLDER, in every form in which such files occur (FORMS), with
COUNT random images of SIZE pixels as set/train/c/N.png and set/test/c/N.png, and logits.npy (float64 [images, classes]) in the order of the files,
with single.npy, the same in single precision.
`answer` loads a file of akamaster/pytorch_resnet_cifar10 with torch.load, and writes the same of the first COUNT images, in [0, 1].
"""
import os
import re
import sys
from collections import OrderedDict

import numpy as np
import torch
from torch import nn
from torch.nn import functional

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
CIFAR = ((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010))
CLASSES = 5


class Basic(nn.Module):
    """A basic block, by the words of the program that it stands for."""

    def __init__(self, inputs, filters, stride, shortcut):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, filters, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.filters, self.shape_changes, self.word = filters, stride != 1 or inputs != filters, shortcut
        if self.shape_changes and shortcut != "padding":
            setattr(self, shortcut, nn.Sequential(nn.Conv2d(inputs, filters, 1, stride, bias=False), nn.BatchNorm2d(filters)))

    def added(self, x):
        if not self.shape_changes:
            return x
        if self.word == "padding":
            return functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.filters // 4, self.filters // 4))
        return getattr(self, self.word)(x)

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        return functional.relu(y + self.added(x))


class ResNet(nn.Module):
    def __init__(self, blocks, filters, shortcut, head, classes=CLASSES):
        super().__init__()
        self.conv1 = nn.Conv2d(3, filters, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.stages, self.head, inputs = len(blocks), head, filters
        for stage, count in enumerate(blocks):
            layers = []
            for block in range(count):
                layers.append(Basic(inputs, filters << stage, 2 if stage > 0 and block == 0 else 1, shortcut))
                inputs = filters << stage
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        setattr(self, head, nn.Linear(inputs, classes))

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        return getattr(self, self.head)(x.mean((2, 3)))


def torchvision_model(name, **options):
    import torchvision

    return getattr(torchvision.models, name)(weights=None, num_classes=CLASSES, **options)


def transformer(size):
    import torchvision

    return torchvision.models.VisionTransformer(image_size=size, patch_size=8, num_layers=3, num_heads=3, hidden_dim=96, mlp_dim=192,
                                                num_classes=CLASSES)


def timm_transformer(name):
    """timm's vision_transformer.py has these names for what torchvision's has."""
    for theirs, ours in (("conv_proj", "patch_embed.proj"), ("class_token", "cls_token"), ("encoder.pos_embedding", "pos_embed"),
                         (r"encoder\.layers\.encoder_layer_(\d+)", r"blocks.\1"), ("ln_1", "norm1"), ("ln_2", "norm2"),
                         ("self_attention.in_proj_", "attn.qkv."), ("self_attention.out_proj", "attn.proj"), (r"mlp\.0", "mlp.fc1"),
                         (r"mlp\.3", "mlp.fc2"), ("encoder.ln", "norm"), ("heads.head", "head")):
        name = re.sub(theirs, ours, name)
    return name


def timm_efficientnet(name):
    """timm's efficientnet.py: DepthwiseSeparableConv in the first stage, InvertedResidual in the others."""
    part = name.split(".")
    if part[0] == "classifier":
        return f"classifier.{part[2]}"
    if len(part) == 4:
        return {("0", "0"): "conv_stem", ("0", "1"): "bn1", ("8", "0"): "conv_head", ("8", "1"): "bn2"}[part[1], part[2]] + "." + part[3]
    stage, block, step = int(part[1]) - 1, part[2], part[4]
    if part[5].startswith("fc"):
        inner = {"fc1": "se.conv_reduce", "fc2": "se.conv_expand"}[part[5]]
    elif stage == 0:
        inner = {"00": "conv_dw", "01": "bn1", "20": "conv_pw", "21": "bn2"}[step + part[5]]
    else:
        inner = {"00": "conv_pw", "01": "bn1", "10": "conv_dw", "11": "bn2", "30": "conv_pwl", "31": "bn3"}[step + part[5]]
    return f"blocks.{stage}.{block}.{inner}.{part[-1]}"


# By name: the module for a size of images, what images are normalised by, and how its tensors are named.
NETWORKS = {
    "akamaster": (lambda size: ResNet([2, 2, 2], 16, "padding", "linear"), IMAGENET, None),
    "akamaster-b": (lambda size: ResNet([1, 2, 1], 8, "shortcut", "linear"), IMAGENET, None),
    "chenyaofo": (lambda size: ResNet([2, 2, 2], 16, "downsample", "fc"), CIFAR, None),
    # A last layer behind a dropout.
    "chenyaofo-dropout": (lambda size: ResNet([2, 2, 2], 16, "downsample", "fc"), CIFAR, lambda name: name.replace("fc.", "fc.1.")),
    "kuangliu": (lambda size: ResNet([2, 2, 2, 2], 64, "shortcut", "linear"), CIFAR, None),
    "resnet18": (lambda size: torchvision_model("resnet18"), IMAGENET, None),
    "resnet34": (lambda size: torchvision_model("resnet34"), IMAGENET, None),
    "resnet50": (lambda size: torchvision_model("resnet50"), IMAGENET, None),
    "resnet101": (lambda size: torchvision_model("resnet101"), IMAGENET, None),
    "vit": (transformer, IMAGENET, None),
    "efficientnet_b0": (lambda size: torchvision_model("efficientnet_b0"), IMAGENET, None),
    "timm-vit": (transformer, ((0.5,) * 3, (0.5,) * 3), timm_transformer),
    "timm-efficientnet": (lambda size: torchvision_model("efficientnet_b0"), IMAGENET, timm_efficientnet),
}


def apart(tensor):
    """The same numbers as every second one of a larger storage that begins elsewhere, columns first."""
    if tensor.dim() == 0:
        return tensor
    storage = torch.full((tensor.numel() * 2 + 3,), float("nan"), dtype=tensor.dtype)
    order = list(range(tensor.dim()))[::-1]
    view = storage[3:].as_strided([tensor.shape[d] for d in order],
                                  [2 * int(np.prod([tensor.shape[e] for e in order[i + 1:]])) for i, d in enumerate(order)])
    view.copy_(tensor.permute(order))
    return view.permute(order)


def shared(state):
    """All tensors as views of one storage of their type."""
    whole = {kind: torch.cat([t.flatten() for t in state.values() if t.dtype == kind]) for kind in {t.dtype for t in state.values()}}
    at, views = dict.fromkeys(whole, 0), OrderedDict()
    for name, tensor in state.items():
        views[name] = whole[tensor.dtype][at[tensor.dtype]:at[tensor.dtype] + tensor.numel()].view(tensor.shape)
        at[tensor.dtype] += tensor.numel()
    return views


def forms(state, folder):
    """The forms in which weights occur; half and bfloat16 change numbers, and have none of their own."""
    place = lambda name: os.path.join(folder, name)
    torch.save(state, place("zip.pth"))
    torch.save(state, place("legacy.th"), _use_new_zipfile_serialization=False)
    torch.save({"epoch": 3, "best_prec1": torch.tensor(0.5, dtype=torch.float64), "acc": np.float64(91.5), "optimizer": {"state": {
        0: {"momentum_buffer": torch.zeros(4, 3), "step": 7}}, "param_groups": [{"lr": 0.1, "params": [0]}]},
                "state_dict": OrderedDict((f"module.{name}", tensor) for name, tensor in state.items())}, place("wrapped.pt"))
    torch.save({"net": OrderedDict((name, apart(tensor)) for name, tensor in state.items())}, place("strided.pt"))
    torch.save(shared(state), place("shared.pt"))
    torch.save(shared(state), place("shared.th"), _use_new_zipfile_serialization=False)
    torch.save(OrderedDict((name, nn.Parameter(t) if t.is_floating_point() else t) for name, t in state.items()), place("protocol4.pt"),
               pickle_protocol=4)
    torch.save(OrderedDict((name, tensor.double() if tensor.is_floating_point() else tensor) for name, tensor in state.items()),
               place("double.pt"))
    # What torch.nn.utils.prune makes of convolutions, with masks that leave the product as it was.
    pruned = OrderedDict()
    for name, tensor in state.items():
        if name.endswith("conv1.weight"):
            pruned[f"{name}_orig"], pruned[f"{name}_mask"] = tensor * 2, torch.full_like(tensor, 0.5)
        else:
            pruned[name] = tensor
    torch.save(pruned, place("pruned.pt"))
    # Lightning's trainer keeps what else its module has beside the network.
    torch.save({"epoch": 3, "global_step": 7, "pytorch-lightning_version": "2.1.0", "callbacks": {}, "hyper_parameters": {"lr": 0.1},
                "state_dict": OrderedDict([*((f"model.{name}", tensor) for name, tensor in state.items()),
                                           ("criterion.weight", torch.ones(CLASSES))])}, place("trainer.ckpt"))


def make(network, size, count, folder):
    from torchvision_network import png

    size, count = int(size), int(count)
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    build, (mean, deviation), rename = NETWORKS[network]
    model = build(size)
    ramp = np.linspace(-1, 1, size)
    slopes = random.uniform(-1, 1, (2, count, 1, 1, 3))
    shades = random.uniform(0.2, 0.8, (count, 1, 1, 3)) + 0.2 * (slopes[0] * ramp[:, None, None] + slopes[1] * ramp[None, :, None])
    images = (255 * np.clip(shades + random.normal(0, 0.05, (count, size, size, 3)), 0, 1)).astype(np.uint8)
    pixels = normalised(torch.from_numpy(images.transpose(0, 3, 1, 2) / 255.0), mean, deviation)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if tensor.is_floating_point() and "running" not in name:
                # What begins as nothing would hide what is wrong behind it.
                spread = tensor.std().item() if tensor.numel() > 1 else 0
                tensor.add_(0.1 * (spread or 1) * torch.randn(tensor.shape))
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = 1.0
        # Statistics of these images, or signals would fade from layer to layer.
        model.train()(pixels.float())
    state = OrderedDict((rename(name) if rename else name, tensor) for name, tensor in model.state_dict().items())
    forms(state, folder)
    for i, image in enumerate(images):
        for split in ("train", "test"):
            place = os.path.join(folder, "set", split, f"c{i * CLASSES // count}")
            os.makedirs(place, exist_ok=True)
            png(os.path.join(place, f"{i:04}.png"), image)
    logits(model, pixels, folder)


def normalised(pixels, mean, deviation):
    return (pixels - torch.tensor(mean, dtype=pixels.dtype)[:, None, None]) / torch.tensor(deviation, dtype=pixels.dtype)[:, None, None]


def answer(file, images, count, folder):
    saved = torch.load(file, map_location="cpu")
    state = {name.replace("module.", ""): tensor for name, tensor in saved.get("state_dict", saved).items()}
    blocks = sum(name.startswith("layer1.") and name.endswith("conv1.weight") for name in state)
    model = ResNet([blocks] * 3, 16, "padding", "linear", classes=len(state["linear.bias"]))
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)
    logits(model, normalised(torch.from_numpy(np.load(images)[:int(count)]).double(), *IMAGENET), folder)


def logits(model, pixels, folder):
    with torch.inference_mode():
        np.save(os.path.join(folder, "single.npy"), model.eval()(pixels.float()).numpy())
        np.save(os.path.join(folder, "logits.npy"), model.double().eval()(pixels).numpy())


if __name__ == "__main__":
    if len(sys.argv) == 6 and sys.argv[1] == "make":
        make(*sys.argv[2:])
    elif len(sys.argv) == 6 and sys.argv[1] == "answer":
        answer(*sys.argv[2:])
    else:
        sys.exit(__doc__)
