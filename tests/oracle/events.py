"""Reads a TensorBoard event file and prints (tag, step, value) lines, or what is wrong with it.

With TensorBoard's own reader where it is installed; else by the formats' definitions alone, with nothing but Python's standard library:
TFRecord (length, masked CRC-32C, data, masked CRC-32C) around protocol buffers.
Usage: events.py FOLDER
"""
import glob
import struct
import sys


def by_tensorboard(folder):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(folder, size_guidance={"scalars": 0})
    events.Reload()
    for tag in events.Tags()["scalars"]:
        for scalar in events.Scalars(tag):
            yield scalar.wall_time, tag, scalar.step, scalar.value


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        (check,) = struct.unpack_from("<I", data, at + 8)
        assert check == masked(data[at:at + 8]), f"length at {at}"
        content = data[at + 12:at + 12 + length]
        (check,) = struct.unpack_from("<I", data, at + 12 + length)
        assert check == masked(content), f"content at {at}"
        yield content
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return value, at
        shift += 7


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 1:
            (value,) = struct.unpack_from("<d", data, at)
            at += 8
        elif kind == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        elif kind == 5:
            (value,) = struct.unpack_from("<f", data, at)
            at += 4
        else:
            raise ValueError(f"wire type {kind}")
        yield key >> 3, value


def by_definition(folder):
    (path,) = glob.glob(f"{folder}/*tfevents*")
    with open(path, "rb") as file:
        events = [list(fields(record)) for record in records(file.read())]
    assert dict(events[0])[3] == b"brain.Event:2", "the first event names the version"
    for event in events[1:]:
        parts = dict(event)
        for number, value in fields(parts[5]):
            assert number == 1
            scalar = dict(fields(value))
            yield parts[1], scalar[1].decode(), parts[2], scalar[2]


try:
    import tensorboard  # noqa: F401

    read = by_tensorboard
except ImportError:
    read = by_definition
for wall, tag, step, value in read(sys.argv[1]):
    print(f"{wall:.3f} {tag} {step} {value!r}")
