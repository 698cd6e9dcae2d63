"""Where a value goes in a sketch of many values: whole numbers in, whole numbers out, and at most 0.8 % wrong.

A sketch is a dictionary from bucket to count. Up to 127 every value has a bucket of its own; above, a bucket is the
value's leading seven bits, so its middle is within a 128th of every value in it. Two sketches are merged by adding
their counts, and nothing is lost by it (the log-linear buckets of HdrHistogram, hdrhistogram.org).
"""

from collections.abc import Mapping

BITS = 6
STEPS = 1 << BITS  # buckets for each doubling of the value

Sketch = dict[int, int]


def bucket_of(value: int) -> int:
    """The bucket of a value that is not negative."""
    shift = value.bit_length() - BITS - 1
    return value if shift <= 0 else (shift << BITS) + (value >> shift)


def bounds(bucket: int) -> tuple[int, int]:
    """The smallest and the largest value of a bucket."""
    shift = max(0, (bucket - STEPS) >> BITS)
    leading = bucket - (shift << BITS)
    return leading << shift, ((leading + 1) << shift) - 1


def add(sketch: Sketch, other: Mapping[int, int]) -> None:
    """Put what `other` holds into `sketch` too."""
    for bucket, count in other.items():
        sketch[bucket] = sketch.get(bucket, 0) + count


def quantile(sketch: Mapping[int, int], percent: int) -> int | None:
    """The value that this many percent do not exceed; None of nothing."""
    rank = -(-sum(sketch.values()) * percent // 100)
    for bucket in sorted(sketch):
        rank -= sketch[bucket]
        if rank <= 0:
            low, high = bounds(bucket)
            return (low + high) // 2
    return None


def count_up_to(sketch: Mapping[int, int], value: int) -> int:
    """How many values are not above this one, to the width of a bucket."""
    last = bucket_of(value)
    return sum(count for bucket, count in sketch.items() if bucket <= last)
