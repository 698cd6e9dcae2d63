import time

import pytest

from kirana.orders.states import OrderState


@pytest.mark.parametrize("n", range(5))
def test_a(lakshmi, n):
    pass


def test_b(lakshmi, findings):
    o = lakshmi.a_placed_order(of=lakshmi.asha, atta=2, onions=1500)
    t = time.time()
    o = lakshmi.take_to(o, OrderState.DELIVERED)
    print(o.state, time.time() - t)
    assert findings() == []
