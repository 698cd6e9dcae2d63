"""One contract, two kinds of place: a folder, and a bucket behind a real S3 server on this machine."""

import os
import socket
import subprocess
import sys
import time

import boto3
import pytest

from kirana.ops.backups.places import every_place, place_at
from kirana.ops.backups.refusals import NoSuchBackup, PlaceUnreachable

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(scope="module")
def s3_server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=environment, **quiet)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()


@pytest.fixture
def bucket(s3_server, settings, monkeypatch):
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    settings.BACKUP_S3_ENDPOINT, settings.BACKUP_S3_REGION = s3_server, "us-east-1"
    settings.BACKUP_S3_KEY_ID = settings.BACKUP_S3_SECRET = "lakshmi"
    keys = {"aws_access_key_id": "lakshmi", "aws_secret_access_key": "lakshmi", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=s3_server, **keys).create_bucket(Bucket="lakshmi")
    return "s3://lakshmi/shop/backups"


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    address = str(tmp_path / "backups") if request.param == "folder" else request.getfixturevalue("bucket")
    found = place_at(address)
    for name in found.names():
        found.remove(name)
    return found


@pytest.fixture
def a_file(tmp_path):
    path = tmp_path / "a-file"
    path.write_bytes(b"rice " * 400_000)
    return path


def test_what_is_put_there_is_there(place, a_file):
    place.put("kirana-1.tar.zst", a_file)
    place.put_note("kirana-1.json", '{"name": "kirana-1"}')
    assert place.names() == {"kirana-1.tar.zst": 2_000_000, "kirana-1.json": 20}
    with place.open("kirana-1.tar.zst") as stream:
        assert b"".join(iter(lambda: stream.read(70_000), b"")) == a_file.read_bytes()


def test_what_is_put_again_takes_its_place(place, a_file):
    place.put("kirana-1.tar.zst", a_file)
    a_file.write_bytes(b"dal")
    place.put("kirana-1.tar.zst", a_file)
    assert place.names() == {"kirana-1.tar.zst": 3}


def test_what_is_removed_is_gone_and_may_be_removed_again(place, a_file):
    place.put("kirana-1.tar.zst", a_file)
    place.remove("kirana-1.tar.zst")
    place.remove("kirana-1.tar.zst")
    assert place.names() == {}


def test_what_is_not_there_is_said_to_be_missing(place):
    with pytest.raises(NoSuchBackup), place.open("kirana-9.tar.zst"):
        pass


def test_an_empty_place_holds_nothing(place):
    assert place.names() == {}


def test_only_the_shop_reads_an_archive_in_a_folder(tmp_path, a_file):
    place_at(str(tmp_path / "backups")).put("kirana-1.tar.zst", a_file)
    assert (tmp_path / "backups/kirana-1.tar.zst").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_made_is_unreachable(tmp_path, a_file):
    (tmp_path / "a-disk").write_text("not a folder")
    with pytest.raises(PlaceUnreachable) as said:
        place_at(str(tmp_path / "a-disk/backups")).put("kirana-1.tar.zst", a_file)
    assert said.value.facts["reason"] == "Not a directory"


def test_a_bucket_that_is_not_there_is_unreachable(bucket, a_file):
    with pytest.raises(PlaceUnreachable) as said:
        place_at("s3://nobody-s-bucket/x").put("kirana-1.tar.zst", a_file)
    assert "NoSuchBucket" in said.value.facts["reason"]


def test_a_server_that_does_not_answer_is_unreachable(settings, a_file):
    settings.BACKUP_S3_ENDPOINT = "http://127.0.0.1:9"
    settings.BACKUP_S3_KEY_ID = settings.BACKUP_S3_SECRET = "lakshmi"
    with pytest.raises(PlaceUnreachable):
        place_at("s3://lakshmi/backups").names()


def test_the_settings_name_the_places_in_their_order(settings):
    settings.BACKUP_PLACES = ["/mnt/disk", "s3://lakshmi/backups"]
    assert [(place.address, place.is_off_machine) for place in every_place()] == [
        ("/mnt/disk", False),
        ("s3://lakshmi/backups", True),
    ]
