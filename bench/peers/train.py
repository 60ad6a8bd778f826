"""PyTorch as the peer in training speed: the CIFAR ResNet of tests/oracle or torchvision's other families, PyTorch's own SGD, batches ready
in memory.

Reads one line per repetition, `MODE STEPS` with MODE fp32, bf16 (autocast) or bf16-channels-last, runs that many steps and prints their seconds.
Nothing but steps is timed: no augmentation, no shuffling, no logging; the loss is read once, at the end.
"""
import argparse
import math
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "oracle"))
import torch
from torch.nn import functional

import resnet


def network(options):
    if options.family == "resnet-cifar":
        return resnet.ResNet(options.width, [(options.depth - 2) // 6] * 3, 10, 3)
    import torchvision.models as models
    if options.family == "vit":
        width = int(options.width)
        return models.VisionTransformer(image_size=options.size, patch_size=4, num_layers=options.depth,
                                        num_heads=max(1, width // (64 if width >= 192 else 32)), hidden_dim=width, mlp_dim=4 * width,
                                        num_classes=10)
    if options.family == "efficientnet":
        stages = [(1, 3, 1, 32, 16, 1), (6, 3, 1, 16, 24, 2), (6, 5, 2, 24, 40, 2), (6, 3, 2, 40, 80, 3), (6, 5, 1, 80, 112, 3),
                  (6, 5, 2, 112, 192, 4), (6, 3, 1, 192, 320, 1)]
        times = next(d / 20 for d in range(1, 500) if sum(math.ceil(s[5] * d / 20 - 1e-9) for s in stages) == options.depth)
        model = models.efficientnet.EfficientNet(
            [models.efficientnet.MBConvConfig(*stage, options.width, times) for stage in stages], dropout=0.2, num_classes=10)
        model.features[0][0].stride = (1, 1)
        return model
    model = models.ResNet(models.resnet.Bottleneck, [1, 1, 1, 1], num_classes=10)
    base = int(64 * options.width)
    model.conv1, model.bn1, model.maxpool = torch.nn.Conv2d(3, base, 3, 1, 1, bias=False), torch.nn.BatchNorm2d(base), torch.nn.Identity()
    model.inplanes = base
    for stage, count in enumerate([3, 4, (options.depth - 32) // 3, 3]):
        setattr(model, f"layer{stage + 1}", model._make_layer(models.resnet.Bottleneck, base << stage, count, stride=1 + (stage > 0)))
    model.fc = torch.nn.Linear(32 * base, 10)
    return model


class Trainee:
    def __init__(self, options, mode):
        torch.manual_seed(0)
        self.half = mode != "fp32"
        layout = torch.channels_last if mode == "bf16-channels-last" else torch.contiguous_format
        self.model = network(options).to(memory_format=layout).train()
        kernels = [p for p in self.model.parameters() if p.dim() > 1]
        others = [p for p in self.model.parameters() if p.dim() <= 1]
        groups = [{"params": kernels, "weight_decay": 5e-3}, {"params": others, "weight_decay": 0}]
        self.optimizer = torch.optim.SGD(groups, lr=0.01, momentum=0.9)
        shape = (options.batch, 3, options.size, options.size)
        self.batches = [(torch.rand(shape).to(memory_format=layout), torch.randint(0, 10, (options.batch,))) for _ in range(8)]

    def run(self, steps):
        start = time.perf_counter()
        for step in range(steps):
            images, labels = self.batches[step % len(self.batches)]
            self.optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
                loss = functional.cross_entropy(self.model(images).float(), labels)
            loss.backward()
            self.optimizer.step()
        loss.item()
        return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", default="resnet-cifar")
    parser.add_argument("--depth", type=int, default=38)
    parser.add_argument("--width", type=float, default=1)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print(f"torch {torch.__version__}", flush=True)
    trainees = {}
    for line in sys.stdin:
        mode, steps = line.split()
        if mode not in trainees:
            trainees[mode] = Trainee(options, mode)
        print(trainees[mode].run(int(steps)), flush=True)


if __name__ == "__main__":
    main()
