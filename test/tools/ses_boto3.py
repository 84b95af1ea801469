# boto3 against a yard: every operation of both versions of SES that is served, with mails through them, and representative errors. It
# asserts by itself and prints nothing. Called by ses.test.ts with the endpoint and the credentials in the environment.

import json
from datetime import datetime

import boto3
from botocore.exceptions import ClientError

v1 = boto3.client("ses")
v2 = boto3.client("sesv2")
sns = boto3.client("sns")
called = {"ses": set(), "sesv2": set()}
v1.meta.events.register("before-call.ses", lambda model, **_: called["ses"].add(model.name))
v2.meta.events.register("before-call.sesv2", lambda model, **_: called["sesv2"].add(model.name))
account = boto3.client("sts").get_caller_identity()["Account"]
region = v1.meta.region_name
arn = f"arn:aws:ses:{region}:{account}"


def code(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def policy(action, resource, principal):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


topic = sns.create_topic(Name="mails")["TopicArn"]
sns.set_topic_attributes(
    TopicArn=topic,
    AttributeName="Policy",
    AttributeValue=policy("sns:Publish", topic, {"Service": "ses.amazonaws.com"}),
)

# Identities, version 1.
v1.verify_email_identity(EmailAddress="new@example.com")
v1.verify_email_address(EmailAddress="old@example.com")
states = v1.get_identity_verification_attributes(Identities=["new@example.com"])["VerificationAttributes"]
assert states["new@example.com"]["VerificationStatus"] == "Pending"
v1.delete_verified_email_address(EmailAddress="old@example.com")
assert v1.verify_domain_identity(Domain="example.org")["VerificationToken"]
tokens = v1.verify_domain_dkim(Domain="example.org")["DkimTokens"]
assert v1.list_identities(IdentityType="Domain")["Identities"] == ["example.org"]
assert v1.list_verified_email_addresses()["VerifiedEmailAddresses"] == []
v1.set_identity_dkim_enabled(Identity="example.org", DkimEnabled=True)
dkim = v1.get_identity_dkim_attributes(Identities=["example.org"])["DkimAttributes"]["example.org"]
assert dkim["DkimTokens"] == tokens
for kind in ("Bounce", "Complaint", "Delivery"):
    v1.set_identity_notification_topic(Identity="example.org", NotificationType=kind, SnsTopic=topic)
    v1.set_identity_headers_in_notifications_enabled(Identity="example.org", NotificationType=kind, Enabled=True)
v1.set_identity_feedback_forwarding_enabled(Identity="example.org", ForwardingEnabled=False)
told = v1.get_identity_notification_attributes(Identities=["example.org"])["NotificationAttributes"]["example.org"]
assert told["BounceTopic"] == topic and told["HeadersInBounceNotificationsEnabled"] and not told["ForwardingEnabled"]
v1.set_identity_mail_from_domain(Identity="example.org", MailFromDomain="mail.example.org")
domains = v1.get_identity_mail_from_domain_attributes(Identities=["example.org"])["MailFromDomainAttributes"]
assert domains["example.org"]["MailFromDomain"] == "mail.example.org"
own = policy("ses:SendEmail", f"{arn}:identity/example.org", {"AWS": account})
v1.put_identity_policy(Identity="example.org", PolicyName="own", Policy=own)
assert v1.list_identity_policies(Identity="example.org")["PolicyNames"] == ["own"]
assert v1.get_identity_policies(Identity="example.org", PolicyNames=["own"])["Policies"] == {"own": own}
v1.delete_identity_policy(Identity="example.org", PolicyName="own")

# Templates and configuration sets, version 1.
template = {"TemplateName": "hi", "SubjectPart": "Hi {{name}}", "TextPart": "Dear {{name}}"}
v1.create_template(Template=template)
v1.update_template(Template=template)
assert v1.get_template(TemplateName="hi")["Template"] == template
assert [one["Name"] for one in v1.list_templates()["TemplatesMetadata"]] == ["hi"]
assert "Dear Ann" in v1.test_render_template(TemplateName="hi", TemplateData='{"name":"Ann"}')["RenderedTemplate"]
assert code(v1.test_render_template, TemplateName="hi", TemplateData="{}") == "MissingRenderingAttribute"
v1.create_configuration_set(ConfigurationSet={"Name": "one"})
assert code(v1.create_configuration_set, ConfigurationSet={"Name": "one"}) == "ConfigurationSetAlreadyExists"
assert v1.list_configuration_sets()["ConfigurationSets"] == [{"Name": "one"}]
destination = {"Name": "sns", "Enabled": True, "MatchingEventTypes": ["send"], "SNSDestination": {"TopicARN": topic}}
v1.create_configuration_set_event_destination(ConfigurationSetName="one", EventDestination=destination)
v1.update_configuration_set_event_destination(ConfigurationSetName="one", EventDestination=destination)
v1.put_configuration_set_delivery_options(ConfigurationSetName="one", DeliveryOptions={"TlsPolicy": "Require"})
v1.update_configuration_set_reputation_metrics_enabled(ConfigurationSetName="one", Enabled=True)
v1.update_configuration_set_sending_enabled(ConfigurationSetName="one", Enabled=True)
shown = v1.describe_configuration_set(
    ConfigurationSetName="one", ConfigurationSetAttributeNames=["eventDestinations", "deliveryOptions"]
)
assert shown["EventDestinations"] == [destination] and shown["DeliveryOptions"] == {"TlsPolicy": "Require"}
v1.delete_configuration_set_event_destination(ConfigurationSetName="one", EventDestinationName="sns")

# Sending, version 1.
to = {"ToAddresses": ["b@elsewhere.example"]}
message = {"Subject": {"Data": "Grüße"}, "Body": {"Html": {"Data": "<p>Hi</p>"}}}
assert v1.send_email(Source="a@example.org", Destination=to, Message=message, ConfigurationSetName="one")["MessageId"]
assert code(v1.send_email, Source="a@example.net", Destination=to, Message=message) == "MessageRejected"
raw = b"From: a@example.org\r\nTo: b@elsewhere.example\r\nSubject: Hi\r\n\r\nHello\r\n"
v1.send_raw_email(RawMessage={"Data": raw})
v1.send_templated_email(Source="a@example.org", Destination=to, Template="hi", TemplateData='{"name":"Bob"}')
bulk = v1.send_bulk_templated_email(
    Source="a@example.org", Template="hi", DefaultTemplateData='{"name":"you"}', Destinations=[{"Destination": to}]
)
assert bulk["Status"][0]["Status"] == "Success"
assert v1.get_send_quota()["SentLast24Hours"] == 4
assert sum(point["DeliveryAttempts"] for point in v1.get_send_statistics()["SendDataPoints"]) == 4
v1.update_account_sending_enabled(Enabled=True)
assert v1.get_account_sending_enabled()["Enabled"]
words = {
    "FromEmailAddress": "a@example.org",
    "TemplateSubject": "Please",
    "TemplateContent": "<p>Click</p>",
    "SuccessRedirectionURL": "https://example.org/yes",
    "FailureRedirectionURL": "https://example.org/no",
}
v1.create_custom_verification_email_template(TemplateName="mine", **words)
v1.update_custom_verification_email_template(TemplateName="mine", TemplateSubject="Now")
assert v1.get_custom_verification_email_template(TemplateName="mine")["TemplateSubject"] == "Now"
assert len(v1.list_custom_verification_email_templates()["CustomVerificationEmailTemplates"]) == 1
v1.send_custom_verification_email(EmailAddress="c@elsewhere.example", TemplateName="mine")
v1.delete_custom_verification_email_template(TemplateName="mine")

# Receiving.
v1.create_receipt_rule_set(RuleSetName="main")
rule = {"Name": "tell", "Enabled": True, "Recipients": ["example.org"], "Actions": [{"SNSAction": {"TopicArn": topic}}]}
v1.create_receipt_rule(RuleSetName="main", Rule=rule)
v1.create_receipt_rule(RuleSetName="main", Rule={"Name": "second"}, After="tell")
v1.update_receipt_rule(RuleSetName="main", Rule={"Name": "second", "Enabled": False})
v1.set_receipt_rule_position(RuleSetName="main", RuleName="second")
v1.reorder_receipt_rule_set(RuleSetName="main", RuleNames=["tell", "second"])
assert v1.describe_receipt_rule(RuleSetName="main", RuleName="tell")["Rule"]["Recipients"] == ["example.org"]
assert len(v1.describe_receipt_rule_set(RuleSetName="main")["Rules"]) == 2
v1.clone_receipt_rule_set(RuleSetName="copy", OriginalRuleSetName="main")
assert len(v1.list_receipt_rule_sets()["RuleSets"]) == 2
v1.set_active_receipt_rule_set(RuleSetName="main")
assert v1.describe_active_receipt_rule_set()["Metadata"]["Name"] == "main"
v1.create_receipt_filter(Filter={"Name": "home", "IpFilter": {"Policy": "Allow", "Cidr": "127.0.0.1"}})
assert len(v1.list_receipt_filters()["Filters"]) == 1
bounced = [{"Recipient": "x@example.org", "BounceType": "DoesNotExist"}]
bounce = {"OriginalMessageId": "gone", "BounceSender": "a@example.org", "BouncedRecipientInfoList": bounced}
assert code(v1.send_bounce, **bounce) == "MessageRejected"
v1.delete_receipt_filter(FilterName="home")
v1.set_active_receipt_rule_set()
v1.delete_receipt_rule(RuleSetName="main", RuleName="second")
v1.delete_receipt_rule_set(RuleSetName="copy")
assert code(v1.describe_receipt_rule_set, RuleSetName="copy") == "RuleSetDoesNotExist"
v1.delete_template(TemplateName="hi")
v1.delete_configuration_set(ConfigurationSetName="one")
v1.delete_identity(Identity="example.org")

# Version 2: identities.
identity = {"EmailIdentity": "example.com"}
assert v2.create_email_identity(**identity, Tags=[{"Key": "a", "Value": "1"}])["VerifiedForSendingStatus"]
assert code(v2.create_email_identity, **identity) == "AlreadyExistsException"
v2.create_configuration_set(ConfigurationSetName="two", Tags=[{"Key": "a", "Value": "1"}])
v2.put_email_identity_configuration_set_attributes(**identity, ConfigurationSetName="two")
v2.put_email_identity_dkim_attributes(**identity, SigningEnabled=True)
v2.put_email_identity_dkim_signing_attributes(**identity, SigningAttributesOrigin="AWS_SES")
v2.put_email_identity_feedback_attributes(**identity, EmailForwardingEnabled=True)
v2.put_email_identity_mail_from_attributes(**identity, MailFromDomain="mail.example.com")
own = policy("ses:SendEmail", f"{arn}:identity/example.com", {"AWS": account})
v2.create_email_identity_policy(**identity, PolicyName="own", Policy=own)
v2.update_email_identity_policy(**identity, PolicyName="own", Policy=own)
assert v2.get_email_identity_policies(**identity)["Policies"] == {"own": own}
v2.delete_email_identity_policy(**identity, PolicyName="own")
found = v2.get_email_identity(**identity)
assert found["ConfigurationSetName"] == "two" and found["MailFromAttributes"]["MailFromDomain"] == "mail.example.com"
assert "example.com" in [one["IdentityName"] for one in v2.list_email_identities()["EmailIdentities"]]

# Version 2: configuration sets, suppression, the account.
one = {"ConfigurationSetName": "two"}
bus = f"arn:aws:events:{region}:{account}:event-bus/default"
place = {"Enabled": True, "MatchingEventTypes": ["SEND"], "EventBridgeDestination": {"EventBusArn": bus}}
v2.create_configuration_set_event_destination(**one, EventDestinationName="bus", EventDestination=place)
v2.update_configuration_set_event_destination(**one, EventDestinationName="bus", EventDestination=place)
assert v2.get_configuration_set_event_destinations(**one)["EventDestinations"] == [{"Name": "bus", **place}]
v2.delete_configuration_set_event_destination(**one, EventDestinationName="bus")
v2.put_configuration_set_sending_options(**one, SendingEnabled=True)
v2.put_configuration_set_reputation_options(**one, ReputationMetricsEnabled=True)
v2.put_configuration_set_suppression_options(**one, SuppressedReasons=["BOUNCE"])
v2.put_configuration_set_delivery_options(**one, TlsPolicy="REQUIRE", MaxDeliverySeconds=600)
shown = v2.get_configuration_set(**one)
assert shown["DeliveryOptions"] == {"TlsPolicy": "REQUIRE", "MaxDeliverySeconds": 600}
assert v2.list_configuration_sets()["ConfigurationSets"] == ["two"]
v2.put_suppressed_destination(EmailAddress="gone@elsewhere.example", Reason="BOUNCE")
assert v2.get_suppressed_destination(EmailAddress="gone@elsewhere.example")["SuppressedDestination"]["Reason"] == "BOUNCE"
listed = v2.list_suppressed_destinations(Reasons=["BOUNCE"], StartDate=datetime(2020, 1, 1))
assert len(listed["SuppressedDestinationSummaries"]) == 1
v2.delete_suppressed_destination(EmailAddress="gone@elsewhere.example")
v2.put_account_details(MailType="TRANSACTIONAL", WebsiteURL="https://example.com", ProductionAccessEnabled=True)
v2.put_account_sending_attributes(SendingEnabled=True)
v2.put_account_suppression_attributes(SuppressedReasons=["BOUNCE", "COMPLAINT"])
assert v2.get_account()["Details"]["MailType"] == "TRANSACTIONAL"

# Version 2: templates and mails.
content = {"Subject": "Hi {{name}}", "Text": "Dear {{name}}"}
v2.create_email_template(TemplateName="hi", TemplateContent=content)
v2.update_email_template(TemplateName="hi", TemplateContent=content)
assert v2.get_email_template(TemplateName="hi")["TemplateContent"] == content
assert [one["TemplateName"] for one in v2.list_email_templates()["TemplatesMetadata"]] == ["hi"]
assert "Dear Ann" in v2.test_render_email_template(TemplateName="hi", TemplateData='{"name":"Ann"}')["RenderedTemplate"]
attached = {"FileName": "a.txt", "RawContent": b"attached"}
simple = {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}, "Attachments": [attached]}
v2.send_email(FromEmailAddress="a@example.com", Destination=to, Content={"Simple": simple})
v2.send_bulk_email(
    FromEmailAddress="a@example.com",
    DefaultContent={"Template": {"TemplateName": "hi", "TemplateData": '{"name":"you"}'}},
    BulkEmailEntries=[{"Destination": to}],
)
words["FromEmailAddress"] = "a@example.com"
v2.create_custom_verification_email_template(TemplateName="mine", **words)
v2.update_custom_verification_email_template(TemplateName="mine", **words)
assert v2.get_custom_verification_email_template(TemplateName="mine")["TemplateSubject"] == "Please"
assert len(v2.list_custom_verification_email_templates()["CustomVerificationEmailTemplates"]) == 1
v2.send_custom_verification_email(EmailAddress="d@elsewhere.example", TemplateName="mine")
v2.delete_custom_verification_email_template(TemplateName="mine")

# Version 2: contact lists, with the link by which a contact leaves.
news = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}
v2.create_contact_list(ContactListName="all", Topics=[news])
v2.update_contact_list(ContactListName="all", Topics=[news], Description="All")
assert v2.get_contact_list(ContactListName="all")["Topics"] == [news]
assert len(v2.list_contact_lists()["ContactLists"]) == 1
contact = {"ContactListName": "all", "EmailAddress": "e@elsewhere.example"}
v2.create_contact(**contact)
v2.update_contact(**contact, TopicPreferences=[{"TopicName": "news", "SubscriptionStatus": "OPT_IN"}])
simple = {"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "Leave: {{amazonSESUnsubscribeUrl}}"}}}
v2.send_email(
    FromEmailAddress="a@example.com",
    Destination={"ToAddresses": ["e@elsewhere.example"]},
    Content={"Simple": simple},
    ListManagementOptions={"ContactListName": "all", "TopicName": "news"},
)
listed = v2.list_contacts(ContactListName="all", Filter={"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "news"}})
assert len(listed["Contacts"]) == 1
assert v2.get_contact(**contact)["TopicPreferences"] == [{"TopicName": "news", "SubscriptionStatus": "OPT_IN"}]
v2.delete_contact(**contact)
v2.delete_contact_list(ContactListName="all")

# Version 2: tags, and the end.
resource = f"{arn}:configuration-set/two"
v2.tag_resource(ResourceArn=resource, Tags=[{"Key": "b", "Value": "2"}])
v2.untag_resource(ResourceArn=resource, TagKeys=["a"])
assert v2.list_tags_for_resource(ResourceArn=resource)["Tags"] == [{"Key": "b", "Value": "2"}]
v2.delete_email_template(TemplateName="hi")
v2.delete_email_identity(**identity)
v2.delete_configuration_set(**one)
assert code(v2.get_configuration_set, **one) == "NotFoundException"

# What was not called is what the ratchet lists as missing: ses.test.ts compares.
for client in (v1, v2):
    name = client.meta.service_model.service_name
    for operation in sorted(set(client.meta.service_model.operation_names) - called[name]):
        print(name, operation)
