#!/usr/bin/env python3
"""Writes the files of this folder, each named by its defect. Needs nothing but Python 3."""

import json
import pathlib
import struct

HERE = pathlib.Path(__file__).parent


def put(folder, name, *parts):
    path = HERE / folder / name
    path.parent.mkdir(exist_ok=True)
    data = b"".join(parts)
    assert len(data) < 2048, name
    path.write_bytes(data)


# MIDI: one bass drum, or three notes, of a quarter each at 120 a minute


def header(kind=0, tracks=1, division=96, length=6):
    return b"MThd" + struct.pack(">IHHH", length, kind, tracks, division)


def track(events, length=None):
    return b"MTrk" + struct.pack(">I", len(events) if length is None else length) + events


END = bytes([0x00, 0xFF, 0x2F, 0x00])
ON = bytes([0x00, 0x99, 36, 100])
OFF = bytes([0x60, 0x99, 36, 0])
NOTE = ON + OFF
SNARE = bytes([0x00, 0x99, 38, 90, 0x60, 0x89, 38, 64])
HAT = bytes([0x00, 0x99, 42, 80, 0x60, 0x89, 42, 64])
MANY = NOTE + SNARE + HAT + NOTE + SNARE + HAT
SOUND = header() + track(NOTE + END)


def riff(form, *chunks):
    body = form + b"".join(
        name + struct.pack("<I", len(data) if length is None else length) + data + b"\0" * (len(data) % 2)
        for name, data, length in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def midi(name, *parts):
    put("midi", name + ".mid", *parts)


midi("empty")
midi("text", b"Dear musician, this is a letter.")
midi("cut-in-header", header()[:11])
midi("cut-in-chunk-name", header(1, 2), track(NOTE + END), b"MT")
midi("cut-in-chunk-length", header(1, 2), track(NOTE + END), b"MTrk\0\0")
midi("cut-in-event", header(), track(NOTE + SNARE + ON + END)[:-6])
midi("cut-while-a-note-sounds", header(), track(NOTE + ON + OFF + END)[:-8])
midi("four-gigabytes-claimed", header(), track(MANY + END, 0xFFFFFFFF))
midi("text-of-256-megabytes", header(), track(NOTE + bytes([0x00, 0xFF, 0x01, 0xFF, 0xFF, 0xFF, 0x7F]) + MANY + END))
midi("track-too-long-by-3", header(1, 2), track(NOTE + END, len(NOTE + END) + 3), track(SNARE + END))
midi("track-as-long-as-both", header(1, 2), track(NOTE + END, 2 * len(NOTE + END) + 8), track(SNARE + END))
midi("track-too-short-by-5", header(1, 2), track(NOTE + END, len(NOTE + END) - 5), track(SNARE + END))
midi("track-length-0", header(), track(NOTE + END, 0))
midi("track-missing", header(1, 3), track(NOTE + END))
midi("track-unannounced", header(0, 1), track(NOTE + END), track(SNARE + END))
midi("no-tracks-announced", header(0, 0), track(NOTE + END))
midi("junk-before-header", b"\0\1junk\xff", SOUND)
midi("junk-between-chunks", header(1, 2), track(NOTE + END), b"\0\0junk\xff\xff\xff\xff", track(SNARE + END))
midi("junk-after-tracks", SOUND, b"\0\0\0")
midi("unknown-chunk", header(), b"XFIH\0\0\0\3abc", track(NOTE + END))
midi("header-length-0", header(length=0), track(NOTE + END))
midi("header-length-255", header(length=255), track(NOTE + END))
midi("header-swallows-track", header(length=20), track(NOTE + END))
midi("type-3", header(3), track(NOTE + END))
midi("division-0", header(division=0), track(NOTE + END))
midi("smpte-without-ticks", header(division=0xE700), track(NOTE + END))
midi("no-end-of-track", header(), track(NOTE))
midi("events-after-end", header(), track(NOTE + END + SNARE + END))
midi("no-status", header(), track(bytes([0x00, 36, 100]) + MANY + END))
midi("status-for-pitch", header(), track(bytes([0x00, 0x99]) + MANY[1:] + END))
midi("status-for-velocity", header(), track(bytes([0x00, 0x99, 35]) + MANY[1:] + END))
midi("velocity-200", header(), track(bytes([0x00, 0x99, 36, 200]) + OFF + SNARE + HAT + END))
midi("pitch-200", header(), track(bytes([0x00, 0x99, 200, 90]) + MANY + END))
midi("undefined-status-f4", header(), track(bytes([0x00, 0xF4]) + NOTE + END))
midi("undefined-status-f5", header(), track(bytes([0x00, 0xF5]) + NOTE + END))
midi("delta-of-five-bytes", header(), track(bytes([0x80, 0x80, 0x80, 0x80]) + NOTE + END))
midi("delta-of-nine-bytes", header(), track(NOTE + bytes([0xFF] * 8 + [0x7F]) + NOTE[1:] + END))
midi("note-beyond-tick-2-31", header(), track(NOTE + bytes([0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 1, 0]) * 9 + NOTE + END))
midi("note-off-without-note", header(), track(OFF + NOTE + END))
midi("note-without-note-off", header(), track(ON + SNARE + END))
midi("notes-of-one-pitch-overlap", header(), track(ON + bytes([0x30, 0x99, 36, 50]) + OFF + OFF + END))
midi("note-of-length-0", header(), track(ON + bytes([0x00, 0x99, 36, 0]) + END))
midi("tempo-0", header(), track(bytes([0x00, 0xFF, 0x51, 3, 0, 0, 0]) + NOTE + END))
midi("tempo-of-two-bytes", header(), track(bytes([0x00, 0xFF, 0x51, 2, 7, 7]) + NOTE + END))
midi("meter-0-4", header(), track(bytes([0x00, 0xFF, 0x58, 4, 0, 2, 24, 8]) + NOTE + END))
midi("meter-4-over-2-to-the-200", header(), track(bytes([0x00, 0xFF, 0x58, 4, 4, 200, 24, 8]) + NOTE + END))
midi("key-of-9-sharps", header(), track(bytes([0x00, 0xFF, 0x59, 2, 9, 0]) + NOTE + END))
midi("clock-in-track", header(), track(bytes([0x00, 0xF8, 0x00, 0xF2, 1, 2]) + NOTE + END))
midi("sysex-in-parts", header(), track(bytes([0x00, 0xF0, 3, 0x43, 0x12, 0, 8, 0xF7, 2, 0x43, 0xF7]) + NOTE + END))
midi("name-in-latin-1", header(), track(b"\0\xff\x03\3Ba\xdf" + NOTE + END))
midi("controllers-without-notes", header(), track(bytes([0x00, 0xB0, 7, 100, 0, 0xE0, 0, 64]) + NOTE + END))
midi("rmid", riff(b"RMID", (b"note", b"odd", None), (b"data", SOUND, None), (b"LIST", b"more", None)))
midi("rmid-too-long", riff(b"RMID", (b"data", SOUND, 0xFFFFFFFF)))
midi("rmid-without-data", riff(b"RMID", (b"note", b"odd", None)))
midi("rmid-without-chunk", b"RIFF\0\0\0\0RMID", SOUND)
midi("wave", riff(b"WAVE", (b"fmt ", b"\0" * 16, None), (b"data", b"\0" * 16, None)))


# TFRecords of NoteSequences and of tf.train.Examples


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data):
    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def field(number, content):
    """A field that is a message or a text of less than 128 bytes."""
    assert len(content) < 128
    return bytes([number << 3 | 2, len(content)]) + content


def song(name, pitch=bytes([36])):
    note = b"\x08" + pitch + bytes([0x10, 100, 0x21]) + struct.pack("<d", 0.5) + bytes([0x48, 1])
    return field(2, name) + field(8, note)


def example(**features):
    """Values: bytes are a BytesList, ints below 128 an Int64List."""
    entries = b""
    for key, value in features.items():
        one = field(1, field(1, value)) if isinstance(value, bytes) else field(3, field(1, bytes([value])))
        entries += field(1, field(1, key.replace("__", "/").encode()) + field(2, one))
    return bytes([0x0A, 0x80 | len(entries) & 127, len(entries) >> 7]) + entries


def tfrecord(name, *parts):
    put("tfrecord", name + ".tfrecord", *parts)


A, B, C = record(song(b"a.mid")), record(song(b"b.mid")), record(song(b"c.mid"))
LONG = struct.pack("<Q", 1 << 40)

tfrecord("empty")
tfrecord("cut-in-length", A, B, C[:5])
tfrecord("cut-in-length-checksum", A, B, C[:10])
tfrecord("cut-in-data", A, B, C[:20])
tfrecord("cut-in-data-checksum", A, B, C[:-1])
tfrecord("wrong-length-checksum", A, B[:8], b"\0\0\0\0", B[12:], C)
tfrecord("wrong-data-checksum", A, B[:-4], b"\0\0\0\0", C)
tfrecord("wrong-data-checksum-at-once", A[:-4], b"\0\0\0\0", B, C)
tfrecord("record-of-a-terabyte", A, B, LONG, masked(LONG), b"data")
tfrecord("no-note-sequence", A, record(b"Dear musician"), C)
tfrecord("pitch-too-high", A, record(song(b"b.mid", b"\xc8\x01")), C)
tfrecord("empty-record", A, record(b""), C)
tfrecord("example-without-midi", record(example(id=b"x", style=b"funk")), record(example(id=b"a", midi=SOUND)))
tfrecord("example-with-broken-midi", record(example(id=b"x", midi=SOUND[:30])), record(example(id=b"a", midi=SOUND)))
tfrecord("example-with-unknown-labels",
         record(example(id=b"a", midi=SOUND, style__primary=99, drummer=77, type=9, bpm=120)))


# safetensors


def tensors(name, described, size, length=None):
    text = described if isinstance(described, bytes) else json.dumps(described).encode()
    put("safetensors", name + ".safetensors", struct.pack("<Q", len(text) if length is None else length), text,
        b"\0" * size)


def tensor(begin, end, shape, dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


put("safetensors", "empty.safetensors")
put("safetensors", "cut-in-length.safetensors", b"\0\0\0")
tensors("header-longer-than-file", {}, 0, 1 << 20)
tensors("header-of-four-gigabytes", {}, 0, (1 << 32) - 1)
tensors("header-of-2-to-the-64-bytes", {}, 0, (1 << 64) - 1)
tensors("header-length-0", b"", 8)
tensors("no-json", b"Dear musician", 0)
tensors("no-object", b"[1, 2]", 0)
tensors("nan-in-json", b'{"a": {"dtype": "F32", "shape": [NaN], "data_offsets": [0, 4]}}', 4)
tensors("infinity-in-json", b'{"a": {"dtype": "F32", "shape": [1e999], "data_offsets": [0, 4]}}', 4)
tensors("nested-too-deeply", b"[" * 1000 + b"]" * 1000, 0)
tensors("duplicate-name",
        b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, '
        b'"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}', 4)
tensors("duplicate-shape", b'{"a": {"dtype": "F32", "shape": [9], "shape": [1], "data_offsets": [0, 4]}}', 4)
tensors("duplicate-metadata", b'{"__metadata__": {"a": "1", "a": "2"}}', 0)
tensors("number-as-metadata", {"__metadata__": {"a": 1}}, 0)
tensors("overlap", {"a": tensor(0, 4, [1]), "b": tensor(2, 6, [1])}, 6)
tensors("same-bytes-twice", {"a": tensor(0, 4, [1]), "b": tensor(0, 4, [1])}, 4)
tensors("gap", {"a": tensor(0, 4, [1]), "b": tensor(8, 12, [1])}, 12)
tensors("bytes-left-over", {"a": tensor(0, 4, [1])}, 5)
tensors("bytes-missing", {"a": tensor(0, 8, [2])}, 4)
tensors("offsets-backwards", {"a": tensor(4, 0, [1])}, 4)
tensors("offsets-beyond-64-bits", b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 18446744073709551620]}}', 4)
tensors("negative-size", {"a": tensor(0, 4, [-1])}, 4)
tensors("fractional-size", {"a": tensor(0, 4, [1.5])}, 4)
tensors("shape-overflows-to-0", {"a": tensor(0, 0, [1 << 32, 1 << 32])}, 0)
tensors("shape-overflows-to-1", {"a": tensor(0, 4, [(1 << 63) - 1, (1 << 63) - 1])}, 4)
tensors("shape-beyond-63-bits", {"a": tensor(0, 4, [1 << 63])}, 4)
tensors("shape-too-small", {"a": tensor(0, 8, [1])}, 8)
tensors("half-of-a-single", {"a": tensor(0, 2, [1])}, 2)
tensors("single-as-half", {"a": tensor(0, 4, [1], "F16")}, 4)
tensors("unknown-type", {"a": tensor(0, 8, [1], "I64")}, 8)
tensors("no-type", {"a": {"shape": [1], "data_offsets": [0, 4]}}, 4)
tensors("no-tensors", {}, 0)
tensors("tensor-without-values", {"a": tensor(0, 0, [3, 0])}, 0)
