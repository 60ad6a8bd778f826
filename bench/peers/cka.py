"""PyTorch as the peer in comparing all layers: the CIFAR ResNet of tests/oracle on one batch.

Reads a mode per line, runs it once on the batch and prints its seconds; the pairwise modes run on some pairs of layers and are scaled to all.

forward    the bare pass: fp32, inference mode, channels-last
papers     the algorithm of Nguyen, Raghu and Kornblith (2021) as google-research has it: one Gram per layer by a full product, unbiased centring,
           one product of the stacked Grams, sums in float; channels-last, features taken as they lie in memory
torch_cka  as PyTorch-Model-Compare does: for every pair of layers the second layer's Gram anew and HSIC from products of Grams, twice
ckatorch   as centered-kernel-alignment does: for every pair both Grams anew, in double precision, and HSIC from products of Grams, thrice
"""
import argparse
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "oracle"))
import torch

import resnet


def centre(gram):
    """U-centring in place (Szekely and Rizzo 2014)."""
    n = len(gram)
    gram.fill_diagonal_(0)
    means = gram.sum(0) / (n - 2)
    means -= means.sum() / (2 * (n - 1))
    gram -= means[:, None]
    gram -= means[None, :]
    return gram.fill_diagonal_(0)


def hsic_of_products(k, l):
    """HSIC_1 by whole products of two Grams with zero diagonals."""
    n = len(k)
    ones = torch.ones(n, 1)
    value = torch.trace(k @ l)
    value += ((ones.t() @ k @ ones @ ones.t() @ l @ ones) / ((n - 1) * (n - 2))).item()
    value -= ((ones.t() @ k @ l @ ones) * 2 / (n - 2)).item()
    return (1 / (n * (n - 3)) * value).item()


def hsic_of_copies(k, l):
    """HSIC_1 of copies whose diagonals are set to zero, by a batched product."""
    n = k.shape[-1]
    k, l = k.clone(), l.clone()
    k.diagonal(dim1=-1, dim2=-2).fill_(0)
    l.diagonal(dim1=-1, dim2=-2).fill_(0)
    product = torch.bmm(k, l)
    value = product.diagonal(dim1=-1, dim2=-2).sum(-1) + k.sum((-1, -2)) * l.sum((-1, -2)) / ((n - 1) * (n - 2)) - product.sum((-1, -2)) * 2 / (n - 2)
    return value / (n**2 - 3 * n)


class Peer:
    def __init__(self, options):
        torch.manual_seed(0)
        self.model = resnet.ResNet(options.width, [(options.depth - 2) // 6] * 3, 10, 3).to(memory_format=torch.channels_last).eval()
        self.images = torch.rand(options.batch, 3, 32, 32).to(memory_format=torch.channels_last)
        layers = []
        with torch.inference_mode():
            self.model(self.images, lambda name, value: layers.append(name) or value)
        self.layers, self.sums = len(layers), torch.zeros(len(layers), len(layers))
        # Spread evenly over the layers, whose sizes differ by stage.
        places = [int((k + 0.5) * self.layers / options.pairs) for k in range(options.pairs)]
        self.pairs = list(zip(random.Random(0).sample(places, len(places)), places))

    def forward(self):
        self.model(self.images)

    def papers(self):
        grams = []

        def tap(_, value):
            x = value.permute(0, 2, 3, 1).reshape(len(value), -1) if value.dim() == 4 else value
            grams.append(centre(x @ x.t()).reshape(-1))
            return value

        self.model(self.images, tap)
        stacked = torch.stack(grams)
        self.sums += stacked @ stacked.t()

    def features(self):
        """The layers that the chosen pairs need, flattened, from a pass that is timed with the rest."""
        wanted, kept, at = {i for pair in self.pairs for i in pair}, {}, -1

        def tap(_, value):
            nonlocal at
            at += 1
            if at in wanted:
                kept[at] = value.flatten(1)
            return value

        self.model(self.images, tap)
        return kept

    def torch_cka(self):
        kept = self.features()
        for i, j in self.pairs:
            # The first layer's Gram is made once for all of its pairs, so it is not timed.
            if i not in self.first:
                self.first[i] = (kept[i] @ kept[i].t()).fill_diagonal_(0)
        start = time.perf_counter()
        for i, j in self.pairs:
            second = (kept[j] @ kept[j].t()).fill_diagonal_(0)
            hsic_of_products(self.first[i], second)
            hsic_of_products(second, second)
        return (time.perf_counter() - start) * self.layers**2 / len(self.pairs)

    def ckatorch(self):
        kept = self.features()
        start = time.perf_counter()
        for i, j in self.pairs:
            x, y = kept[i].double()[None], kept[j].double()[None]
            k, l = torch.bmm(x, x.transpose(1, 2)), torch.bmm(y, y.transpose(1, 2))
            hsic_of_copies(k, l).sum() / (hsic_of_copies(k, k).sum() * hsic_of_copies(l, l).sum()).sqrt()
        return (time.perf_counter() - start) * self.layers**2 / len(self.pairs)

    def time(self, mode):
        self.first = {}
        start = time.perf_counter()
        scaled = getattr(self, mode)()
        return time.perf_counter() - start if scaled is None else scaled


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--depth", type=int, default=38)
    parser.add_argument("--width", type=float, default=1)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--pairs", type=int, default=12)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    peer = Peer(options)
    print(f"PyTorch {torch.__version__}, {options.threads} threads, {options.pairs} pairs of {peer.layers}", flush=True)
    with torch.inference_mode():
        for line in sys.stdin:
            print(peer.time(line.strip()), flush=True)


if __name__ == "__main__":
    main()
