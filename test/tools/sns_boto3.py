# Every operation of SNS by boto3, against the yard that AWS_ENDPOINT_URL names. Asserts by itself and prints nothing. Called by
# sns.test.ts.

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
from botocore.exceptions import ClientError

sns = boto3.client("sns")
received = []


class Endpoint(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        received.append((self.headers["x-amz-sns-message-type"], json.loads(body)))
        self.send_response(200)
        self.end_headers()
        arrived.release()

    def log_message(self, *_):
        pass


arrived = threading.Semaphore(0)
server = HTTPServer(("127.0.0.1", 0), Endpoint)
threading.Thread(target=server.serve_forever, daemon=True).start()


def fails(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response["Error"]
        return
    raise AssertionError(f"{code} was expected")


# Topics, their attributes, permissions and tags.
topic = sns.create_topic(Name="news", Tags=[{"Key": "a", "Value": "1"}])["TopicArn"]
account = topic.split(":")[4]
fails("InvalidParameter", sns.create_topic, Name="no spaces")
sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="News")
assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"] == "News"
fails("NotFound", sns.get_topic_attributes, TopicArn=topic + "x")
assert sns.list_topics()["Topics"] == [{"TopicArn": topic}]
sns.add_permission(TopicArn=topic, Label="l", AWSAccountId=["123456789012"], ActionName=["Publish"])
sns.remove_permission(TopicArn=topic, Label="l")
sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "b", "Value": "2"}])
sns.untag_resource(ResourceArn=topic, TagKeys=["a"])
assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "b", "Value": "2"}]
fails("ResourceNotFound", sns.list_tags_for_resource, ResourceArn=topic + "x")

# An HTTP endpoint confirms, gets a message, and is let go.
url = f"http://127.0.0.1:{server.server_port}/"
assert sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=url)["SubscriptionArn"] == "pending confirmation"
assert arrived.acquire(timeout=20)
kind, message = received.pop()
assert kind == "SubscriptionConfirmation"
fails("InvalidParameter", sns.confirm_subscription, TopicArn=topic, Token="wrong")
subscription = sns.confirm_subscription(TopicArn=topic, Token=message["Token"])["SubscriptionArn"]
sns.set_subscription_attributes(
    SubscriptionArn=subscription, AttributeName="FilterPolicy", AttributeValue=json.dumps({"kind": ["a"]})
)
attributes = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
assert attributes["PendingConfirmation"] == "false"
assert sns.list_subscriptions()["Subscriptions"] == sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
sns.publish(TopicArn=topic, Message="not for you")
sns.publish_batch(
    TopicArn=topic,
    PublishBatchRequestEntries=[
        {"Id": "1", "Message": "for you", "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "a"}}}
    ],
)
assert arrived.acquire(timeout=20)
assert received.pop()[1]["Message"] == "for you"
fails("TooManyEntriesInBatchRequest", sns.publish_batch, TopicArn=topic,
      PublishBatchRequestEntries=[{"Id": str(n), "Message": "x"} for n in range(11)])
sns.unsubscribe(SubscriptionArn=subscription)
fails("NotFound", sns.get_subscription_attributes, SubscriptionArn=subscription)

# Text messages.
number = "+15555550100"
sns.set_sms_attributes(attributes={"DefaultSMSType": "Transactional"})
assert sns.get_sms_attributes()["attributes"] == {"DefaultSMSType": "Transactional"}
assert sns.publish(PhoneNumber=number, Message="hello")["MessageId"]
fails("InvalidParameter", sns.publish, PhoneNumber="nobody", Message="hello")
assert sns.check_if_phone_number_is_opted_out(phoneNumber=number)["isOptedOut"] is False
assert sns.list_phone_numbers_opted_out()["phoneNumbers"] == []
sns.opt_in_phone_number(phoneNumber=number)
assert sns.get_sms_sandbox_account_status()["IsInSandbox"] is False
sns.create_sms_sandbox_phone_number(PhoneNumber=number)
assert sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"] == [{"PhoneNumber": number, "Status": "Pending"}]
fails("VerificationException", sns.verify_sms_sandbox_phone_number, PhoneNumber=number, OneTimePassword="00000000")
fails("UserError", sns.delete_sms_sandbox_phone_number, PhoneNumber=number)
assert sns.list_origination_numbers()["PhoneNumbers"] == []

# Mobile push.
application = sns.create_platform_application(Name="app", Platform="GCM", Attributes={"PlatformCredential": "key"})[
    "PlatformApplicationArn"
]
sns.set_platform_application_attributes(PlatformApplicationArn=application, Attributes={"Enabled": "true"})
assert sns.get_platform_application_attributes(PlatformApplicationArn=application)["Attributes"] == {"Enabled": "true"}
assert len(sns.list_platform_applications()["PlatformApplications"]) == 1
device = sns.create_platform_endpoint(PlatformApplicationArn=application, Token="token")["EndpointArn"]
assert sns.publish(TargetArn=device, Message="hello")["MessageId"]
sns.set_endpoint_attributes(EndpointArn=device, Attributes={"Enabled": "false"})
assert sns.get_endpoint_attributes(EndpointArn=device)["Attributes"]["Enabled"] == "false"
fails("EndpointDisabled", sns.publish, TargetArn=device, Message="hello")
assert len(sns.list_endpoints_by_platform_application(PlatformApplicationArn=application)["Endpoints"]) == 1
sns.delete_endpoint(EndpointArn=device)
sns.delete_platform_application(PlatformApplicationArn=application)
fails("NotFound", sns.get_platform_application_attributes, PlatformApplicationArn=application)

# What is not there says so.
fails("NotImplemented", sns.get_data_protection_policy, ResourceArn=topic)
fails("NotImplemented", sns.put_data_protection_policy, ResourceArn=topic, DataProtectionPolicy="{}")

sns.delete_topic(TopicArn=topic)
sns.delete_topic(TopicArn=topic)
called = {name for name in re.findall(r"\bsns\.([a-z_]+)", open(__file__).read())}
missing = set(sns.meta.method_to_api_mapping) - called
assert not missing, missing
