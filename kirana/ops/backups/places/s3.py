"""A bucket that speaks S3: Amazon's, or another's behind `BACKUP_S3_ENDPOINT`.

An object appears when its last part has arrived; parts of an upload that broke off are seen by the owner of the
bucket only, and a rule of the bucket should clear them.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from kirana.ops.backups.refusals import NoSuchBackup, PlaceUnreachable

SECONDS = 20
MISSING = ("404", "NoSuchKey")


class Bucket:
    """See `contract.Place`."""

    is_off_machine = True

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.address, self._bucket = address, parts.netloc
        self._prefix = f"{parts.path.strip('/')}/".lstrip("/")

    def put(self, name: str, path: Path) -> None:
        with self._telling():
            self._client.upload_file(str(path), self._bucket, self._prefix + name)

    def put_note(self, name: str, text: str) -> None:
        with self._telling():
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + name, Body=text.encode())

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with self._telling(name):
            found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
        with closing(found["Body"]) as body:
            yield body

    def names(self) -> dict[str, int]:
        found: dict[str, int] = {}
        with self._telling():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
            for page in pages:
                for one in page.get("Contents", ()):
                    found[one["Key"].removeprefix(self._prefix)] = one["Size"]
        return {name: size for name, size in found.items() if "/" not in name}

    def remove(self, name: str) -> None:
        with self._telling():
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    @cached_property
    def _client(self) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=settings.BACKUP_S3_ENDPOINT or None,
            region_name=settings.BACKUP_S3_REGION,
            aws_access_key_id=settings.BACKUP_S3_KEY_ID or None,
            aws_secret_access_key=settings.BACKUP_S3_SECRET or None,
            config=Config(
                signature_version="s3v4",
                connect_timeout=SECONDS,
                read_timeout=3 * SECONDS,
                retries={"max_attempts": 3, "mode": "standard"},
            ),
        )

    @contextmanager
    def _telling(self, name: str = "") -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            if name and error.response.get("Error", {}).get("Code") in MISSING:
                raise NoSuchBackup(name=name, place=self.address) from error
            raise PlaceUnreachable(place=self.address, reason=str(error)) from error
        except (BotoCoreError, Boto3Error, OSError) as error:
            raise PlaceUnreachable(place=self.address, reason=str(error)) from error
