"""torchvision's own classes with random weights: a weights file that Strata reads, and what they answer in 64 bits.

Usage: python3 torchvision_network.py FAMILY SIZE COUNT FOLDER
FAMILY is resnet-imagenet, vit or efficientnet. FOLDER receives set/train/CLASS/N.png and the same in test (COUNT random images of SIZE pixels),
weights.safetensors (with the metadata of Strata's family), logits.npy (float64 [images, classes]) and cka.npy (float64: linear unbiased
CKA over all images of the blocks' outputs and the logits), in the order of the files' names; layers.json names them as Strata does.
"""
import json
import os
import struct
import sys
import zlib

import numpy as np
import torch
import torchvision

import cka
import safetensors_file

CLASSES = 7


def png(path, pixels):
    """Writes uint8 [height, width, 3]."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], 1).tobytes()

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def network(family, size):
    """The module, Strata's metadata, and the modules whose outputs are compared with their names in Strata."""
    models = torchvision.models
    if family == "resnet-imagenet":
        model = models.resnet50(weights=None, num_classes=CLASSES)
        blocks = [(f"layer{stage}.{block}.relu3", getattr(model, f"layer{stage}")[block])
                  for stage, count in zip((1, 2, 3, 4), (3, 4, 6, 3)) for block in range(count)]
        return model, {"depth": "50", "width": "1"}, blocks
    if family == "vit":
        model = models.VisionTransformer(image_size=size, patch_size=8, num_layers=4, num_heads=3, hidden_dim=96, mlp_dim=192,
                                         num_classes=CLASSES)
        blocks = [(f"blocks.{i}.add2", block) for i, block in enumerate(model.encoder.layers)]
        return model, {"depth": "4", "width": "96", "patch": "8", "heads": "3", "mlp_ratio": "2"}, blocks
    model = models.efficientnet_b0(weights=None, num_classes=CLASSES)
    blocks = []
    for stage, features in enumerate(model.features[1:-1]):
        for block, module in enumerate(features):
            blocks.append((f"stages.{stage}.{block}." + ("add" if module.use_res_connect else "project.bn"), module))
    return model, {"depth": "16", "width": "1"}, blocks


def main(family, size, count, folder):
    size, count = int(size), int(count)
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    model, metadata, blocks = network(family, size)
    # A colour, a slope and noise: of noise alone all images would look alike to a network that means over pixels.
    ramp = np.linspace(-1, 1, size)
    slopes = random.uniform(-1, 1, (2, count, 1, 1, 3))
    shades = random.uniform(0.2, 0.8, (count, 1, 1, 3)) + 0.2 * (slopes[0] * ramp[:, None, None] + slopes[1] * ramp[None, :, None])
    images = (255 * np.clip(shades + random.normal(0, 0.05, (count, size, size, 3)), 0, 1)).astype(np.uint8)
    pixels = torch.from_numpy(images.transpose(0, 3, 1, 2) / 255.0)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if tensor.is_floating_point() and "running" not in name:
                # What begins as nothing would hide what is wrong behind it.
                spread = tensor.std().item() if tensor.numel() > 1 else 0
                tensor.add_(0.1 * (spread or 1) * torch.randn(tensor.shape))
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = 1.0
        # Statistics of these images, or signals would fade from layer to layer.
        model.train()(pixels.float())
    metadata = {"family": family, "classes": str(CLASSES), "channels": "3", "size": str(size), **metadata}
    tensors = {name: tensor.numpy() for name, tensor in model.state_dict().items() if tensor.is_floating_point()}
    safetensors_file.write(os.path.join(folder, "weights.safetensors"), tensors, metadata)

    for i, image in enumerate(images):
        # Classes one after the other, so that the order of the files is that of the images.
        for split in ("train", "test"):
            place = os.path.join(folder, "set", split, f"c{i * CLASSES // count}")
            os.makedirs(place, exist_ok=True)
            png(os.path.join(place, f"{i:04}.png"), image)
    model = model.double().eval()
    outputs = {}
    for name, module in blocks:
        module.register_forward_hook(lambda _module, _inputs, value, name=name: outputs.__setitem__(name, value))
    with torch.inference_mode():
        outputs["logits"] = model(pixels)
    np.save(os.path.join(folder, "logits.npy"), outputs["logits"].numpy())
    names = [name for name, _ in blocks] + ["logits"]
    # About their means, which the unbiased estimator does not see but rounding does.
    flat = [(x - x.mean(0)).numpy() for x in (outputs[name].reshape(count, -1) for name in names)]
    total, _ = cka.products(np.stack([x @ x.T for x in flat]))
    own = np.diag(total)
    np.save(os.path.join(folder, "cka.npy"), total / np.sqrt(np.outer(own, own)))
    with open(os.path.join(folder, "layers.json"), "w") as file:
        json.dump(names, file)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
