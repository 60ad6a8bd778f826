"""PyTorch as the peer in training speed: the CIFAR ResNet of tests/oracle, its own SGD, batches ready in memory.

Reads one line per repetition, `MODE STEPS` with MODE fp32, bf16 (autocast) or bf16-channels-last, runs that many steps and prints their seconds.
Nothing but steps is timed: no augmentation, no shuffling, no logging; the loss is read once, at the end.
"""
import argparse
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "oracle"))
import torch
from torch.nn import functional

import resnet


class Trainee:
    def __init__(self, options, mode):
        torch.manual_seed(0)
        self.half = mode != "fp32"
        layout = torch.channels_last if mode == "bf16-channels-last" else torch.contiguous_format
        self.model = resnet.ResNet(options.width, [(options.depth - 2) // 6] * 3, 10, 3).to(memory_format=layout).train()
        kernels = [p for p in self.model.parameters() if p.dim() > 1]
        others = [p for p in self.model.parameters() if p.dim() <= 1]
        groups = [{"params": kernels, "weight_decay": 2e-3}, {"params": others, "weight_decay": 0}]
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
