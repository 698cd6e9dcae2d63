"""The archive: what goes in comes out, and whatever happened to it on the way is said."""

import io
import os
import tracemalloc

import pytest

from kirana.ops.backups import archive
from kirana.ops.backups.refusals import BackupCorrupt, NoIdentity, WrongKey
from tests.ops.backups.conftest import key_in

pytestmark = pytest.mark.sqlite_only
NAME = f"kirana-20260302-033000{archive.SEALED}"


def pack(path, *, sealed=True, size=300_000):
    with archive.writing(path, sealed=sealed) as (writer, out):
        writer.add("database", io.BytesIO(os.urandom(size)), size)
        writer.add_bytes("media/a/b.webp", b"a picture")
        writer.finish({"name": "kirana-20260302-033000"})
    return out


def unpack(path, into, identity):
    with path.open("rb") as stream:
        return archive.unpack(stream, into, name=path.name, identity=identity, progress=archive.nobody_looks)


@pytest.mark.parametrize("sealed", [True, False])
def test_what_goes_in_comes_out(kept, tmp_path, sealed):
    path = tmp_path / (NAME if sealed else NAME.removesuffix(".age"))
    out = pack(path, sealed=sealed)
    assert out.length == path.stat().st_size
    manifest = unpack(path, tmp_path / "opened", kept.identity)
    assert sorted(manifest["parts"]) == ["database", "media/a/b.webp"]
    assert (tmp_path / "opened/media/a/b.webp").read_bytes() == b"a picture"
    assert (tmp_path / "opened/database").stat().st_size == 300_000


def test_nobody_reads_what_is_sealed(kept, tmp_path):
    pack(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes().startswith(b"age-encryption.org/v1")
    with pytest.raises(NoIdentity):
        unpack(tmp_path / NAME, tmp_path / "opened", None)


def test_another_key_does_not_open_it_and_is_named(kept, tmp_path):
    pack(tmp_path / NAME)
    other = tmp_path / "other.txt"
    key_in(other)
    with pytest.raises(WrongKey) as said:
        unpack(tmp_path / NAME, tmp_path / "opened", other)
    assert said.value.facts == {"name": NAME, "file": str(other)}


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("cut", [1, 20_000, 250_000])
def test_one_that_was_cut_off_is_found(kept, tmp_path, sealed, cut):
    path = tmp_path / (NAME if sealed else NAME.removesuffix(".age"))
    pack(path, sealed=sealed)
    os.truncate(path, path.stat().st_size - cut)
    with pytest.raises(BackupCorrupt):
        unpack(path, tmp_path / "opened", kept.identity)


@pytest.mark.parametrize("place", [400, 100_000, 299_000])
def test_a_single_changed_byte_is_found(kept, tmp_path, place):
    path = tmp_path / NAME
    pack(path)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(BackupCorrupt):
        unpack(path, tmp_path / "opened", kept.identity)


def test_a_part_that_is_not_as_the_manifest_says_is_found(kept, tmp_path):
    path = tmp_path / NAME
    with archive.writing(path, sealed=True) as (writer, _out):
        writer.add_bytes("database", b"what was written")
        writer.parts["database"]["sha256"] = "0" * 64
        writer.finish({})
    with pytest.raises(BackupCorrupt, match="not as it was written: database"):
        unpack(path, tmp_path / "opened", kept.identity)


def test_a_part_cannot_be_written_outside_its_folder(kept, tmp_path):
    path = tmp_path / NAME
    with archive.writing(path, sealed=True) as (writer, _out):
        writer.add_bytes("../escaped", b"x")
        writer.finish({})
    with pytest.raises(BackupCorrupt):
        unpack(path, tmp_path / "opened", kept.identity)
    assert not (tmp_path / "escaped").exists()


def test_a_large_part_takes_little_memory(kept, tmp_path):
    class Zeros(io.RawIOBase):
        left = 64 << 20

        def read(self, size=-1, /):
            size = min(size, self.left)
            self.left -= size
            return bytes(size)

    tracemalloc.start()
    with archive.writing(tmp_path / NAME, sealed=True) as (writer, _out):
        writer.add("database", Zeros(), 64 << 20)
        writer.finish({})
    unpack(tmp_path / NAME, tmp_path / "opened", kept.identity)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 16 << 20
