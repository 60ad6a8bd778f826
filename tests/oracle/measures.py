"""Measures of similarity by their definitions, with numpy and scipy: X.npy Y.npy -> JSON of all values."""
import json
import sys

import numpy as np
from scipy.spatial.distance import pdist, squareform
from scipy.stats import pearsonr, spearmanr

x, y = (np.load(path).astype(np.float64).reshape(len(np.load(path)), -1) for path in sys.argv[1:3])
n = len(x)
cx, cy = x - x.mean(0), y - y.mean(0)


def basis(a, share=1.0):
    u, s, _ = np.linalg.svd(a, full_matrices=False)
    rank = int((s > s[0] * max(a.shape) * 2.0**-53).sum())
    energy = np.cumsum(s[:rank] ** 2) / (s[:rank] ** 2).sum()
    keep = rank if share == 1.0 else int(np.searchsorted(energy, share) + 1)
    return u[:, :keep]


def correlations(a, b):
    return np.linalg.svd(a.T @ b, compute_uv=False)


def cosine(a):
    unit = a / np.linalg.norm(a, axis=1, keepdims=True)
    return unit @ unit.T


def neighbours(a, k):
    similar = cosine(a)
    np.fill_diagonal(similar, -np.inf)
    return [set(np.argsort(-row, kind="stable")[:k]) for row in similar]


def second_order(k):
    sx, sy, nx, ny = cosine(x), cosine(y), neighbours(x, k), neighbours(y, k)
    values = []
    for i in range(n):
        near = sorted(nx[i] | ny[i])
        a, b = sx[i, near], sy[i, near]
        values.append(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    return np.mean(values)


def rbf(a, factor):
    d = squareform(pdist(a)) ** 2
    return np.exp(-d / (2 * factor**2 * np.median(d)))


def unbiased_cka(k, l):
    def hsic(k, l):
        k, l, one = k - np.diag(np.diag(k)), l - np.diag(np.diag(l)), np.ones(n)
        return np.trace(k @ l) + one @ k @ one * (one @ l @ one) / ((n - 1) * (n - 2)) - 2 / (n - 2) * (one @ k @ l @ one)
    return hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l))


def pwcca():
    ux, uy = basis(cx), basis(cy)
    left, rho, _ = np.linalg.svd(ux.T @ uy, full_matrices=False)
    weights = np.abs((ux @ left).T @ cx).sum(1)
    return (weights * rho).sum() / weights.sum()


def distance_correlation():
    def centred(a):
        d = squareform(pdist(a))
        return d - d.mean(0) - d.mean(1)[:, None] + d.mean()
    a, b = centred(x), centred(y)
    return np.sqrt((a * b).mean() / np.sqrt((a * a).mean() * (b * b).mean()))


def softmax(a):
    e = np.exp(a - a.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def jsd():
    p, q = softmax(x), softmax(y)
    m = (p + q) / 2
    return np.mean((p * np.log2(p / m) + q * np.log2(q / m)).sum(1) / 2)


def kappa():
    a, b = x.argmax(1), y.argmax(1)
    chance = sum((a == c).mean() * (b == c).mean() for c in range(x.shape[1]))
    return ((a == b).mean() - chance) / (1 - chance)


k, l = cx @ cx.T, cy @ cy.T
nx, ny = neighbours(x, 10), neighbours(y, 10)
values = {
    "angular-cka": np.arccos((k * l).sum() / np.linalg.norm(k) / np.linalg.norm(l)),
    "cosine-cka": unbiased_cka(cosine(x), cosine(y)),
    "rbf-cka": unbiased_cka(rbf(x, 0.4), rbf(y, 0.4)),
    "rbf-cka:0.8": unbiased_cka(rbf(x, 0.8), rbf(y, 0.8)),
    "mean-cca": correlations(basis(cx), basis(cy)).mean(),
    "svcca": correlations(basis(cx, .99), basis(cy, .99)).mean(),
    "svcca:0.8": correlations(basis(cx, .8), basis(cy, .8)).mean(),
    "pwcca": pwcca(),
    "procrustes": np.arccos(np.linalg.norm(cx.T @ cy, "nuc") / np.linalg.norm(cx) / np.linalg.norm(cy)),
    "linear-regression": 1 - ((cx - cy @ np.linalg.lstsq(cy, cx, rcond=None)[0]) ** 2).sum() / (cx ** 2).sum(),
    "rsa": spearmanr(pdist(x, "correlation"), pdist(y, "correlation"))[0],
    "rsa:correlation-pearson": pearsonr(pdist(x, "correlation"), pdist(y, "correlation"))[0],
    "rsa:euclidean-spearman": spearmanr(pdist(x), pdist(y))[0],
    "rsa:euclidean-pearson": pearsonr(pdist(x), pdist(y))[0],
    "knn-jaccard": np.mean([len(a & b) / len(a | b) for a, b in zip(nx, ny)]),
    "knn-mutual": np.mean([len(a & b) / 10 for a, b in zip(nx, ny)]),
    "second-order-cosine": second_order(10),
    "distance-correlation": distance_correlation(),
    "disagreement": (x.argmax(1) != y.argmax(1)).mean() if x.shape[1] == y.shape[1] else None,
    "kappa": kappa() if x.shape[1] == y.shape[1] else None,
    "jsd": jsd() if x.shape[1] == y.shape[1] else None,
}
print(json.dumps({name: None if value is None else float(value) for name, value in values.items()}))
