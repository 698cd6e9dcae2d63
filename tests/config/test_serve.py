"""A shop whose settings contradict each other stays closed and says why, instead of opening one that breaks at the till."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_way_to_pay_that_does_not_exist_keeps_the_shop_closed(tmp_path):
    said = subprocess.run(
        [sys.executable, "-m", "kirana.config.serve"],
        cwd=ROOT,
        env=os.environ
        | {"DEMO": "on", "KIRANA_DATA": str(tmp_path), "SITE_URL": "http://127.0.0.1:1", "PAYMENT_METHODS": "barter"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode == 1
    assert "The shop stays closed:" in said.stderr
    assert "PAYMENT_METHODS names 'barter', which is no way to pay." in said.stderr
    assert not tmp_path.joinpath("kirana.sqlite3").exists()
