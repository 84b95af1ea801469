# boto3 against a yard: every operation of Pipes, with messages through one, and representative errors. It asserts by itself
# and prints nothing. Called by pipes.test.ts with the endpoint and the credentials in the environment.

import json
import time

import boto3
from botocore.exceptions import ClientError

pipes = boto3.client("pipes")
iam = boto3.client("iam")
sqs = boto3.resource("sqs")
called = set()
pipes.meta.events.register("before-call.pipes", lambda model, **_: called.add(model.name))


def code(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def settle(state):
    while True:
        pipe = pipes.describe_pipe(Name="copy")
        if pipe["CurrentState"] == state:
            return pipe
        assert "FAILED" not in pipe["CurrentState"], pipe["StateReason"]
        time.sleep(0.02)


def allow(actions):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}


trust = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "pipes.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
role = iam.create_role(RoleName="pipe", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
iam.put_role_policy(RoleName="pipe", PolicyName="own", PolicyDocument=json.dumps(allow(["sqs:*"])))
source = sqs.create_queue(QueueName="source")
target = sqs.create_queue(QueueName="target")

made = pipes.create_pipe(
    Name="copy",
    Source=source.attributes["QueueArn"],
    Target=target.attributes["QueueArn"],
    RoleArn=role,
    Tags={"a": "1"},
    TargetParameters={"InputTemplate": "<$.body>"},
)
assert made["CurrentState"] == "CREATING"
settle("RUNNING")
again = {"Name": "copy", "Source": source.attributes["QueueArn"], "Target": target.attributes["QueueArn"]}
assert code(pipes.create_pipe, RoleArn=role, **again) == "ConflictException"
source.send_message(MessageBody="hello")
assert [message.body for message in target.receive_messages(WaitTimeSeconds=10)] == ["hello"]

pipes.stop_pipe(Name="copy")
settle("STOPPED")
pipes.start_pipe(Name="copy")
settle("RUNNING")
pipes.update_pipe(Name="copy", RoleArn=role, Description="Changed", DesiredState="STOPPED")
assert settle("STOPPED")["Description"] == "Changed"
assert [pipe["Name"] for pipe in pipes.list_pipes(NamePrefix="co")["Pipes"]] == ["copy"]
pipes.tag_resource(resourceArn=made["Arn"], tags={"b": "2"})
pipes.untag_resource(resourceArn=made["Arn"], tagKeys=["a"])
assert pipes.list_tags_for_resource(resourceArn=made["Arn"])["tags"] == {"b": "2"}
pipes.delete_pipe(Name="copy")
while code(pipes.describe_pipe, Name="copy") is None:
    time.sleep(0.02)
assert code(pipes.describe_pipe, Name="copy") == "NotFoundException"

missing = set(pipes.meta.service_model.operation_names) - called
assert not missing, missing
