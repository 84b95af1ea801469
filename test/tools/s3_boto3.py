"""S3's objects through boto3: every operation on them at least once, with what its transfer manager, waiters,
paginators, presigned links and forms expect."""

import base64
import datetime
import hashlib
import io
import os
import urllib.request
import uuid

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
bucket = "boto3-objects"
s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
s3.get_waiter("bucket_exists").wait(Bucket=bucket)


def refused(code, call, **arguments):
    """The call fails with this code."""
    try:
        call(**arguments)
    except ClientError as error:
        found = error.response["Error"]["Code"]
        assert found == code, (found, code)
        return error.response
    raise AssertionError(f"{code} was expected")


# Put, get, head, attributes, ranges, conditions and checksums.
put = s3.put_object(Bucket=bucket, Key="a/ä b+c", Body=b"0123456789", ContentType="text/plain", Metadata={"x": "1"})
assert put["ETag"] == '"%s"' % hashlib.md5(b"0123456789").hexdigest()
assert "ChecksumCRC32" in put
got = s3.get_object(Bucket=bucket, Key="a/ä b+c", ChecksumMode="ENABLED")
assert got["Body"].read() == b"0123456789" and got["Metadata"] == {"x": "1"}
assert s3.get_object(Bucket=bucket, Key="a/ä b+c", Range="bytes=2-4")["Body"].read() == b"234"
refused("304", s3.head_object, Bucket=bucket, Key="a/ä b+c", IfNoneMatch=put["ETag"])
refused("PreconditionFailed", s3.put_object, Bucket=bucket, Key="a/ä b+c", Body=b"x", IfNoneMatch="*")
attributes = s3.get_object_attributes(Bucket=bucket, Key="a/ä b+c", ObjectAttributes=["ETag", "Checksum", "ObjectSize"])
assert attributes["ObjectSize"] == 10 and "ChecksumCRC32" in attributes["Checksum"]
refused("NoSuchKey", s3.get_object, Bucket=bucket, Key="nothing")
refused("404", s3.head_object, Bucket=bucket, Key="nothing")
for algorithm in ("CRC32", "SHA1", "SHA256"):
    s3.put_object(Bucket=bucket, Key="checked", Body=b"checked", ChecksumAlgorithm=algorithm)
    checked = s3.head_object(Bucket=bucket, Key="checked", ChecksumMode="ENABLED")
    assert f"Checksum{algorithm}" in checked, checked
refused("BadDigest", s3.put_object, Bucket=bucket, Key="k", Body=b"x", ChecksumSHA256=base64.b64encode(b"0" * 32).decode())

# Tags and access control lists.
s3.put_object_tagging(Bucket=bucket, Key="checked", Tagging={"TagSet": [{"Key": "a", "Value": "1"}]})
assert s3.get_object_tagging(Bucket=bucket, Key="checked")["TagSet"] == [{"Key": "a", "Value": "1"}]
s3.delete_object_tagging(Bucket=bucket, Key="checked")
assert s3.get_object_acl(Bucket=bucket, Key="checked")["Grants"]
refused("AccessControlListNotSupported", s3.put_object_acl, Bucket=bucket, Key="checked", ACL="public-read")

# Copies, whole and in parts; multipart uploads by hand and by the transfer manager.
s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "a/ä b+c"})
assert s3.get_object(Bucket=bucket, Key="copy")["Body"].read() == b"0123456789"
upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
large = os.urandom(5 * 1024 * 1024)
parts = [s3.upload_part(Bucket=bucket, Key="parts", UploadId=upload, PartNumber=1, Body=large)["ETag"]]
copied = s3.upload_part_copy(
    Bucket=bucket, Key="parts", UploadId=upload, PartNumber=2, CopySource={"Bucket": bucket, "Key": "copy"}
)
parts.append(copied["CopyPartResult"]["ETag"])
assert len(s3.list_parts(Bucket=bucket, Key="parts", UploadId=upload)["Parts"]) == 2
assert s3.list_multipart_uploads(Bucket=bucket)["Uploads"][0]["Key"] == "parts"
refused(
    "InvalidPart",
    s3.complete_multipart_upload,
    Bucket=bucket,
    Key="parts",
    UploadId=upload,
    MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": '"0"'}]},
)
completed = s3.complete_multipart_upload(
    Bucket=bucket,
    Key="parts",
    UploadId=upload,
    MultipartUpload={"Parts": [{"PartNumber": number + 1, "ETag": etag} for number, etag in enumerate(parts)]},
)
assert completed["ETag"].endswith('-2"')
assert s3.get_object(Bucket=bucket, Key="parts", PartNumber=2)["Body"].read() == b"0123456789"
aborted = s3.create_multipart_upload(Bucket=bucket, Key="aborted")["UploadId"]
s3.abort_multipart_upload(Bucket=bucket, Key="aborted", UploadId=aborted)
refused("NoSuchUpload", s3.list_parts, Bucket=bucket, Key="aborted", UploadId=aborted)
config = TransferConfig(multipart_threshold=6 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024)
content = os.urandom(12 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(content), bucket, "managed", Config=config)
received = io.BytesIO()
s3.download_fileobj(bucket, "managed", received, Config=config)
assert received.getvalue() == content

# Listings, all of them, paged.
for pager, member in (("list_objects", "Contents"), ("list_objects_v2", "Contents"), ("list_object_versions", "Versions")):
    pages = s3.get_paginator(pager).paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    keys = {entry["Key"] for page in pages for entry in page.get(member, [])}
    assert keys == {"a/ä b+c", "checked", "copy", "parts", "managed"}, (pager, keys)
assert s3.list_objects_v2(Bucket=bucket, Delimiter="/")["CommonPrefixes"] == [{"Prefix": "a/"}]

# Locks.
until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
locked = s3.put_object(
    Bucket=bucket, Key="locked", Body=b"x", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until
)["VersionId"]
version = {"Bucket": bucket, "Key": "locked", "VersionId": locked}
assert s3.get_object_retention(**version)["Retention"]["Mode"] == "GOVERNANCE"
refused("AccessDenied", s3.delete_object, **version)
s3.put_object_legal_hold(**version, LegalHold={"Status": "ON"})
assert s3.get_object_legal_hold(**version)["LegalHold"]["Status"] == "ON"
s3.put_object_legal_hold(**version, LegalHold={"Status": "OFF"})
s3.put_object_retention(
    **version,
    Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until + datetime.timedelta(days=1)},
)
s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})
assert s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"
s3.delete_object(**version, BypassGovernanceRetention=True)

# Encryption: the customer's key, KMS's, and from one to the other.
s3.put_bucket_encryption(
    Bucket=bucket,
    ServerSideEncryptionConfiguration={
        "Rules": [
            {
                "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                "BlockedEncryptionTypes": {"EncryptionType": ["NONE"]},
            }
        ]
    },
)
customer = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": os.urandom(32)}
s3.put_object(Bucket=bucket, Key="customer", Body=b"secret", **customer)
assert s3.get_object(Bucket=bucket, Key="customer", **customer)["Body"].read() == b"secret"
refused("InvalidRequest", s3.get_object, Bucket=bucket, Key="customer")
encrypted = s3.put_object(Bucket=bucket, Key="kms", Body=b"secret", ServerSideEncryption="aws:kms")
assert encrypted["SSEKMSKeyId"].startswith("arn:aws:kms:")
assert s3.get_object(Bucket=bucket, Key="kms")["Body"].read() == b"secret"
key = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
s3.update_object_encryption(Bucket=bucket, Key="copy", ObjectEncryption={"SSEKMS": {"KMSKeyArn": key}})
assert s3.head_object(Bucket=bucket, Key="copy")["SSEKMSKeyId"] == key

# Archives.
s3.put_object(Bucket=bucket, Key="cold", Body=b"x", StorageClass="GLACIER")
refused("InvalidObjectState", s3.get_object, Bucket=bucket, Key="cold")
s3.restore_object(Bucket=bucket, Key="cold", RestoreRequest={"Days": 1, "GlacierJobParameters": {"Tier": "Standard"}})
assert s3.head_object(Bucket=bucket, Key="cold")["Restore"] == 'ongoing-request="true"'

# Links and forms, signed for others; boto3 signs both in the old way unless it is told otherwise.
for client in (s3, boto3.client("s3")):
    link = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "linked"})
    with urllib.request.urlopen(urllib.request.Request(link, data=b"by link", method="PUT", headers={"content-type": ""})):
        pass
    link = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "linked"})
    with urllib.request.urlopen(link) as answer:
        assert answer.read() == b"by link"
    form = client.generate_presigned_post(
        bucket,
        "forms/${filename}",
        Fields={"success_action_status": "201"},
        Conditions=[{"success_action_status": "201"}, ["content-length-range", 1, 100]],
    )
    boundary = uuid.uuid4().hex
    lines = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form["fields"].items()
    ]
    lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\n\r\nby form\r\n')
    lines.append(f"--{boundary}--\r\n")
    sending = urllib.request.Request(
        form["url"],
        data="".join(lines).encode(),
        headers={"content-type": f"multipart/form-data; boundary={boundary}"},
    )
    with urllib.request.urlopen(sending) as answer:
        assert answer.status == 201 and b"<Key>forms/f.txt</Key>" in answer.read()
    assert s3.get_object(Bucket=bucket, Key="forms/f.txt")["Body"].read() == b"by form"

# What AWS does not do any more, or only elsewhere, says so.
refused("NotImplemented", s3.get_object_torrent, Bucket=bucket, Key="checked")

# Everything goes, in one request a page.
for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
    entries = page.get("Versions", []) + page.get("DeleteMarkers", [])
    objects = [{"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in entries]
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
    assert "Errors" not in answer, answer
s3.delete_bucket(Bucket=bucket)
