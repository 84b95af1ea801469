# boto3 against a yard: every operation of Data Firehose, with records through a stream, and representative errors. It asserts by
# itself and prints nothing. Called by firehose.test.ts with the endpoint and the credentials in the environment.

import gzip
import json
import time

import boto3
from botocore.exceptions import ClientError

firehose = boto3.client("firehose")
iam = boto3.client("iam")
bucket = boto3.resource("s3").create_bucket(Bucket="firehose-lake")
called = set()
firehose.meta.events.register("before-call.firehose", lambda model, **_: called.add(model.name))
NAME = "clicks"


def code(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def settle(status, encryption="DISABLED"):
    while True:
        stream = firehose.describe_delivery_stream(DeliveryStreamName=NAME)["DeliveryStreamDescription"]
        if (stream["DeliveryStreamStatus"], stream["DeliveryStreamEncryptionConfiguration"]["Status"]) == (
            status,
            encryption,
        ):
            return stream
        time.sleep(0.02)


def allow(more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **more}]})


trust = allow({"Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"})
role = iam.create_role(RoleName="hose", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
iam.put_role_policy(RoleName="hose", PolicyName="own", PolicyDocument=allow({"Action": "s3:*", "Resource": "*"}))
destination = {
    "RoleARN": role,
    "BucketARN": "arn:aws:s3:::firehose-lake",
    "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0},
    "CompressionFormat": "GZIP",
}

made = firehose.create_delivery_stream(
    DeliveryStreamName=NAME,
    ExtendedS3DestinationConfiguration=destination,
    Tags=[{"Key": "a", "Value": "1"}],
)
assert made["DeliveryStreamARN"].endswith(":deliverystream/clicks")
assert settle("ACTIVE")["VersionId"] == "1"
again = {"DeliveryStreamName": NAME, "ExtendedS3DestinationConfiguration": destination}
assert code(firehose.create_delivery_stream, **again) == "ResourceInUseException"

assert firehose.put_record(DeliveryStreamName=NAME, Record={"Data": b"one"})["Encrypted"] is False
batch = firehose.put_record_batch(DeliveryStreamName=NAME, Records=[{"Data": b"two"}, {"Data": b"three"}])
assert batch["FailedPutCount"] == 0 and len(batch["RequestResponses"]) == 2
while len(objects := list(bucket.objects.all())) < 2:
    time.sleep(0.02)
assert sorted(gzip.decompress(each.get()["Body"].read()) for each in objects) == [b"one", b"twothree"]
assert all(each.key.endswith(".gz") for each in objects)

firehose.update_destination(
    DeliveryStreamName=NAME,
    CurrentDeliveryStreamVersionId="1",
    DestinationId="destinationId-000000000001",
    ExtendedS3DestinationUpdate={"Prefix": "more/"},
)
assert settle("ACTIVE")["Destinations"][0]["S3DestinationDescription"]["Prefix"] == "more/"
stale = {"CurrentDeliveryStreamVersionId": "1", "DestinationId": "destinationId-000000000001"}
assert (
    code(firehose.update_destination, DeliveryStreamName=NAME, ExtendedS3DestinationUpdate={}, **stale)
    == "ConcurrentModificationException"
)

firehose.start_delivery_stream_encryption(DeliveryStreamName=NAME)
settle("ACTIVE", "ENABLED")
firehose.stop_delivery_stream_encryption(DeliveryStreamName=NAME)
settle("ACTIVE")
firehose.tag_delivery_stream(DeliveryStreamName=NAME, Tags=[{"Key": "b", "Value": "2"}])
firehose.untag_delivery_stream(DeliveryStreamName=NAME, TagKeys=["a"])
assert firehose.list_tags_for_delivery_stream(DeliveryStreamName=NAME)["Tags"] == [{"Key": "b", "Value": "2"}]
assert firehose.list_delivery_streams()["DeliveryStreamNames"] == [NAME]
firehose.delete_delivery_stream(DeliveryStreamName=NAME)
while code(firehose.describe_delivery_stream, DeliveryStreamName=NAME) is None:
    time.sleep(0.02)
assert code(firehose.put_record, DeliveryStreamName=NAME, Record={"Data": b"x"}) == "ResourceNotFoundException"

missing = set(firehose.meta.service_model.operation_names) - called
assert not missing, missing
