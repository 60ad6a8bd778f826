"""The statistics of two populations of models, by SciPy and statsmodels, written from their definitions.

Usage: python3 errors.py A.npy B.npy LABELS.npy GROUPS.json OUT.json
A and B are int [models, examples]. The three logistic regressions are fitted by statsmodels with a dummy variable for every example; examples
that are always right or always wrong are left out of the fit (their fitted probability is 1 or 0 in the limit) and add nothing to V.
"""
import json
import sys

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW


def residual(right_a, right_b, columns):
    """Sum of (y - pi)^2 over all predictions for the mixed examples; columns gives the population's regressors for each of them."""
    counts = right_a.sum(0) + right_b.sum(0)
    mixed = np.flatnonzero((counts > 0) & (counts < len(right_a) + len(right_b)))
    rows, outcomes = [], []
    for population, right in enumerate((right_a, right_b)):
        for place, e in enumerate(mixed):
            dummies = np.zeros(len(mixed))
            dummies[place] = 1
            rows.append(np.concatenate([dummies, columns(population, e)]))
            outcomes.append([right[:, e].sum(), len(right) - right[:, e].sum()])
    design, outcomes = np.array(rows), np.array(outcomes, float)
    pi = sm.GLM(outcomes, design, family=sm.families.Binomial()).fit(maxiter=200, tol=1e-14).fittedvalues
    return (outcomes[:, 0] * (1 - pi) ** 2 + outcomes[:, 1] * pi**2).sum()


def interval(x, y):
    """95 % interval of the difference of means by Welch."""
    return CompareMeans(DescrStatsW(x), DescrStatsW(y)).tconfint_diff(usevar="unequal")


def group_tests(right_a, right_b, labels, groups):
    """Welch for each group; p < .05 on the first halves of the models chooses groups for a test on the second halves."""
    def means(right, members):
        return 100 * right[:, np.isin(labels, members)].mean(1)

    def p(x, y):
        return stats.ttest_ind(x, y, equal_var=False).pvalue

    half_a, half_b = len(right_a) // 2, len(right_b) // 2
    found = []
    for members in groups:
        x, y = means(right_a, members), means(right_b, members)
        low, high = interval(x, y)
        found.append({"meanA": x.mean(), "meanB": y.mean(), "low": low, "high": high, "p": p(x, y),
                      "selected": bool(p(x[:half_a], y[:half_b]) < 0.05), "later": p(x[half_a:], y[half_b:])})
    chosen = [g for g in found if g["selected"]]
    for g, corrected in zip(found, multipletests([g["p"] for g in found], method="holm-sidak")[1]):
        g["corrected"] = corrected
    if chosen:
        for g, corrected in zip(chosen, multipletests([g["later"] for g in chosen], method="holm-sidak")[1]):
            g["laterCorrected"] = corrected
    return found


def main(path_a, path_b, path_labels, path_groups, out):
    a, b, labels = np.load(path_a), np.load(path_b), np.load(path_labels)
    groups = [members for members in json.load(open(path_groups)).values() if np.isin(labels, members).any()]
    right_a, right_b = a == labels, b == labels
    accuracy_a, accuracy_b = 100 * right_a.mean(0), 100 * right_b.mean(0)
    models = len(a) + len(b)
    pooled = (right_a.sum(0) + right_b.sum(0)) / models
    t = stats.ttest_ind(100 * right_a.mean(1), 100 * right_b.mean(1), equal_var=False)
    classes = np.unique(labels)
    of_class = [stats.ttest_ind(100 * right_a[:, labels == c].mean(1), 100 * right_b[:, labels == c].mean(1), equal_var=False) for c in classes]

    total = right_a.size + right_b.size
    saturated = sum((right * (1 - right.mean(0)) ** 2 + (1 - right) * right.mean(0) ** 2).sum() for right in (right_a, right_b)) / total
    additive = residual(right_a, right_b, lambda population, e: [population]) / total
    by_class = residual(right_a, right_b, lambda population, e: population * (classes == labels[e])) / total

    size = max(a.max(), b.max()) + 1
    kappas, same, inconsistent = [], [], []
    for x in a:
        for y in b:
            table = np.zeros((size, size))
            np.add.at(table, (x, y), 1)
            kappas.append(cohens_kappa(table).kappa)
            same.append(100 * (x == y).mean())
            inconsistent.append(100 * ((x == labels) != (y == labels)).mean())
    json.dump(
        {
            "t": t.statistic, "p": t.pvalue,
            "semA": stats.sem(100 * right_a.mean(1)), "semB": stats.sem(100 * right_b.mean(1)),
            "sd": np.std(accuracy_a - accuracy_b, ddof=1),
            # p(1 - p) from all N models together underestimates by (N - 1)/N.
            "binomialSd": 100 * np.sqrt((pooled * (1 - pooled)).mean() * (1 / len(a) + 1 / len(b)) * models / (models - 1)),
            "correlation": stats.pearsonr(accuracy_a, accuracy_b)[0],
            "over10": 100 * (np.abs(accuracy_a - accuracy_b) > 10 + 1e-9).mean(), "over20": 100 * (np.abs(accuracy_a - accuracy_b) > 20 + 1e-9).mean(),
            "classT": [test.statistic for test in of_class], "classP": [test.pvalue for test in of_class],
            "interval": interval(100 * right_a.mean(1), 100 * right_b.mean(1)),
            "groups": group_tests(right_a, right_b, labels, groups),
            "classCorrected": list(multipletests([test.pvalue for test in of_class], method="holm-sidak")[1]),
            "additive": additive, "classes": by_class, "saturated": saturated,
            "kappa": float(np.mean(kappas)), "agreement": float(np.mean(same)), "inconsistency": float(np.mean(inconsistent)),
        },
        open(out, "w"),
    )


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
