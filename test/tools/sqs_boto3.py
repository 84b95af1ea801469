"""SQS through boto3: every operation, and a representative error of each kind."""

import json

import boto3
from botocore.exceptions import ClientError

sqs = boto3.client("sqs")
account = boto3.client("sts").get_caller_identity()["Account"]


def refused(code, call, **parameters):
    """The call must fail with this code."""
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(f"{code} was expected.")


url = sqs.create_queue(QueueName="boto3", Attributes={"VisibilityTimeout": "40"}, tags={"a": "b"})["QueueUrl"]
assert sqs.get_queue_url(QueueName="boto3")["QueueUrl"] == url
refused("AWS.SimpleQueueService.NonExistentQueue", sqs.get_queue_url, QueueName="none")
refused("QueueAlreadyExists", sqs.create_queue, QueueName="boto3", Attributes={"VisibilityTimeout": "41"})
assert url in [one for page in sqs.get_paginator("list_queues").paginate() for one in page["QueueUrls"]]
sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "0"})
arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["QueueArn"]
refused("InvalidAttributeName", sqs.set_queue_attributes, QueueUrl=url, Attributes={"Nonsense": "1"})
sqs.tag_queue(QueueUrl=url, Tags={"c": "d"})
sqs.untag_queue(QueueUrl=url, TagKeys=["a"])
assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"c": "d"}
sqs.add_permission(QueueUrl=url, Label="one", AWSAccountIds=[account], Actions=["SendMessage"])
sqs.remove_permission(QueueUrl=url, Label="one")

# Messages, one by one and in batches; boto3 checks the digests.
trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
sqs.send_message(
    QueueUrl=url,
    MessageBody="one",
    MessageGroupId="tenant",
    MessageAttributes={"n": {"DataType": "Number", "StringValue": "1"}, "b": {"DataType": "Binary", "BinaryValue": b"\0"}},
    MessageSystemAttributes=trace,
)
[message] = sqs.receive_message(QueueUrl=url, MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"])["Messages"]
assert message["Attributes"]["MessageGroupId"] == "tenant" and "AWSTraceHeader" in message["Attributes"]
assert message["MessageAttributes"]["b"]["BinaryValue"] == b"\0"
handle = message["ReceiptHandle"]
sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=60)
refused("ReceiptHandleIsInvalid", sqs.delete_message, QueueUrl=url, ReceiptHandle="nonsense")
sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
entries = [{"Id": str(number), "MessageBody": "x" * (number + 1)} for number in range(3)]
assert len(sqs.send_message_batch(QueueUrl=url, Entries=[*entries, {"Id": "bad", "MessageBody": "\0"}])["Failed"]) == 1
refused("AWS.SimpleQueueService.EmptyBatchRequest", sqs.send_message_batch, QueueUrl=url, Entries=[])
received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
held = [{"Id": str(index), "ReceiptHandle": one["ReceiptHandle"]} for index, one in enumerate(received)]
changed = [{**one, "VisibilityTimeout": 50} for one in held]
assert len(sqs.change_message_visibility_batch(QueueUrl=url, Entries=changed)["Successful"]) == 3
assert len(sqs.delete_message_batch(QueueUrl=url, Entries=held)["Successful"]) == 3

# Dead letters, and back again.
source = sqs.create_queue(
    QueueName="source",
    Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1}), "VisibilityTimeout": "0"},
)["QueueUrl"]
assert sqs.list_dead_letter_source_queues(QueueUrl=url)["queueUrls"] == [source]
sqs.send_message(QueueUrl=source, MessageBody="dead")
sqs.receive_message(QueueUrl=source)
assert "Messages" not in sqs.receive_message(QueueUrl=source)
task = sqs.start_message_move_task(SourceArn=arn)["TaskHandle"]
assert sqs.receive_message(QueueUrl=source, WaitTimeSeconds=10)["Messages"][0]["Body"] == "dead"
assert len(sqs.list_message_move_tasks(SourceArn=arn)["Results"]) == 1
refused("ResourceNotFoundException", sqs.start_message_move_task, SourceArn=f"{arn}-none")
refused("ResourceNotFoundException", sqs.cancel_message_move_task, TaskHandle=task)

# FIFO: order within a group, repetitions, attempts.
fifo = sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
for body in ["1", "2", "2"]:
    sqs.send_message(QueueUrl=fifo, MessageBody=body, MessageGroupId="g")
attempt = {"QueueUrl": fifo, "MaxNumberOfMessages": 10, "ReceiveRequestAttemptId": "again"}
first = sqs.receive_message(**attempt)["Messages"]
assert [one["Body"] for one in first] == ["1", "2"]
assert sqs.receive_message(**attempt)["Messages"] == first
refused("MissingParameter", sqs.send_message, QueueUrl=fifo, MessageBody="x")

# A key of KMS.
key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
sealed = sqs.create_queue(QueueName="sealed", Attributes={"KmsMasterKeyId": key})["QueueUrl"]
sqs.send_message(QueueUrl=sealed, MessageBody="secret")
assert sqs.receive_message(QueueUrl=sealed)["Messages"][0]["Body"] == "secret"

sqs.purge_queue(QueueUrl=fifo)
refused("AWS.SimpleQueueService.PurgeQueueInProgress", sqs.purge_queue, QueueUrl=fifo)
for each in [url, source, fifo, sealed]:
    sqs.delete_queue(QueueUrl=each)
refused("AWS.SimpleQueueService.NonExistentQueue", sqs.delete_queue, QueueUrl=url)
