# boto3 against a yard: every operation of Kinesis that it knows, and representative errors. It asserts by itself and prints
# nothing. Called by kinesis.test.ts with the endpoint and the credentials in the environment.

import json
import time

import boto3
from botocore.exceptions import ClientError

kinesis = boto3.client("kinesis")
called = set()
kinesis.meta.events.register("before-call.kinesis", lambda model, **_: called.add(model.name))


def code(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def settle(name="clicks"):
    while kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamStatus"] != "ACTIVE":
        time.sleep(0.02)


def gone(name):
    while code(kinesis.describe_stream_summary, StreamName=name) is None:
        time.sleep(0.02)


kinesis.create_stream(StreamName="clicks", ShardCount=2, Tags={"a": "1"})
kinesis.get_waiter("stream_exists").wait(StreamName="clicks", WaiterConfig={"Delay": 1})
settle()
stream = kinesis.describe_stream(StreamName="clicks")["StreamDescription"]
arn = stream["StreamARN"]
assert len(stream["Shards"]) == 2
assert code(kinesis.create_stream, StreamName="clicks", ShardCount=1) == "ResourceInUseException"
assert code(kinesis.describe_stream, StreamName="gone") == "ResourceNotFoundException"
assert kinesis.list_streams()["StreamNames"] == ["clicks"]
assert kinesis.describe_limits()["OpenShardCount"] == 2

put = kinesis.put_record(StreamName="clicks", PartitionKey="k", Data=b"one")
batch = kinesis.put_records(StreamARN=arn, Records=[{"Data": b"two", "PartitionKey": "k"}])
assert batch["FailedRecordCount"] == 0
iterator = kinesis.get_shard_iterator(StreamName="clicks", ShardId=put["ShardId"], ShardIteratorType="TRIM_HORIZON")
answer = kinesis.get_records(ShardIterator=iterator["ShardIterator"])
assert [record["Data"] for record in answer["Records"]] == [b"one", b"two"]
assert answer["MillisBehindLatest"] == 0
assert code(kinesis.get_records, ShardIterator="nonsense") == "InvalidArgumentException"

kinesis.increase_stream_retention_period(StreamName="clicks", RetentionPeriodHours=48)
kinesis.decrease_stream_retention_period(StreamName="clicks", RetentionPeriodHours=24)
kinesis.update_shard_count(StreamName="clicks", TargetShardCount=4, ScalingType="UNIFORM_SCALING")
settle()
shards = [s for s in kinesis.list_shards(StreamName="clicks", ShardFilter={"Type": "AT_LATEST"})["Shards"]]
assert len(shards) == 4
first, second = sorted(shards, key=lambda shard: int(shard["HashKeyRange"]["StartingHashKey"]))[:2]
kinesis.merge_shards(StreamName="clicks", ShardToMerge=first["ShardId"], AdjacentShardToMerge=second["ShardId"])
settle()
merged = kinesis.list_shards(StreamName="clicks")["Shards"][-1]
assert merged["AdjacentParentShardId"] == second["ShardId"]
kinesis.split_shard(StreamName="clicks", ShardToSplit=merged["ShardId"], NewStartingHashKey="1000")
settle()

kinesis.add_tags_to_stream(StreamName="clicks", Tags={"b": "2"})
kinesis.remove_tags_from_stream(StreamName="clicks", TagKeys=["a"])
assert kinesis.list_tags_for_stream(StreamName="clicks")["Tags"] == [{"Key": "b", "Value": "2"}]
kinesis.tag_resource(ResourceARN=arn, Tags={"c": "3"})
kinesis.untag_resource(ResourceARN=arn, TagKeys=["b"])
assert kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "c", "Value": "3"}]
kinesis.enable_enhanced_monitoring(StreamName="clicks", ShardLevelMetrics=["ALL"])
assert len(kinesis.disable_enhanced_monitoring(StreamName="clicks", ShardLevelMetrics=["ALL"])["CurrentShardLevelMetrics"]) == 7
kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=2048)
settle()

policy = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kinesis:PutRecord", "Resource": arn}
        ],
    }
)
kinesis.put_resource_policy(ResourceARN=arn, Policy=policy)
assert kinesis.get_resource_policy(ResourceARN=arn)["Policy"] == policy
kinesis.delete_resource_policy(ResourceARN=arn)

# HTTP/1.1: the event stream comes in chunks.
consumer = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="reader")["Consumer"]["ConsumerARN"]
while kinesis.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]["ConsumerStatus"] != "ACTIVE":
    time.sleep(0.02)
assert [c["ConsumerName"] for c in kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]] == ["reader"]
events = kinesis.subscribe_to_shard(
    ConsumerARN=consumer, ShardId=put["ShardId"], StartingPosition={"Type": "TRIM_HORIZON"}
)["EventStream"]
pushed = [event["SubscribeToShardEvent"] for event in events]
assert [record["Data"] for event in pushed for record in event["Records"]] == [b"one", b"two"]
assert len(pushed[-1]["ChildShards"]) > 0
again = {"ConsumerARN": consumer, "ShardId": put["ShardId"], "StartingPosition": {"Type": "LATEST"}}
assert code(kinesis.subscribe_to_shard, **again) == "ResourceInUseException"
kinesis.deregister_stream_consumer(ConsumerARN=consumer)

kinesis.start_stream_encryption(StreamName="clicks", EncryptionType="KMS", KeyId="alias/aws/kinesis")
settle()
assert kinesis.put_record(StreamName="clicks", PartitionKey="k", Data=b"secret")["EncryptionType"] == "KMS"
kinesis.stop_stream_encryption(StreamName="clicks", EncryptionType="KMS", KeyId="alias/aws/kinesis")
settle()

assert kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]["Status"] == "DISABLED"
kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
settle()
assert code(kinesis.split_shard, StreamName="clicks", ShardToSplit="0", NewStartingHashKey="9") == "ValidationException"
kinesis.update_stream_warm_throughput(StreamARN=arn, WarmThroughputMiBps=5)
settle()
kinesis.delete_stream(StreamName="clicks", EnforceConsumerDeletion=True)
gone("clicks")

missing = set(kinesis.meta.service_model.operation_names) - called
assert not missing, missing
