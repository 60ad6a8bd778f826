"""torchvision as the peer in reading images: ImageFolder, RandomResizedCrop, RandomHorizontalFlip and ToTensor in a DataLoader.

Images lie in a folder or, as ours do, in a tar archive that every worker opens for itself and seeks in. Reads one line per repetition, `IMAGES`,
loads so many in batches by an order of its own and prints their seconds.
"""
import argparse
import io
import sys
import tarfile
import time

import torch
import torchvision
from PIL import Image
from torchvision import transforms


class Tar(torch.utils.data.Dataset):
    def __init__(self, path, transform):
        self.path, self.transform, self.file = path, transform, None
        with tarfile.open(path) as archive:
            members = [m for m in archive if m.isfile() and "/train/" in f"/{m.name}" and m.name.lower().endswith((".jpg", ".jpeg", ".png"))]
        names = sorted({m.name.split("/")[-2] for m in members})
        labels = {name: label for label, name in enumerate(names)}
        self.items = [(m.offset_data, m.size, labels[m.name.split("/")[-2]]) for m in members]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        self.file = self.file or open(self.path, "rb")
        offset, size, label = self.items[index]
        self.file.seek(offset)
        return self.transform(Image.open(io.BytesIO(self.file.read(size))).convert("RGB")), label


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tar")
    parser.add_argument("--size", type=int)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    crop = transforms.Compose([transforms.RandomResizedCrop(options.size), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
    data = Tar(options.tar, crop)
    print(f"torchvision {torchvision.__version__}, torch {torch.__version__}", flush=True)
    loader = torch.utils.data.DataLoader(data, options.batch, shuffle=True, num_workers=options.threads, drop_last=True,
                                         persistent_workers=True, prefetch_factor=2)
    batches = iter(loader)
    for line in sys.stdin:
        wanted, start = int(line) // options.batch, time.perf_counter()
        for _ in range(wanted):
            try:
                next(batches)
            except StopIteration:
                batches = iter(loader)
                next(batches)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
