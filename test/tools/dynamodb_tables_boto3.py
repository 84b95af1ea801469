"""Every operation of DynamoDB's control plane through boto3, each once, with an error of each family."""

import gzip
import io
import json
import time

import boto3
from botocore.exceptions import ClientError

dynamodb = boto3.client("dynamodb")
s3 = boto3.client("s3")
kinesis = boto3.client("kinesis")
account = boto3.client("sts").get_caller_identity()["Account"]
bucket = f"tables-{account}"
s3.create_bucket(Bucket=bucket)

KEYS = {
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def error_of(call, **arguments):
    """The code of the error that the call answers."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError(f"{call} did not fail")


def until(wanted, status):
    """Waits until a status is no longer one of those that pass."""
    for _ in range(200):
        present = status()
        if present == wanted:
            return
        assert present in ("CREATING", "IN_PROGRESS", "ENABLING", "UPDATING"), present
        time.sleep(0.05)
    raise AssertionError(f"never {wanted}")


def table(name):
    return dynamodb.describe_table(TableName=name)["Table"]


def ids(name):
    return sorted(item["id"]["S"] for item in dynamodb.scan(TableName=name)["Items"])


# Tables, tags, time to live, limits
made = dynamodb.create_table(TableName="things", Tags=[{"Key": "team", "Value": "red"}], **KEYS)["TableDescription"]
assert made["TableStatus"] == "CREATING"
dynamodb.get_waiter("table_exists").wait(TableName="things")
assert error_of(dynamodb.create_table, TableName="things", **KEYS) == "ResourceInUseException"
arn = made["TableArn"]
assert dynamodb.list_tables()["TableNames"] == ["things"]
dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "stage", "Value": "test"}])
dynamodb.untag_resource(ResourceArn=arn, TagKeys=["team"])
assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "stage", "Value": "test"}]
ttl = {"AttributeName": "ttl", "Enabled": True}
dynamodb.update_time_to_live(TableName="things", TimeToLiveSpecification=ttl)
described = dynamodb.describe_time_to_live(TableName="things")["TimeToLiveDescription"]
assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}
assert error_of(dynamodb.update_time_to_live, TableName="things", TimeToLiveSpecification=ttl) == "ValidationException"
assert dynamodb.describe_limits()["TableMaxReadCapacityUnits"] > 0
assert dynamodb.describe_endpoints()["Endpoints"]

# UpdateTable: an index and a stream
dynamodb.update_table(
    TableName="things",
    AttributeDefinitions=[{"AttributeName": "group", "AttributeType": "S"}],
    GlobalSecondaryIndexUpdates=[
        {
            "Create": {
                "IndexName": "by-group",
                "KeySchema": [{"AttributeName": "group", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        }
    ],
)
until("ACTIVE", lambda: table("things")["GlobalSecondaryIndexes"][0]["IndexStatus"])
until("ACTIVE", lambda: table("things")["TableStatus"])
dynamodb.update_table(
    TableName="things", StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
)
assert error_of(dynamodb.update_table, TableName="things") == "ValidationException"

# Resource policies
statement = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "dynamodb:GetItem", "Resource": arn}
policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
revision = dynamodb.put_resource_policy(ResourceArn=arn, Policy=policy)["RevisionId"]
assert dynamodb.get_resource_policy(ResourceArn=arn)["RevisionId"] == revision
public = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Principal": "*"}]})
assert error_of(dynamodb.put_resource_policy, ResourceArn=arn, Policy=public) == "ValidationException"
dynamodb.delete_resource_policy(ResourceArn=arn)
assert error_of(dynamodb.get_resource_policy, ResourceArn=arn) == "PolicyNotFoundException"

# Kinesis
stream = f"arn:aws:kinesis:{dynamodb.meta.region_name}:{account}:stream/changes"
destination = {"TableName": "things", "StreamArn": stream}
assert error_of(dynamodb.enable_kinesis_streaming_destination, **destination) == "ResourceNotFoundException"
kinesis.create_stream(StreamName="changes", ShardCount=1)
kinesis.get_waiter("stream_exists").wait(StreamName="changes", WaiterConfig={"Delay": 1})
assert dynamodb.enable_kinesis_streaming_destination(**destination)["DestinationStatus"] == "ENABLING"
precision = {"ApproximateCreationDateTimePrecision": "MICROSECOND"}
dynamodb.update_kinesis_streaming_destination(**destination, UpdateKinesisStreamingConfiguration=precision)
(shown,) = dynamodb.describe_kinesis_streaming_destination(TableName="things")["KinesisDataStreamDestinations"]
assert shown["DestinationStatus"] == "ACTIVE" and shown["ApproximateCreationDateTimePrecision"] == "MICROSECOND"
dynamodb.put_item(TableName="things", Item={"id": {"S": "a"}, "group": {"S": "g"}})
shard = kinesis.list_shards(StreamName="changes")["Shards"][0]["ShardId"]
iterator = kinesis.get_shard_iterator(StreamName="changes", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
records = []
while not records:
    records = kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
assert json.loads(records[0]["Data"])["eventName"] == "INSERT"
dynamodb.disable_kinesis_streaming_destination(**destination)
assert error_of(dynamodb.disable_kinesis_streaming_destination, **destination) == "ValidationException"

# Backups
backup = dynamodb.create_backup(TableName="things", BackupName="first")["BackupDetails"]["BackupArn"]


def backup_status():
    return dynamodb.describe_backup(BackupArn=backup)["BackupDescription"]["BackupDetails"]["BackupStatus"]


until("AVAILABLE", backup_status)
assert [each["BackupArn"] for each in dynamodb.list_backups(TableName="things")["BackupSummaries"]] == [backup]
dynamodb.restore_table_from_backup(TargetTableName="from-backup", BackupArn=backup)
dynamodb.get_waiter("table_exists").wait(TableName="from-backup", WaiterConfig={"Delay": 1})
assert ids("from-backup") == ["a"]
again = {"TargetTableName": "from-backup", "BackupArn": backup}
assert error_of(dynamodb.restore_table_from_backup, **again) == "TableAlreadyExistsException"
dynamodb.delete_backup(BackupArn=backup)
assert error_of(dynamodb.describe_backup, BackupArn=backup) == "BackupNotFoundException"

# Point-in-time recovery
latest = {"SourceTableName": "things", "TargetTableName": "past", "UseLatestRestorableTime": True}
assert error_of(dynamodb.restore_table_to_point_in_time, **latest) == "PointInTimeRecoveryUnavailableException"
dynamodb.update_continuous_backups(
    TableName="things",
    PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7},
)
recovery = dynamodb.describe_continuous_backups(TableName="things")["ContinuousBackupsDescription"]
assert recovery["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"] == 7
dynamodb.restore_table_to_point_in_time(**latest)
dynamodb.get_waiter("table_exists").wait(TableName="past", WaiterConfig={"Delay": 1})
assert ids("past") == ["a"]
missing = {"TableName": "missing"}
assert error_of(dynamodb.describe_continuous_backups, **missing) == "TableNotFoundException"

# Export and import
export = dynamodb.export_table_to_point_in_time(TableArn=arn, S3Bucket=bucket, S3Prefix="out")["ExportDescription"]


def describe_export():
    return dynamodb.describe_export(ExportArn=export["ExportArn"])["ExportDescription"]


until("COMPLETED", lambda: describe_export()["ExportStatus"])
summary = json.load(s3.get_object(Bucket=bucket, Key=describe_export()["ExportManifest"])["Body"])
files = s3.get_object(Bucket=bucket, Key=summary["manifestFilesS3Key"])["Body"].read().decode().splitlines()
data = s3.get_object(Bucket=bucket, Key=json.loads(files[0])["dataFileS3Key"])["Body"].read()
lines = gzip.GzipFile(fileobj=io.BytesIO(data)).read().decode().splitlines()
assert [json.loads(line)["Item"]["id"]["S"] for line in lines] == ["a"]
assert [each["ExportArn"] for each in dynamodb.list_exports(TableArn=arn)["ExportSummaries"]] == [export["ExportArn"]]
assert error_of(dynamodb.describe_export, ExportArn=f"{export['ExportArn']}0") == "ExportNotFoundException"
s3.put_object(Bucket=bucket, Key="in/1.csv", Body=b"id,name\nx,one\ny,two\n")
source = {
    "S3BucketSource": {"S3Bucket": bucket, "S3KeyPrefix": "in/"},
    "InputFormat": "CSV",
    "TableCreationParameters": {"TableName": "imported", **KEYS},
}
imported = dynamodb.import_table(**source)["ImportTableDescription"]["ImportArn"]
until(
    "COMPLETED",
    lambda: dynamodb.describe_import(ImportArn=imported)["ImportTableDescription"]["ImportStatus"],
)
assert ids("imported") == ["x", "y"]
assert [each["ImportArn"] for each in dynamodb.list_imports()["ImportSummaryList"]] == [imported]
assert error_of(dynamodb.import_table, **source) == "ResourceInUseException"

# What is not there says so
assert error_of(dynamodb.list_contributor_insights) == "NotImplemented"

dynamodb.delete_table(TableName="things")
dynamodb.get_waiter("table_not_exists").wait(TableName="things")
(system,) = dynamodb.list_backups(BackupType="SYSTEM")["BackupSummaries"]
assert system["BackupName"] == "things$DeletedTableBackup"
