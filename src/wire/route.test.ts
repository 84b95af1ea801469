import { expect, test } from "vitest";
import { route, signingNameOf, type RequestHead } from "./route.ts";
import { parseForm } from "./form.ts";

/** A request head as a client of `service` signs it; "" makes it unsigned. */
function head(service: string, line: string, headers: Record<string, string> = {}): RequestHead {
  const [method = "", target = ""] = line.split(" ");
  const [path = "", query = ""] = target.split("?");
  const authorization = `AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;
  return {
    method,
    path,
    query: parseForm(query),
    headers: { host: "localhost:4566", ...(service !== "" && { authorization }), ...headers },
  };
}

function operationOf(request: RequestHead, body?: string): string {
  const to = route(request, body === undefined ? undefined : Buffer.from(body));
  if (to.kind === "operation")
    return `${to.service} ${to.operation} ${to.protocol}${to.bucket === undefined ? "" : ` ${to.bucket} ${to.path}`}`;
  return to.kind === "refused" ? `${to.error.status} ${to.error.code}` : to.kind;
}

const FORM = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
const json = (target: string, version = "1.0") => ({
  "x-amz-target": target,
  "content-type": `application/x-amz-json-${version}`,
});

test("the target names the operation, and the content type the protocol", () => {
  expect(operationOf(head("sqs", "POST /", json("AmazonSQS.SendMessage")))).toBe("sqs SendMessage awsJson1_0");
  expect(operationOf(head("dynamodb", "POST /", json("DynamoDB_20120810.GetItem")))).toBe(
    "dynamodb GetItem awsJson1_0",
  );
  expect(operationOf(head("dynamodb", "POST /", json("DynamoDBStreams_20120810.GetRecords")))).toBe(
    "dynamodb-streams GetRecords awsJson1_0",
  );
  expect(operationOf(head("logs", "POST /", json("Logs_20140328.PutLogEvents", "1.1")))).toBe(
    "cloudwatch-logs PutLogEvents awsJson1_1",
  );
  // botocore qualifies CloudTrail's prefix.
  const qualified = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";
  expect(operationOf(head("cloudtrail", "POST /", json(qualified, "1.1")))).toBe("cloudtrail LookupEvents awsJson1_1");
  expect(operationOf(head("sqs", "POST /", json("AmazonSQS.Nonsense")))).toBe("400 UnknownOperationException");
  expect(operationOf(head("sqs", "POST /", json("")))).toBe("400 UnknownOperationException");
});

test("a query request is known by its Action, which may be in the body", () => {
  expect(operationOf(head("sqs", "POST /", FORM))).toBe("needs-body");
  expect(operationOf(head("sqs", "POST /", FORM), "Action=SendMessage&Version=2012-11-05")).toBe(
    "sqs SendMessage awsQuery",
  );
  expect(operationOf(head("sts", "GET /?Action=GetCallerIdentity&Version=2011-06-15"))).toBe(
    "sts GetCallerIdentity awsQuery",
  );
  expect(operationOf(head("ec2", "POST /", FORM), "Action=DescribeVpcs&Version=2016-11-15")).toBe(
    "ec2 DescribeVpcs ec2Query",
  );
  expect(operationOf(head("monitoring", "POST /", FORM), "Action=PutMetricData&Version=2010-08-01")).toBe(
    "cloudwatch PutMetricData awsQuery",
  );
  expect(operationOf(head("iam", "POST /", FORM), "Action=Nonsense&Version=2010-05-08")).toBe("400 InvalidAction");
});

test("an unsigned query request is known by its action and version", () => {
  const body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15";
  expect(operationOf(head("", "POST /", FORM), body)).toBe("sts AssumeRoleWithWebIdentity awsQuery");
});

test("rpcv2Cbor is known by its header and path", () => {
  const path = "POST /service/GraniteServiceVersion20100801/operation/PutMetricData";
  expect(operationOf(head("monitoring", path, { "smithy-protocol": "rpc-v2-cbor" }))).toBe(
    "cloudwatch PutMetricData rpcv2Cbor",
  );
});

test("method and path name the operation, with or without a trailing slash", () => {
  expect(operationOf(head("lambda", "GET /2015-03-31/functions/"))).toBe("lambda ListFunctions restJson1");
  expect(operationOf(head("lambda", "GET /2015-03-31/functions"))).toBe("lambda ListFunctions restJson1");
  expect(operationOf(head("lambda", "POST /2015-03-31/functions/f/invocations"))).toBe("lambda Invoke restJson1");
  expect(operationOf(head("lambda", "GET /2018-10-31/layers?find=LayerVersion&Arn=a"))).toBe(
    "lambda GetLayerVersionByArn restJson1",
  );
  expect(operationOf(head("lambda", "GET /2018-10-31/layers"))).toBe("lambda ListLayers restJson1");
  expect(operationOf(head("lambda", "GET /nonsense"))).toBe("404 UnknownOperationException");
});

test("services that share a signing name are told apart", () => {
  expect(operationOf(head("apigateway", "GET /restapis"))).toBe("api-gateway GetRestApis restJson1");
  expect(operationOf(head("apigateway", "GET /v2/apis"))).toBe("apigatewayv2 GetApis restJson1");
  expect(operationOf(head("ses", "POST /", FORM), "Action=SendEmail&Version=2010-12-01")).toBe(
    "ses SendEmail awsQuery",
  );
  expect(operationOf(head("ses", "POST /v2/email/outbound-emails"))).toBe("sesv2 SendEmail restJson1");
  expect(operationOf(head("execute-api", "POST /prod/%40connections/abc%3D"))).toBe(
    "apigatewaymanagementapi PostToConnection restJson1",
  );
});

test("a binding from before is still answered", () => {
  expect(operationOf(head("ses", "GET /v2/email/identities?PageSize=10"))).toBe("sesv2 ListEmailIdentities restJson1");
  expect(operationOf(head("ses", "POST /v2/email/list-identities"))).toBe("sesv2 ListEmailIdentities restJson1");
});

test("S3's bucket is in the path or in the host", () => {
  expect(operationOf(head("s3", "GET /"))).toBe("s3 ListBuckets restXml");
  expect(operationOf(head("s3", "PUT /photos"))).toBe("s3 CreateBucket restXml photos /");
  expect(operationOf(head("s3", "GET /photos/a/b.jpg"))).toBe("s3 GetObject restXml photos /a/b.jpg");
  expect(operationOf(head("s3", "GET /photos//a/"))).toBe("s3 GetObject restXml photos //a/");
  expect(operationOf(head("s3", "GET /photos//"))).toBe("s3 GetObject restXml photos //");
  expect(operationOf(head("s3", "GET /photos/"))).toBe("s3 ListObjects restXml photos /");
  for (const host of [
    "photos.s3.localhost:4566",
    "photos.localhost:4566",
    "photos.s3.us-east-1.localhost:4566",
    "photos.s3.amazonaws.com",
    "photos.s3.eu-west-1.amazonaws.com",
    "photos.s3-eu-west-1.amazonaws.com",
    "photos.s3.dualstack.eu-west-1.amazonaws.com",
  ])
    expect(operationOf(head("s3", "GET /a", { host }))).toBe("s3 GetObject restXml photos /a");
  expect(operationOf(head("s3", "GET /a", { host: "my.dotted.bucket.s3.localhost" }))).toBe(
    "s3 GetObject restXml my.dotted.bucket /a",
  );
  expect(operationOf(head("s3", "GET /photos/a", { host: "s3.us-east-1.localhost:4566" }))).toBe(
    "s3 GetObject restXml photos /a",
  );
  expect(operationOf(head("s3", "GET /photos/a", { host: "127.0.0.1:4566" }))).toBe("s3 GetObject restXml photos /a");
});

test("S3 operations that share a path are told apart by query and headers", () => {
  const of = (line: string, headers?: Record<string, string>) =>
    operationOf(head("s3", line, headers)).split(" ")[1] as string;
  expect(of("GET /b?list-type=2&prefix=a")).toBe("ListObjectsV2");
  expect(of("GET /b?prefix=a")).toBe("ListObjects");
  expect(of("GET /b?location")).toBe("GetBucketLocation");
  expect(of("GET /b?location=")).toBe("GetBucketLocation");
  expect(of("GET /b?analytics")).toBe("ListBucketAnalyticsConfigurations");
  expect(of("GET /b?analytics&id=1")).toBe("GetBucketAnalyticsConfiguration");
  expect(of("PUT /b/k")).toBe("PutObject");
  expect(of("PUT /b/k", { "x-amz-copy-source": "/b/j" })).toBe("CopyObject");
  expect(of("PUT /b/k?partNumber=1&uploadId=u")).toBe("UploadPart");
  expect(of("PUT /b/k?partNumber=1&uploadId=u", { "x-amz-copy-source": "/b/j" })).toBe("UploadPartCopy");
  expect(of("GET /b/k?uploadId=u")).toBe("ListParts");
  expect(of("POST /b/k?uploads")).toBe("CreateMultipartUpload");
  expect(of("POST /b/k?uploadId=u")).toBe("CompleteMultipartUpload");
  expect(of("POST /b?delete")).toBe("DeleteObjects");
  expect(of("GET /b/k?versionId=v&x-id=GetObject")).toBe("GetObject");
  expect(of("HEAD /b/k")).toBe("HeadObject");
  expect(operationOf(head("s3", "PATCH /b/k"))).toBe("405 MethodNotAllowed");
});

test("an unsigned request goes to the service of its host, and to S3 where that names none", () => {
  expect(operationOf(head("", "GET /photos/a.jpg"))).toBe("s3 GetObject restXml photos /a.jpg");
  expect(operationOf(head("", "GET /a.jpg", { host: "photos.localhost:4566" }))).toBe(
    "s3 GetObject restXml photos /a.jpg",
  );
  expect(operationOf(head("", "GET /2015-03-31/functions", { host: "lambda.us-east-1.localhost:4566" }))).toBe(
    "lambda ListFunctions restJson1",
  );
});

test("the signing name is read from header and query, SigV4 and SigV4a", () => {
  expect(signingNameOf(head("sqs", "GET /"))).toBe("sqs");
  expect(signingNameOf(head("", "GET /?X-Amz-Credential=AKID%2F20261121%2Fus-east-1%2Fs3%2Faws4_request"))).toBe("s3");
  const authorization =
    "AWS4-ECDSA-P256-SHA256 Credential=AKID/20261121/s3/aws4_request, SignedHeaders=host, Signature=0";
  expect(signingNameOf(head("", "GET /", { authorization }))).toBe("s3");
  expect(signingNameOf(head("", "GET /", { authorization: "Bearer abc" }))).toBeUndefined();
});
