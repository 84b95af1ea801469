# boto3 against a yard: queues, topics, parameters and mails as a Python program uses them. Prints one line of JSON.
# Called by messaging.test.ts with the endpoint and the credentials in the environment.

import json

import boto3
from botocore.exceptions import ClientError


def code(call):
    try:
        call()
    except ClientError as error:
        return [type(error).__name__, error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return None


sqs = boto3.resource("sqs")
client = boto3.client("sqs")
queue = sqs.create_queue(QueueName="orders.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"})
queue.send_messages(Entries=[{"Id": str(n), "MessageBody": f"m{n}", "MessageGroupId": "g"} for n in range(3)])
messages = queue.receive_messages(MaxNumberOfMessages=10, WaitTimeSeconds=1, AttributeNames=["All"])
bodies = [message.body for message in messages]
for message in messages:
    message.delete()

sns = boto3.client("sns")
topic = sns.create_topic(Name="news")["TopicArn"]
account = topic.split(":")[4]
inbox = client.create_queue(QueueName="inbox")["QueueUrl"]
inbox_arn = client.get_queue_attributes(QueueUrl=inbox, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
policy = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": inbox_arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
    ],
}
client.set_queue_attributes(QueueUrl=inbox, Attributes={"Policy": json.dumps(policy)})
sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=inbox_arn, Attributes={"RawMessageDelivery": "true"})
sns.publish(TopicArn=topic, Message="hello", MessageAttributes={"a": {"DataType": "String", "StringValue": "b"}})
received = client.receive_message(QueueUrl=inbox, WaitTimeSeconds=20, MessageAttributeNames=["All"])["Messages"][0]

ssm = boto3.client("ssm")
for name in ["/app/a", "/app/b/c"]:
    ssm.put_parameter(Name=name, Value="1", Type="String")
pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/app", Recursive=True, PaginationConfig={"PageSize": 1})
names = [parameter["Name"] for page in pages for parameter in page["Parameters"]]

mail = {"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}}}
ses = boto3.client("sesv2")

print(
    json.dumps(
        {
            "bodies": bodies,
            "empty": queue.receive_messages(),
            "noGroup": code(lambda: client.send_message(QueueUrl=queue.url, MessageBody="x")),
            "noQueue": code(lambda: client.get_queue_url(QueueName="none")),
            "otherAttribute": code(lambda: client.create_queue(QueueName="inbox", Attributes={"DelaySeconds": "1"})),
            "noTopic": code(lambda: sns.publish(TopicArn=topic + "x", Message="x")),
            "received": [received["Body"], received["MessageAttributes"]["a"]["StringValue"]],
            "names": names,
            "noParameter": code(lambda: ssm.get_parameter(Name="none")),
            "notVerified": code(
                lambda: ses.send_email(
                    FromEmailAddress="a@example.com", Destination={"ToAddresses": ["b@example.com"]}, Content=mail
                )
            ),
        }
    )
)
