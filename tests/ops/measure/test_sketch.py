"""Sketches: whole numbers, mergeable, and a percentile that is within one in a hundred of the exact one."""

import random

import pytest
from ddsketch import DDSketch

from kirana.ops.measure import sketch

pytestmark = pytest.mark.sqlite_only


def of(values):
    made: sketch.Sketch = {}
    for value in values:
        sketch.add(made, {sketch.bucket_of(value): 1})
    return made


def exact(values, percent):
    ordered = sorted(values)
    return ordered[-(-len(ordered) * percent // 100) - 1]


@pytest.fixture
def times():
    """Twenty thousand answers as a shop gives them, in microseconds: mostly quick, some very slow."""
    dice = random.Random(7)
    return [int(dice.lognormvariate(8, 1.2)) for _ in range(20_000)]


def test_every_value_lies_in_its_bucket_and_the_buckets_leave_no_gap():
    end = -1
    for bucket in range(sketch.bucket_of(10**6) + 1):
        low, high = sketch.bounds(bucket)
        assert low == end + 1
        assert sketch.bucket_of(low) == sketch.bucket_of(high) == bucket
        end = high


@pytest.mark.parametrize("percent", [50, 95, 99, 100])
def test_a_percentile_is_within_one_percent(times, percent):
    found, right = sketch.quantile(of(times), percent), exact(times, percent)
    assert abs(found - right) * 100 <= right


@pytest.mark.parametrize("percent", [50, 95, 99])
def test_another_kind_of_sketch_says_the_same(times, percent):
    other = DDSketch(relative_accuracy=0.01)
    for value in times:
        other.add(value)
    assert sketch.quantile(of(times), percent) == pytest.approx(other.get_quantile_value(percent / 100), rel=0.02)


def test_halves_put_together_are_the_whole(times):
    whole = of(times[:7000])
    sketch.add(whole, of(times[7000:]))
    assert whole == of(times)


def test_nothing_has_no_percentile():
    assert sketch.quantile({}, 95) is None


def test_what_is_not_above_a_value_is_counted():
    assert sketch.count_up_to(of([1, 5, 100, 127, 5000]), 100) == 3


def test_a_minute_to_an_hour_of_microseconds_takes_few_buckets():
    assert sketch.bucket_of(3600 * 10**6) < 2000
