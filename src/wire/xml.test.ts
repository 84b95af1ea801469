import { expect, test } from "vitest";
import { AwsError } from "../kernel/errors.ts";
import { loadModel } from "../model/load.ts";
import type { OperationModel, Protocol } from "../model/model.ts";
import { codecFor } from "./codecs.ts";
import type { HttpRequest } from "./wire.ts";
import { readXml, XmlSyntaxError } from "./xml-reader.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

function operationOf(service: string, name: string): OperationModel {
  const operation = loadModel(service).operations.get(name);
  if (operation === undefined) throw new Error(`${service} has no ${name}`);
  return operation;
}

function decode(protocol: Protocol, service: string, name: string, parts: Partial<HttpRequest>) {
  const request = { method: "POST", path: "/", query: [], headers: {}, body: new Uint8Array(), ...parts };
  return codecFor(protocol).decodeInput(operationOf(service, name), request);
}

test("awsQuery reads nested, flat and empty lists and maps", () => {
  const body = Buffer.from(
    "Action=Publish&TopicArn=t&Message=a%26b+c&MessageAttributes.entry.1.Name=k" +
      "&MessageAttributes.entry.1.Value.DataType=Binary&MessageAttributes.entry.1.Value.BinaryValue=AQI%3D",
  );
  expect(decode("awsQuery", "sns", "Publish", { headers: FORM, body })).toEqual({
    TopicArn: "t",
    Message: "a&b c",
    MessageAttributes: { k: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) } },
  });
  const flat = Buffer.from("Action=ReceiveMessage&QueueUrl=u&AttributeName.2=b&AttributeName.1=a&WaitTimeSeconds=5");
  expect(decode("awsQuery", "sqs", "ReceiveMessage", { headers: FORM, body: flat })).toEqual({
    QueueUrl: "u",
    AttributeNames: ["a", "b"],
    WaitTimeSeconds: 5,
  });
  const empty = Buffer.from("Action=UntagRole&RoleName=r&TagKeys=");
  expect(decode("awsQuery", "iam", "UntagRole", { headers: FORM, body: empty })).toEqual({
    RoleName: "r",
    TagKeys: [],
  });
});

test("a query request to a queue's own URL means that queue", () => {
  const query = [["Action", "SendMessage"] as const, ["MessageBody", "m"] as const];
  const parts = { method: "GET", path: "/000000000000/orders/", query, headers: { host: "localhost:4566" } };
  expect(decode("awsQuery", "sqs", "SendMessage", parts)).toEqual({
    QueueUrl: "http://localhost:4566/000000000000/orders",
    MessageBody: "m",
  });
});

test("awsQuery refuses a number that is none", () => {
  const body = Buffer.from("Action=ListRoles&MaxItems=many");
  expect(() => decode("awsQuery", "iam", "ListRoles", { headers: FORM, body })).toThrowError(
    "STRING_VALUE cannot be converted to Number",
  );
});

test("awsQuery answers with a result, response metadata, and errors under their query codes", () => {
  const codec = codecFor("awsQuery");
  expect(codec.encodeOutput(operationOf("sts", "GetCallerIdentity"), { Account: "1", Arn: "a<b" }, "r-1").body).toBe(
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      "<Account>1</Account><Arn>a&lt;b</Arn></GetCallerIdentityResult>" +
      "<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>\n",
  );
  const error = new AwsError({ code: "NotFoundException", message: "Topic does not exist", status: 404 });
  expect(codec.encodeError(loadModel("sns"), undefined, error, "r-2")).toMatchObject({
    status: 404,
    body:
      '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>NotFound</Code>' +
      "<Message>Topic does not exist</Message></Error><RequestId>r-2</RequestId></ErrorResponse>\n",
  });
});

test("ec2Query has flat lists and capitalised names", () => {
  const body = Buffer.from("Action=DescribeVpcs&VpcId.1=vpc-1&Filter.1.Name=n&Filter.1.Value.1=v&DryRun=true");
  expect(decode("ec2Query", "ec2", "DescribeVpcs", { headers: FORM, body })).toEqual({
    VpcIds: ["vpc-1"],
    Filters: [{ Name: "n", Values: ["v"] }],
    DryRun: true,
  });
});

test("S3 reads its bucket, its metadata headers and its XML bodies", () => {
  const input = decode("restXml", "s3", "PutObject", {
    method: "PUT",
    path: "/a%20b/c",
    bucket: "photos",
    headers: { "x-amz-meta-one": "1", "x-amz-meta-two": "2", "content-type": "image/jpeg" },
    body: Buffer.from("bytes"),
  });
  expect(input).toMatchObject({
    Bucket: "photos",
    Key: "a b/c",
    ContentType: "image/jpeg",
    Metadata: { one: "1", two: "2" },
  });
  const body = Buffer.from(
    "<Delete><Object><Key> a&amp;b\n</Key></Object><Object><Key>c</Key></Object><Quiet>true</Quiet></Delete>",
  );
  expect(decode("restXml", "s3", "DeleteObjects", { bucket: "photos", body })).toEqual({
    Bucket: "photos",
    Delete: { Objects: [{ Key: " a&b\n" }, { Key: "c" }], Quiet: true },
  });
  expect(() => decode("restXml", "s3", "DeleteObjects", { body: Buffer.from("<Delete><Object>") })).toThrowError(
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
});

test("S3 answers with its roots, its flat lists, and its errors", () => {
  const codec = codecFor("restXml");
  const list = { Name: "b", KeyCount: 1, Contents: [{ Key: "k", LastModified: new Date(0), Size: 3 }] };
  expect(codec.encodeOutput(operationOf("s3", "ListObjectsV2"), list, "r").body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
      "<Contents><Key>k</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified><Size>3</Size></Contents>" +
      "<Name>b</Name><KeyCount>1</KeyCount></ListBucketResult>",
  );
  expect(
    codec.encodeOutput(operationOf("s3", "GetBucketLocation"), { LocationConstraint: "eu-west-1" }, "r").body,
  ).toContain('<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>');
  const error = new AwsError({
    code: "NoSuchKey",
    message: "The specified key does not exist.",
    status: 404,
    members: { Key: "k" },
  });
  const get = codec.encodeError(loadModel("s3"), operationOf("s3", "GetObject"), error, "r");
  expect(get.status).toBe(404);
  expect(get.body).toContain(
    "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>k</Key><RequestId>r</RequestId>",
  );
  expect(codec.encodeError(loadModel("s3"), operationOf("s3", "HeadObject"), error, "r").body).toBe("");
});

test("an XML document is read strictly", () => {
  const root = readXml(
    '\uFEFF<?xml version="1.0"?><!-- c --><n:a xmlns:n="u" b=\'&lt;\'><c/>x<![CDATA[<y>]]>&#x41;\r\n</n:a>',
  );
  expect(root).toMatchObject({ name: "a", text: "x<y>A\n" });
  expect(root.attributes.get("b")).toBe("<");
  expect(root.children.map((child) => child.name)).toEqual(["c"]);
  for (const broken of [
    "",
    "text",
    "<a>",
    "<a></b>",
    "<a/><b/>",
    "<a>&unknown;</a>",
    "<a>& b</a>",
    "<a b=c/>",
    "<a b='1' b='2'/>",
    "<!DOCTYPE a><a/>",
    "<a>".repeat(1000) + "</a>".repeat(1000),
  ])
    expect(() => readXml(broken)).toThrowError(XmlSyntaxError);
});

test("rpcv2Cbor reads what boto3 sends and writes what it reads", async () => {
  const { cbor, tag } = await import("@smithy/core/cbor");
  const body = cbor.serialize({ MetricData: [{ MetricName: "m", Timestamp: tag({ tag: 1, value: 1.5 }), Value: 2 }] });
  expect(decode("rpcv2Cbor", "cloudwatch", "PutMetricData", { body })).toEqual({
    MetricData: [{ MetricName: "m", Timestamp: new Date(1500), Value: 2 }],
  });
  const error = new AwsError({ code: "InvalidParameterValueException", message: "No." });
  const answer = codecFor("rpcv2Cbor").encodeError(loadModel("cloudwatch"), undefined, error, "r");
  expect(cbor.deserialize(answer.body as Uint8Array)).toMatchObject({
    __type: "InvalidParameterValueException",
    message: "No.",
  });
  expect(answer.headers["x-amzn-query-error"]).toBe("InvalidParameterValue;Sender");
  expect(() => decode("rpcv2Cbor", "cloudwatch", "PutMetricData", { body: new Uint8Array([0xff, 1]) })).toThrowError(
    AwsError,
  );
});
