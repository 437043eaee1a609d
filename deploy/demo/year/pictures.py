"""Small pictures to attach: fields of two colours, so that there is something to show and nobody is in it."""
import struct
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def photo(number, width=96, height=72):
    low, high = ((number * 37) % 200, (number * 53) % 200, (number * 91) % 200), ((number * 91) % 200 + 55, (number * 17) % 200 + 55, (number * 29) % 200 + 55)
    rows = b"".join(b"\0" + b"".join(bytes(high if (x // 12 + y // 12 + number) % 3 else low) for x in range(width)) for y in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
