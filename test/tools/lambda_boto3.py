"""Lambda through boto3: every operation that is there at least once, its waiters, streams and error classes."""

import io
import json
import zipfile

import boto3
from botocore.exceptions import ClientError

client = boto3.client("lambda")
account = boto3.client("sts").get_caller_identity()["Account"]
role = boto3.client("iam").create_role(
    RoleName="function",
    AssumeRolePolicyDocument=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)["Role"]["Arn"]
boto3.client("iam").attach_role_policy(
    RoleName="function", PolicyArn="arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"
)


def zipped(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return content.getvalue()


def fails(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
    else:
        raise AssertionError(f"{code} was expected")


# Layers.
layer = client.publish_layer_version(
    LayerName="words", Content={"ZipFile": zipped(words__txt="hello")}, CompatibleRuntimes=["python3.13"]
)
arn = layer["LayerVersionArn"]
version = {"LayerName": "words", "VersionNumber": 1}
assert client.get_layer_version(**version)["LayerVersionArn"] == arn
assert client.get_layer_version_by_arn(Arn=arn)["Version"] == 1
assert [each["LayerName"] for each in client.list_layers()["Layers"]] == ["words"]
assert len(client.list_layer_versions(LayerName="words")["LayerVersions"]) == 1
client.add_layer_version_permission(**version, StatementId="all", Action="lambda:GetLayerVersion", Principal="*")
assert "all" in client.get_layer_version_policy(**version)["Policy"]
client.remove_layer_version_permission(**version, StatementId="all")
fails("ResourceNotFoundException", client.get_layer_version_policy, **version)

# A function, its configuration and its code.
CODE = "import os\ndef handler(event, context):\n  print('seen')\n  return {'event': event, 'stage': os.environ.get('STAGE')}\n"
client.create_function(
    FunctionName="f",
    Runtime="python3.12",
    Handler="app.handler",
    Role=role,
    Code={"ZipFile": zipped(app__py=CODE)},
    Layers=[arn],
    LoggingConfig={"LogFormat": "JSON"},
)
f = {"FunctionName": "f"}
client.get_waiter("function_active_v2").wait(**f)
fails("ResourceConflictException", client.create_function, **f, Runtime="python3.12", Handler="app.handler", Role=role, Code={"ZipFile": zipped(app__py=CODE)})
client.update_function_configuration(**f, Environment={"Variables": {"STAGE": "test"}}, Layers=[])
client.get_waiter("function_updated_v2").wait(**f)
client.update_function_code(**f, ZipFile=zipped(app__py=CODE + "\n"))
assert client.get_function(**f)["Configuration"]["LoggingConfig"]["LogFormat"] == "JSON"
assert client.get_function_configuration(**f)["Handler"] == "app.handler"
assert [each["FunctionName"] for page in client.get_paginator("list_functions").paginate() for each in page["Functions"]] == ["f"]
assert client.get_account_settings()["AccountUsage"]["FunctionCount"] == 1
tags = {"Resource": client.get_function(**f)["Configuration"]["FunctionArn"]}
client.tag_resource(**tags, Tags={"a": "b"})
assert client.list_tags(**tags)["Tags"] == {"a": "b"}
client.untag_resource(**tags, TagKeys=["a"])

# Invocations.
answer = client.invoke(**f, Payload=json.dumps({"n": 1}), LogType="Tail")
assert json.loads(answer["Payload"].read()) == {"event": {"n": 1}, "stage": "test"}
assert client.invoke(**f, InvocationType="Event")["StatusCode"] == 202
assert client.invoke(**f, InvocationType="DryRun")["StatusCode"] == 204
assert client.invoke_async(**f, InvokeArgs=b"{}")["Status"] == 202
events = list(client.invoke_with_response_stream(**f, Payload=json.dumps({"n": 2}))["EventStream"])
assert json.loads(events[0]["PayloadChunk"]["Payload"])["event"] == {"n": 2}
assert "InvokeComplete" in events[-1]
fails("InvalidRequestContentException", client.invoke, **f, Payload="{")
fails("ResourceNotFoundException", client.invoke, FunctionName="absent")

# Versions, aliases, concurrency.
assert client.publish_version(**f)["Version"] == "1"
assert [each["Version"] for each in client.list_versions_by_function(**f)["Versions"]] == ["$LATEST", "1"]
client.create_alias(**f, Name="live", FunctionVersion="1")
client.update_alias(**f, Name="live", Description="in use")
assert client.get_alias(**f, Name="live")["Description"] == "in use"
assert len(client.list_aliases(**f)["Aliases"]) == 1
live = {**f, "Qualifier": "live"}
client.put_provisioned_concurrency_config(**live, ProvisionedConcurrentExecutions=1)
assert client.get_provisioned_concurrency_config(**live)["RequestedProvisionedConcurrentExecutions"] == 1
assert len(client.list_provisioned_concurrency_configs(**f)["ProvisionedConcurrencyConfigs"]) == 1
client.delete_provisioned_concurrency_config(**live)
fails("ProvisionedConcurrencyConfigNotFoundException", client.get_provisioned_concurrency_config, **live)
client.put_function_concurrency(**f, ReservedConcurrentExecutions=5)
assert client.get_function_concurrency(**f)["ReservedConcurrentExecutions"] == 5
client.delete_function_concurrency(**f)
client.put_function_recursion_config(**f, RecursiveLoop="Allow")
assert client.get_function_recursion_config(**f)["RecursiveLoop"] == "Allow"
client.put_runtime_management_config(**f, UpdateRuntimeOn="FunctionUpdate")
assert client.get_runtime_management_config(**f)["UpdateRuntimeOn"] == "FunctionUpdate"

# Permissions, settings of events, addresses.
client.add_permission(**f, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com")
assert "s3.amazonaws.com" in client.get_policy(**f)["Policy"]
client.remove_permission(**f, StatementId="s3")
fails("ResourceNotFoundException", client.get_policy, **f)
client.put_function_event_invoke_config(**f, MaximumRetryAttempts=0)
client.update_function_event_invoke_config(**f, MaximumEventAgeInSeconds=60)
assert client.get_function_event_invoke_config(**f)["MaximumEventAgeInSeconds"] == 60
assert len(client.list_function_event_invoke_configs(**f)["FunctionEventInvokeConfigs"]) == 1
client.delete_function_event_invoke_config(**f)
url = client.create_function_url_config(**f, AuthType="NONE")["FunctionUrl"]
client.update_function_url_config(**f, AuthType="AWS_IAM")
assert client.get_function_url_config(**f)["FunctionUrl"] == url
assert len(client.list_function_url_configs(**f)["FunctionUrlConfigs"]) == 1
client.delete_function_url_config(**f)

# Event sources.
sqs = boto3.client("sqs")
queue = sqs.create_queue(QueueName="in")["QueueUrl"]
source = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
uuid = client.create_event_source_mapping(EventSourceArn=source, **f, Enabled=False)["UUID"]
client.update_event_source_mapping(UUID=uuid, BatchSize=5)
assert client.get_event_source_mapping(UUID=uuid)["BatchSize"] == 5
assert len(client.list_event_source_mappings(**f)["EventSourceMappings"]) == 1
client.delete_event_source_mapping(UUID=uuid)

# A durable function, which checkpoints by boto3 itself.
DURABLE = """
import boto3

client = boto3.client("lambda")

def handler(event, context):
    execution = {"DurableExecutionArn": event["DurableExecutionArn"]}
    start = {"Type": "CALLBACK", "Action": "START", "CallbackOptions": {"HeartbeatTimeoutSeconds": 60}}
    updates = [{"Id": id, **start} for id in ("good", "bad")]
    answer = client.checkpoint_durable_execution(**execution, CheckpointToken=event["CheckpointToken"], Updates=updates)
    good, bad = [each["CallbackDetails"]["CallbackId"] for each in answer["NewExecutionState"]["Operations"]]
    state = client.get_durable_execution_state(**execution, CheckpointToken=answer["CheckpointToken"])
    client.send_durable_execution_callback_heartbeat(CallbackId=good)
    client.send_durable_execution_callback_success(CallbackId=good, Result=b"1")
    client.send_durable_execution_callback_failure(CallbackId=bad, Error={"ErrorMessage": "no"})
    return {"Status": "SUCCEEDED", "Result": str(len(state["Operations"]))}
"""
durable = {"Effect": "Allow", "Action": "lambda:*Durable*", "Resource": "*"}
boto3.client("iam").put_role_policy(
    RoleName="function", PolicyName="durable", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [durable]})
)
client.create_function(
    FunctionName="durable",
    Runtime="python3.12",
    Handler="app.handler",
    Role=role,
    Code={"ZipFile": zipped(app__py=DURABLE)},
    Timeout=30,
    DurableConfig={"ExecutionTimeout": 60},
)
answer = client.invoke(FunctionName="durable:$LATEST", DurableExecutionName="first")
assert json.loads(answer["Payload"].read()) == 3
execution = {"DurableExecutionArn": answer["DurableExecutionArn"]}
assert client.get_durable_execution(**execution)["Status"] == "SUCCEEDED"
events = [each["EventType"] for each in client.get_durable_execution_history(**execution)["Events"]]
assert events[0] == "ExecutionStarted" and "CallbackFailed" in events and events[-1] == "ExecutionSucceeded", events
named = client.list_durable_executions_by_function(FunctionName="durable", Qualifier="$LATEST")["DurableExecutions"]
assert [each["DurableExecutionName"] for each in named] == ["first"]
second = client.invoke(FunctionName="durable:$LATEST", InvocationType="Event", DurableExecutionName="second")
assert "StopTimestamp" in client.stop_durable_execution(DurableExecutionArn=second["DurableExecutionArn"])
fails("ResourceNotFoundException", client.get_durable_execution, DurableExecutionArn=execution["DurableExecutionArn"][:-1] + "0")
client.delete_function(FunctionName="durable")

client.delete_alias(**f, Name="live")
client.delete_layer_version(**version)
client.delete_function(**f)
fails("ResourceNotFoundException", client.get_function, **f)
