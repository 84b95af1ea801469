# boto3 against a yard: every operation on buckets as a Python program uses it, and an error of each kind. Prints one
# line of JSON. Called by s3-buckets.test.ts with the endpoint and the credentials in the environment.

import json
import os
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
B = "boto3-buckets"
TARGET = "boto3-target"
called = set()
s3.meta.events.register("before-call.s3", lambda model, **_: called.add(model.name))


def code(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def absent(name, **parameters):
    """The error of a configuration that is not there."""
    return code(getattr(s3, name), Bucket=B, **parameters)


s3.create_bucket(Bucket=B, ObjectOwnership="ObjectWriter")
s3.create_bucket(Bucket=TARGET)
result = {
    "region": s3.head_bucket(Bucket=B)["BucketRegion"],
    "location": s3.get_bucket_location(Bucket=B)["LocationConstraint"],
    "listed": [bucket["Name"] for bucket in s3.list_buckets(Prefix="boto3-")["Buckets"]],
    "taken": code(s3.create_bucket, Bucket=B, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}),
    "name": code(s3.create_bucket, Bucket="Not-A-Name"),
}

result["absent"] = {
    "cors": absent("get_bucket_cors"),
    "lifecycle": absent("get_bucket_lifecycle_configuration"),
    "policy": absent("get_bucket_policy"),
    "policyStatus": absent("get_bucket_policy_status"),
    "replication": absent("get_bucket_replication"),
    "tagging": absent("get_bucket_tagging"),
    "website": absent("get_bucket_website"),
    "objectLock": absent("get_object_lock_configuration"),
}

# Access
s3.put_bucket_acl(Bucket=B, ACL="private")
s3.delete_public_access_block(Bucket=B)
result["absent"]["publicAccessBlock"] = absent("get_public_access_block")
s3.put_object(Bucket=B, Key="open", Body=b"open", ACL="public-read")
s3.put_object_acl(Bucket=B, Key="open", ACL="public-read")
result["grants"] = len(s3.get_object_acl(Bucket=B, Key="open")["Grants"])
result["bucketGrants"] = len(s3.get_bucket_acl(Bucket=B)["Grants"])
result["anonymous"] = urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/{B}/open").read().decode()
block = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
s3.put_public_access_block(Bucket=B, PublicAccessBlockConfiguration=block)
result["blocked"] = code(s3.put_bucket_acl, Bucket=B, ACL="public-read")
result["block"] = s3.get_public_access_block(Bucket=B)["PublicAccessBlockConfiguration"] == block
rules = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
s3.put_bucket_ownership_controls(Bucket=B, OwnershipControls=rules)
result["disabled"] = code(s3.put_bucket_acl, Bucket=B, ACL="private")
result["ownership"] = s3.get_bucket_ownership_controls(Bucket=B)["OwnershipControls"] == rules
s3.delete_bucket_ownership_controls(Bucket=B)
result["absent"]["ownership"] = absent("get_bucket_ownership_controls")
statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObjectAcl", "Resource": f"arn:aws:s3:::{B}/x/*"}
s3.put_bucket_policy(Bucket=B, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
result["policy"] = json.loads(s3.get_bucket_policy(Bucket=B)["Policy"])["Statement"] == [statement]
result["public"] = s3.get_bucket_policy_status(Bucket=B)["PolicyStatus"]["IsPublic"]
result["malformed"] = code(s3.put_bucket_policy, Bucket=B, Policy="{}")
s3.delete_bucket_policy(Bucket=B)

# Configurations: written, read back, and taken away
s3.put_bucket_tagging(Bucket=B, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
result["tags"] = s3.get_bucket_tagging(Bucket=B)["TagSet"]
s3.delete_bucket_tagging(Bucket=B)
cors = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
s3.put_bucket_cors(Bucket=B, CORSConfiguration=cors)
result["cors"] = s3.get_bucket_cors(Bucket=B)["CORSRules"] == cors["CORSRules"]
s3.delete_bucket_cors(Bucket=B)
website = {"IndexDocument": {"Suffix": "index.html"}}
s3.put_bucket_website(Bucket=B, WebsiteConfiguration=website)
result["website"] = s3.get_bucket_website(Bucket=B)["IndexDocument"] == website["IndexDocument"]
s3.delete_bucket_website(Bucket=B)
rule = {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "a/"}, "Expiration": {"Days": 1}}
s3.put_bucket_lifecycle_configuration(Bucket=B, LifecycleConfiguration={"Rules": [rule]})
result["lifecycle"] = s3.get_bucket_lifecycle_configuration(Bucket=B)["Rules"] == [rule]
s3.delete_bucket_lifecycle(Bucket=B)
result["encryption"] = s3.get_bucket_encryption(Bucket=B)["ServerSideEncryptionConfiguration"]["Rules"][0][
    "ApplyServerSideEncryptionByDefault"
]["SSEAlgorithm"]
algorithm = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
s3.put_bucket_encryption(Bucket=B, ServerSideEncryptionConfiguration=algorithm)
s3.delete_bucket_encryption(Bucket=B)
s3.put_bucket_versioning(Bucket=B, VersioningConfiguration={"Status": "Enabled"})
result["versioning"] = s3.get_bucket_versioning(Bucket=B)["Status"]
s3.put_bucket_versioning(Bucket=TARGET, VersioningConfiguration={"Status": "Enabled"})
trust = {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole"}
document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
role = boto3.client("iam").create_role(RoleName="replication", AssumeRolePolicyDocument=document)["Role"]["Arn"]
copies = {
    "ID": "r",
    "Status": "Enabled",
    "Priority": 1,
    "Filter": {"Prefix": "in/"},
    "DeleteMarkerReplication": {"Status": "Disabled"},
    "Destination": {"Bucket": f"arn:aws:s3:::{TARGET}"},
}
s3.put_bucket_replication(Bucket=B, ReplicationConfiguration={"Role": role, "Rules": [copies]})
result["replication"] = s3.get_bucket_replication(Bucket=B)["ReplicationConfiguration"]["Rules"] == [copies]
s3.delete_bucket_replication(Bucket=B)
s3.put_bucket_request_payment(Bucket=B, RequestPaymentConfiguration={"Payer": "Requester"})
result["payer"] = s3.get_bucket_request_payment(Bucket=B)["Payer"]
s3.put_bucket_accelerate_configuration(Bucket=B, AccelerateConfiguration={"Status": "Enabled"})
result["acceleration"] = s3.get_bucket_accelerate_configuration(Bucket=B)["Status"]
logging = {"LoggingEnabled": {"TargetBucket": TARGET, "TargetPrefix": "log/"}}
s3.put_bucket_logging(Bucket=B, BucketLoggingStatus=logging)
result["logging"] = s3.get_bucket_logging(Bucket=B)["LoggingEnabled"] == logging["LoggingEnabled"]
s3.put_bucket_notification_configuration(Bucket=B, NotificationConfiguration={"EventBridgeConfiguration": {}})
result["notifications"] = "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=B)
queue = {"Id": "q", "QueueArn": "arn:aws:sqs:us-east-1:111122223333:none", "Events": ["s3:ObjectCreated:*"]}
result["destination"] = code(
    s3.put_bucket_notification_configuration, Bucket=B, NotificationConfiguration={"QueueConfigurations": [queue]}
)

# Archives
s3.put_object(Bucket=B, Key="cold", Body=b"x", StorageClass="GLACIER")
result["archived"] = code(s3.get_object, Bucket=B, Key="cold")
s3.restore_object(Bucket=B, Key="cold", RestoreRequest={"Days": 1, "GlacierJobParameters": {"Tier": "Standard"}})
result["restore"] = s3.head_object(Bucket=B, Key="cold")["Restore"]

result["notEmpty"] = code(s3.delete_bucket, Bucket=B)
for version in s3.list_object_versions(Bucket=B)["Versions"]:
    s3.delete_object(Bucket=B, Key=version["Key"], VersionId=version["VersionId"])
s3.delete_bucket(Bucket=B)
result["gone"] = code(s3.head_bucket, Bucket=B)
result["called"] = sorted(name for name in called if "Bucket" in name or "PublicAccess" in name)
print(json.dumps(result))
