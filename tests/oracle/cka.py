"""Logits and all-layer minibatch CKA of a weights file, by PyTorch and NumPy.

Usage: python3 cka.py [--double] [--logits N] WEIGHTS.safetensors IMAGES.npy EXAMPLES.npy BATCH OUT.npy LOGITS.npy
IMAGES is float32 [n, channels, height, width]; EXAMPLES is int [passes, examples], the order of the images in each pass; consecutive BATCH
examples of a pass are a batch, and the last may be short (fewer than four are dropped). OUT receives float64 [layers, layers], NaN where a
layer is constant; LOGITS float32 [n, classes]. --double runs the network in 64
bits too; --logits gives those of the first N images only.
"""
import argparse

import numpy as np
import torch

import resnet


def products(grams):
    """n(n-3) times the unbiased HSIC of every two Grams [layers, n, n] (Song et al. 2012, the formula as printed), and each layer's scale."""
    layers, n, _ = grams.shape
    scale = (np.trace(grams, axis1=1, axis2=2) / n) ** 2 * n * (n - 3)
    grams = grams.copy()
    grams[:, np.arange(n), np.arange(n)] = 0
    flat, rows, sums = grams.reshape(layers, -1), grams.sum(2), grams.sum((1, 2))
    return flat @ flat.T + np.outer(sums, sums) / ((n - 1) * (n - 2)) - 2 / (n - 2) * rows @ rows.T, scale


def main(double, logits, weights, images, examples, batch, out, logits_path):
    kind = torch.float64 if double else torch.float32
    model = resnet.load(weights).to(kind)
    images, examples, batch = np.load(images), np.load(examples), int(batch)
    with torch.inference_mode():
        asked = images[:logits]
        parts = [model(torch.from_numpy(asked[at : at + 256]).to(kind)).float().numpy() for at in range(0, len(asked), 256)]
        np.save(logits_path, np.concatenate(parts))

        total, scales = 0, 0
        for order in examples:
            for at in range(0, len(order), batch):
                chosen = order[at : at + batch]
                if len(chosen) < 4:
                    continue
                grams = []

                def tap(_, value):
                    flat = value.reshape(len(value), -1).double().numpy()
                    grams.append(flat @ flat.T)
                    return value

                model(torch.from_numpy(images[chosen]).to(kind), tap)
                more, scale = products(np.stack(grams))
                total, scales = total + more, scales + scale
    own = np.diag(total).copy()
    own[own <= 1e-10 * scales] = np.nan
    np.save(out, total / np.sqrt(np.outer(own, own)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--double", action="store_true")
    parser.add_argument("--logits", type=int)
    parser.add_argument("paths", nargs=6)
    given = parser.parse_args()
    main(given.double, given.logits, *given.paths)
