"""Pictures in every form that JPEG and PNG know, written by Pillow or by hand, and the pixels that Pillow's convert("RGB") gives.

Usage: pictures.py FOLDER EXPECTED.npy. Makes FOLDER/train/a/* and FOLDER/test/a/x.png, and float32 [n, 3, height, width] from 0 to 1 of the
training images in order of their names. Of 16 bits the upper eight are expected; Pillow itself gives white for most grey ones.
"""
import pathlib
import struct
import sys
import zlib

import numpy
from PIL import Image

folder = pathlib.Path(sys.argv[1])
train, test = folder / "train" / "a", folder / "test" / "a"
train.mkdir(parents=True)
test.mkdir(parents=True)

random = numpy.random.default_rng(1)
y, x = numpy.mgrid[0:40, 0:48]
pixels = numpy.stack([120 + 100 * numpy.sin(x / 7), 120 + 90 * numpy.cos(y / 5 + x / 9), 4 * y + x], 2) + random.normal(0, 4, (40, 48, 3))
pixels = numpy.clip(pixels, 0, 255).astype(numpy.uint8)
picture = Image.fromarray(pixels)


def deep(path, values, colour):
    """A PNG of 16 bits, whose lower eight are noise."""
    values = values.astype(numpy.uint32) * 256 + random.integers(0, 256, values.shape)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", values.shape[1], values.shape[0], 16, colour, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


picture.save(train / "0.png")
picture.convert("CMYK").save(train / "1-cmyk.jpg", quality=95)
picture.convert("L").save(train / "2-grey.jpg", quality=95)
deep(train / "3-deep.png", pixels, 2)
deep(train / "4-deep-grey.png", pixels[:, :, 1], 0)
picture.convert("P", palette=Image.ADAPTIVE).save(train / "5-palette.png")
turned = picture.getexif()
turned[0x112] = 6
picture.save(train / "6-turned.jpg", quality=95, exif=turned)
picture.convert("RGBA").save(train / "7-animated.png", save_all=True, append_images=[Image.new("RGBA", picture.size, "red")], duration=99)
picture.convert("LA").save(train / "8-grey-alpha.png")
picture.save(train / "9-progressive.jpg", quality=95, progressive=True)
picture.save(test / "x.png")

expected = [numpy.asarray(Image.open(file).convert("RGB")) for file in sorted(train.iterdir())]
expected[4] = numpy.repeat(pixels[:, :, 1:2], 3, 2)
numpy.save(sys.argv[2], numpy.stack(expected).transpose(0, 3, 1, 2).astype(numpy.float32) / 255)
