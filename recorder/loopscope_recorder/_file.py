"""Frames of a .loopscope file, and the rows of its journal.

The journal is a list of numbers that becomes u64 words when it is flushed, by whoever records then: no thread of ours
ever runs beside the program, so that it may fork and count its threads as without us. docs/journal-format.md has the
rows.
"""
import array
import itertools
import json
import os
import struct
import sys
import time
import zlib

from . import _schema

try:
    import fcntl
except ImportError:
    fcntl = None

MAGIC = b"\x89LSC\r\n\x1a\n" + struct.pack("<HHI", 1, 0, 0)
HEADER = struct.Struct("<4s4sBBHIIII")
MOST_WORDS = 1 << 17  # 1 MiB, the most that a frame may hold
FLUSH_WORDS = 1 << 15
MOST_TEXT = MOST_WORDS * 8 - 64

OP_STRING = 200


class File:
    def __init__(self, path):
        self.fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0), 0o644)
        if fcntl is not None:
            try:  # the program's own files get the numbers that they get without us
                low, self.fd = self.fd, fcntl.fcntl(self.fd, fcntl.F_DUPFD_CLOEXEC, 500)
                os.close(low)
            except OSError:
                pass
        self.failed = None
        self._write(MAGIC)
        self.frame(b"SCHM", json.dumps(_schema.SCHEMA, separators=(",", ":")).encode())

    def _write(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self.fd, view):]

    def frame(self, kind, raw, count=0):
        if self.failed is not None or self.fd < 0:
            return
        codec, stored = 1, zlib.compress(raw, 1)
        if len(stored) >= len(raw):
            codec, stored = 0, raw
        head = HEADER.pack(b"LCHK", kind, codec, 0, 0, len(raw), len(stored), zlib.crc32(stored), count)
        try:
            self._write(head + struct.pack("<I", zlib.crc32(head)) + stored)
        except OSError as error:  # a full disk must not end the program: the trace ends here
            self.failed = error

    def meta(self, **values):
        self.frame(b"META", json.dumps(values).encode())

    def close(self):
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


class Journal:
    """`rows` is the list that everybody extends, a whole row at a time: that is atomic under the interpreter's lock."""

    def __init__(self, file):
        self.file = file
        self.rows = []
        self.strings = {}
        self.string_numbers = itertools.count(1)
        self.flushed_at = time.monotonic_ns()
        self._flushing = False

    def string(self, text):
        """The number of a text that comes again; defined at its first use."""
        if not text:
            return 0
        number = self.strings.get(text)
        if number is None:
            number = self.text(text)
            if len(text) < 200 and len(self.strings) < 200000:
                self.strings[text] = number
        return number

    def text(self, text):
        """The same for one that is not worth remembering."""
        if not text:
            return 0
        data = text.encode("utf-8", "replace")
        if len(data) > MOST_TEXT:
            data = data[:MOST_TEXT]
        number = next(self.string_numbers)
        words = array.array("Q", data + bytes(-len(data) % 8))
        if sys.byteorder == "big":
            words.byteswap()
        self.rows.extend([OP_STRING | number << 32, len(data), *words])
        return number

    def event(self, thread, type, time_ns, a=0, b=0, c=0, d=0, e=0):
        self.rows.extend((type | thread << 8 | a << 32, time_ns, b | c << 32, d | e << 32))

    def flush(self):
        """In pieces that end between two rows."""
        if self._flushing:  # a signal handler or a finalizer came in between
            return
        self._flushing = True
        try:
            count = len(self.rows)
            rows = self.rows[:count]
            del self.rows[:count]
            begin = 0
            while begin < count:
                end = count
                if end - begin > MOST_WORDS:
                    end = begin
                    while end < count:
                        size = row_size(rows, end)
                        if end + size - begin > MOST_WORDS:
                            break
                        end += size
                words = array.array("Q", rows[begin:end])
                if sys.byteorder == "big":
                    words.byteswap()
                self.file.frame(b"JRNL", words.tobytes())
                begin = end
        finally:
            self.flushed_at = time.monotonic_ns()
            self._flushing = False


def row_size(rows, at):
    op = rows[at] & 0xFF
    if op < 200:
        return 4
    if op == OP_STRING:
        return 2 + (rows[at + 1] + 7) // 8
    if op == 207:
        return 3 + (rows[at + 1] & 0xFFFFFFFF)
    return SIZES[op]


# Of the rows that stand for several events.
SIZES = {201: 3, 202: 2, 203: 3, 204: 2, 205: 4, 206: 2, 208: 2, 209: 3, 210: 5, 211: 2, 212: 3}
