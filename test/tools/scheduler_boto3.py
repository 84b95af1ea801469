# Every operation of EventBridge Scheduler by boto3, against the yard that AWS_ENDPOINT_URL names. Asserts by itself and prints nothing. Called
# by scheduler.test.ts.

import datetime
import json
import re

import boto3
from botocore.exceptions import ClientError

scheduler = boto3.client("scheduler")
sqs = boto3.client("sqs")
iam = boto3.client("iam")


def fails(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response["Error"]
        return
    raise AssertionError(f"{code} was expected")


def document(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


queue = sqs.create_queue(QueueName="work")["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
trust = document(Principal={"Service": "scheduler.amazonaws.com"}, Action="sts:AssumeRole")
role = iam.create_role(RoleName="sender", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
iam.put_role_policy(
    RoleName="sender", PolicyName="send", PolicyDocument=document(Action="sqs:SendMessage", Resource=arn)
)
off = {"Mode": "OFF"}
target = {"Arn": arn, "RoleArn": role, "Input": "hello"}

# Groups and their tags.
group = scheduler.create_schedule_group(Name="team", Tags=[{"Key": "a", "Value": "1"}])["ScheduleGroupArn"]
fails("ConflictException", scheduler.create_schedule_group, Name="team")
scheduler.tag_resource(ResourceArn=group, Tags=[{"Key": "b", "Value": "2"}])
scheduler.untag_resource(ResourceArn=group, TagKeys=["a"])
assert scheduler.list_tags_for_resource(ResourceArn=group)["Tags"] == [{"Key": "b", "Value": "2"}]
assert scheduler.get_schedule_group(Name="team")["State"] == "ACTIVE"
assert [one["Name"] for one in scheduler.list_schedule_groups()["ScheduleGroups"]] == ["default", "team"]

# A rate begins at once.
fails("ValidationException", scheduler.create_schedule, Name="s", ScheduleExpression="daily", FlexibleTimeWindow=off,
      Target=target)
scheduler.create_schedule(
    Name="s", GroupName="team", ScheduleExpression="rate(1 day)", FlexibleTimeWindow=off, Target=target
)
messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]
assert [message["Body"] for message in messages] == ["hello"]

later = datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc)
scheduler.update_schedule(
    Name="s",
    GroupName="team",
    ScheduleExpression="cron(0 9 ? * MON#1 *)",
    ScheduleExpressionTimezone="Asia/Kolkata",
    StartDate=later,
    FlexibleTimeWindow={"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5},
    Target=target,
)
schedule = scheduler.get_schedule(Name="s", GroupName="team")
assert schedule["StartDate"] == later and schedule["ScheduleExpressionTimezone"] == "Asia/Kolkata"
fails("ResourceNotFoundException", scheduler.get_schedule, Name="s")
assert [one["Name"] for one in scheduler.list_schedules(GroupName="team", State="ENABLED")["Schedules"]] == ["s"]
scheduler.delete_schedule(Name="s", GroupName="team")
fails("ResourceNotFoundException", scheduler.delete_schedule, Name="s", GroupName="team")
scheduler.delete_schedule_group(Name="team")

called = set(re.findall(r"\bscheduler\.([a-z_]+)", open(__file__).read()))
missing = set(scheduler.meta.method_to_api_mapping) - called
assert not missing, missing
