"""Trains the CIFAR ResNet in PyTorch by the recipe that Strata follows, in fp32, so that both can be compared step by step or by their accuracy.

SGD with momentum (or Nesterov's, or AdamW), weight decay on kernels only, rate/2 (1 + cos(pi step/steps)) per step (or steps, behind a warm-up), short last batch dropped, truncated he_normal.
With --initial the weights come from a file, with --order the examples of every step from an int array [steps, batch]; then no random
number is used, unless augmentation is asked for. --double trains in float64, and --nudge SEED moves every initial weight by up to half a unit in its
last place first: how far trainings in fp32 come apart by rounding alone.
"""
import argparse
import math

import numpy as np
import torch
from torch.nn import functional

import resnet
import safetensors_file


def initialise(model, generator):
    """Keras' he_normal: a normal cut at two deviations, whose deviation after the cut is sqrt(2/fan_in); biases 0."""
    for name, parameter in model.named_parameters():
        if parameter.dim() > 1:
            deviation = math.sqrt(2 / parameter[0].numel()) / 0.87962566103423978
            values = torch.randn(parameter.shape, generator=generator)
            while (outside := values.abs() > 2).any():
                values[outside] = torch.randn(int(outside.sum()), generator=generator)
            parameter.data = values * deviation
        elif name.endswith("bias"):
            parameter.data.zero_()


def augment(images, generator):
    """Reflect-pad 4, crop, flip half of the images."""
    n, size = len(images), images.shape[-1]
    padded = functional.pad(images, (4, 4, 4, 4), mode="reflect")
    tops, lefts = (torch.randint(0, 9, (n,), generator=generator) for _ in range(2))
    flips = torch.rand(n, generator=generator) < 0.5
    crops = [p[:, t : t + size, l : l + size] for p, t, l in zip(padded, tops, lefts)]
    return torch.stack([c.flip(-1) if f else c for c, f in zip(crops, flips)])


def accuracy(model, images, labels):
    model.eval()
    with torch.inference_mode():
        right = sum((model(images[at : at + 256]).argmax(1) == labels[at : at + 256]).sum().item() for at in range(0, len(images), 256))
    model.train()
    return right / len(images)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", required=True, help="float32 [n, channels, height, width]")
    parser.add_argument("--labels", required=True, help="int32 [n]")
    parser.add_argument("--test-images")
    parser.add_argument("--test-labels")
    parser.add_argument("--depth", type=int, default=38)
    parser.add_argument("--width", type=float, default=1)
    parser.add_argument("--no-residual", action="store_true")
    parser.add_argument("--epochs", type=int, default=300)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--momentum", type=float, default=0.9)
    parser.add_argument("--decay", type=float, required=True)
    parser.add_argument("--optimizer", choices=["sgd", "nesterov", "adamw"], default="sgd")
    parser.add_argument("--warm-up", type=int, default=0, help="epochs")
    parser.add_argument("--milestones", help="epochs after which the rate is a tenth, such as 1,2; in place of the cosine")
    parser.add_argument("--label-smoothing", type=float, default=0)
    parser.add_argument("--normalize", help="means and deviations of the channels, such as .5,.4,.3/.2,.2,.2")
    parser.add_argument("--bn-momentum", type=float, default=0.01)
    parser.add_argument("--augment", choices=["none", "crop-flip"], default="none")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--initial", help="weights file to start from")
    parser.add_argument("--order", help="int [steps, batch]: the examples of every step of the training")
    parser.add_argument("--double", action="store_true", help="float64 instead of float32")
    parser.add_argument("--nudge", type=int, help="seed of random changes of the initial weights by rounding")
    parser.add_argument("--losses", help="receives float64 [steps]: the mean loss of each batch before its step")
    parser.add_argument("--weights", help="receives the parameters and running statistics as .safetensors")
    options = parser.parse_args()

    images, labels = torch.from_numpy(np.load(options.images)), torch.from_numpy(np.load(options.labels).astype(np.int64))
    if options.normalize:
        mean, deviation = (torch.tensor([float(v) for v in part.split(",")]).view(1, -1, 1, 1) for part in options.normalize.split("/"))
        images = (images.double() - mean.double()) / deviation.double()
        images = images.float()
    generator = torch.Generator().manual_seed(options.seed)
    blocks = [(options.depth - 2) // 6] * 3
    model = resnet.ResNet(options.width, blocks, int(labels.max()) + 1, images.shape[1], not options.no_residual, momentum=options.bn_momentum)
    if options.initial:
        resnet.fill(model, safetensors_file.read(options.initial)[1])
    else:
        initialise(model, generator)
    if options.nudge is not None:
        noise = torch.Generator().manual_seed(options.nudge)
        for parameter in model.parameters():
            parameter.data *= 1 + 2**-23 * (torch.rand(parameter.shape, generator=noise, dtype=torch.float64) - 0.5)
    if options.double:
        model, images = model.double(), images.double()
    kernels = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    if options.optimizer == "adamw":
        # The gradient of a bias in front of a batch norm is rounding alone, of which AdamW would make whole steps.
        for name, parameter in model.named_parameters():
            if "conv" in name and name.endswith("bias"):
                parameter.requires_grad_(False)
    groups = [{"params": kernels, "weight_decay": options.decay}, {"params": others, "weight_decay": 0}]
    if options.optimizer == "adamw":
        optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(options.momentum, 0.999))
    else:
        optimizer = torch.optim.SGD(groups, lr=options.rate, momentum=options.momentum, nesterov=options.optimizer == "nesterov")

    order = np.load(options.order) if options.order else None
    per_epoch = len(order) // options.epochs if order is not None else len(images) // options.batch
    steps, losses = per_epoch * options.epochs, []
    warm_up = per_epoch * options.warm_up
    milestones = [int(m) for m in options.milestones.split(",")] if options.milestones else None
    model.train()
    for epoch in range(options.epochs):
        permutation = torch.randperm(len(images), generator=generator) if order is None else None
        for i in range(per_epoch):
            step = epoch * per_epoch + i
            chosen = torch.from_numpy(order[step].astype(np.int64)) if order is not None else permutation[i * options.batch : (i + 1) * options.batch]
            batch = images[chosen] if options.augment == "none" else augment(images[chosen], generator)
            for group in optimizer.param_groups:
                if step < warm_up:
                    group["lr"] = options.rate * (step + 1) / (warm_up + 1)
                elif milestones is not None:
                    group["lr"] = options.rate * 0.1 ** sum(epoch >= m for m in milestones)
                else:
                    group["lr"] = options.rate / 2 * (1 + math.cos(math.pi * (step - warm_up) / (steps - warm_up)))
            optimizer.zero_grad()
            loss = functional.cross_entropy(model(batch), labels[chosen], label_smoothing=options.label_smoothing)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        line = f"epoch {epoch + 1} of {options.epochs}: loss {np.mean(losses[-per_epoch:]):.4f}"
        if options.test_images and (epoch + 1 == options.epochs or (epoch + 1) % 10 == 0):
            test = accuracy(model, torch.from_numpy(np.load(options.test_images)), torch.from_numpy(np.load(options.test_labels).astype(np.int64)))
            line += f", test accuracy {100 * test:.2f} %"
        print(line, flush=True)

    if options.losses:
        np.save(options.losses, np.array(losses))
    if options.weights:
        state = model.state_dict().items()
        safetensors_file.write(options.weights, {name: value.float().numpy() for name, value in state if value.is_floating_point()})


if __name__ == "__main__":
    main()
