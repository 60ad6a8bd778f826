"""torchvision's networks with random weights as ONNX files, and what each of their modules gives in PyTorch.

Usage: python3 onnx_network.py FOLDER COUNT NETWORK-FORM-OPSET-SIZE...
For each of the last a folder of its own is made in FOLDER, called so. NETWORK is resnet18, vit or efficientnet_b0. FORM is folded (batch norms within the convolutions), whole, training (the same in training mode)
or single (one image at once). The folder receives graph.onnx, images.npy (float32 [count, 3, size, size], whole numbers of 0 to 255; the network
sees them over 255), logits.npy, and module-N.npy for the outputs of all convolutions, norms, dense layers and activations that the file has.
"""
import os
import sys
import warnings

import numpy as np
import torch
import torchvision

CLASSES = 7


def network(name, size):
    models = torchvision.models
    if name == "vit":
        return models.VisionTransformer(image_size=size, patch_size=8, num_layers=3, num_heads=3, hidden_dim=48, mlp_dim=96,
                                        num_classes=CLASSES)
    return getattr(models, name)(weights=None, num_classes=CLASSES)


def export(name, form, opset, size, count, folder):
    os.makedirs(folder)
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    model = network(name, size)
    images = random.integers(0, 256, (count, 3, size, size)).astype(np.float32)
    images *= random.uniform(0.3, 1, (count, 3, 1, 1)).astype(np.float32)
    images = np.floor(images)
    np.save(os.path.join(folder, "images.npy"), images)
    pixels = torch.from_numpy(images / np.float32(255))
    with torch.no_grad():
        for key, tensor in model.state_dict().items():
            if tensor.is_floating_point() and "running" not in key:
                # What begins as nothing would hide what is wrong behind it.
                tensor.add_(0.1 * (tensor.std().item() if tensor.numel() > 1 else 1) * torch.randn(tensor.shape) + 0.01)
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = 1.0
        # Statistics of these images, or signals would fade from layer to layer.
        model.train()(pixels)
    model.eval()
    modes = torch.onnx.TrainingMode
    mode = {"folded": modes.EVAL, "single": modes.EVAL, "whole": modes.PRESERVE, "training": modes.TRAINING}[form]
    warnings.filterwarnings("ignore")
    torch.onnx.export(model, pixels[:1] if form == "single" else pixels[:2], os.path.join(folder, "graph.onnx"), training=mode,
                      do_constant_folding=mode == modes.EVAL, opset_version=opset, input_names=["images"],
                      dynamic_axes=None if form == "single" else {"images": {0: "batch"}})
    model.eval()
    outputs = []
    nn = torch.nn
    for module in model.modules():
        # A convolution in front of a batch norm has no bias, and is none of its own when that is folded into it.
        gone = isinstance(module, nn.Conv2d) and module.bias is None and mode == modes.EVAL
        if isinstance(module, (nn.Conv2d, nn.BatchNorm2d, nn.LayerNorm, nn.Linear, nn.ReLU, nn.GELU, nn.SiLU)) and not gone:
            module.register_forward_hook(lambda _module, _inputs, value: outputs.append(value.clone()))
    with torch.no_grad():
        np.save(os.path.join(folder, "logits.npy"), model(pixels).numpy())
    for i, output in enumerate(outputs):
        np.save(os.path.join(folder, f"module-{i}.npy"), output.reshape(count, -1).numpy())


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    for case in sys.argv[3:]:
        network_name, form_name, version, pixels_across = case.rsplit("-", 3)
        export(network_name, form_name, int(version), int(pixels_across), int(sys.argv[2]), os.path.join(sys.argv[1], case))
