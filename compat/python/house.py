"""The server under test as boto3 sees it."""

import uuid

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from pool import ONCE, Pool


class House:
    def __init__(self, quickstart: dict):
        self.endpoint = quickstart["endpoint"]
        self.region = quickstart["region"]
        self.keys = (quickstart["accessKeyId"], quickstart["secretAccessKey"])
        self.admin = self.client(*self.keys)
        self.anyone = boto3.client(
            "cognito-idp",
            endpoint_url=self.endpoint,
            region_name=self.region,
            config=ONCE.merge(Config(signature_version=UNSIGNED)),
        )

    def client(self, access_key_id: str, secret_access_key: str):
        return boto3.client(
            "cognito-idp",
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id=access_key_id,
            aws_secret_access_key=secret_access_key,
            config=ONCE,
        )

    def new_pool(self, **settings) -> Pool:
        name = f"story-{uuid.uuid4().hex[:8]}"
        made = self.admin.create_user_pool(PoolName=name, **settings)
        return Pool(self, made["UserPool"]["Id"])
