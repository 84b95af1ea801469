import { expect, test } from "vitest";
import { AwsError } from "../kernel/errors.ts";
import { loadModel } from "../model/load.ts";
import { codecFor } from "./codecs.ts";
import type { HttpRequest } from "./wire.ts";

function decode(service: string, operation: string, body: string, parts: Partial<HttpRequest> = {}) {
  const model = loadModel(service);
  const codec = codecFor(model.protocols[0] ?? "awsJson1_0");
  const found = model.operations.get(operation);
  if (found === undefined) throw new Error(`${service} has no ${operation}`);
  return codec.decodeInput(found, {
    method: "POST",
    path: "/",
    query: [],
    headers: {},
    body: Buffer.from(body),
    ...parts,
  });
}

/** The error's text that decoding `body` as SendMessage gives. */
function refusal(body: string): string {
  try {
    decode("sqs", "SendMessage", body);
  } catch (error) {
    if (error instanceof AwsError) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

test("blobs and timestamps become what the SDK has, at any depth", () => {
  const input = decode("dynamodb", "PutItem", `{"TableName":"t","Item":{"a":{"L":[{"B":"AQI="},{"BS":["Aw=="]}]}}}`);
  expect(input).toEqual({
    TableName: "t",
    Item: { a: { L: [{ B: new Uint8Array([1, 2]) }, { BS: [new Uint8Array([3])] }] } },
  });
  const metrics = decode("cloudwatch", "PutMetricData", `{"MetricData":[{"MetricName":"m","Timestamp":1700000000.5}]}`);
  expect(metrics).toEqual({ MetricData: [{ MetricName: "m", Timestamp: new Date(1_700_000_000_500) }] });
});

test("unknown members and nulls are dropped", () => {
  expect(
    decode("sqs", "SendMessage", `{"QueueUrl":"u","MessageBody":null,"Unknown":{"a":1},"__proto__":{"x":1}}`),
  ).toEqual({
    QueueUrl: "u",
  });
});

test("bytes that are not JSON, and values of the wrong type, are SerializationExceptions", () => {
  expect(refusal("{")).toBe("400 SerializationException: The request body is not well-formed JSON");
  expect(refusal(`{"QueueUrl":5}`)).toBe("400 SerializationException: NUMBER_VALUE cannot be converted to String");
  expect(refusal(`{"DelaySeconds":"5"}`)).toBe(
    "400 SerializationException: STRING_VALUE cannot be converted to Number",
  );
  expect(refusal(`{"QueueUrl":[]}`)).toBe("400 SerializationException: Start of list found where not expected");
  expect(refusal(`{"MessageAttributes":"x"}`)).toBe("400 SerializationException: Unexpected field type");
  const deep = 200_000;
  const nested = `{"TableName":"t","Item":{"a":${'{"L":['.repeat(deep)}${"]}".repeat(deep)}}}`;
  expect(() => decode("dynamodb", "PutItem", nested)).toThrowError("The request is nested too deeply");
  expect(() => decode("cloudwatch", "PutMetricData", `{"MetricData":[{"Timestamp":1e300}]}`)).toThrowError(
    "NUMBER_VALUE cannot be converted to Timestamp",
  );
  expect(refusal("[]")).toBe("400 SerializationException: Start of list found where not expected");
});

test("HTTP bindings read labels, queries and headers", () => {
  const input = decode("lambda", "Invoke", "payload", {
    path: "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations",
    query: [["Qualifier", "live"]],
    headers: { "x-amz-invocation-type": "Event" },
  });
  expect(input).toMatchObject({
    FunctionName: "arn:aws:lambda:us-east-1:000000000000:function:f",
    Qualifier: "live",
    InvocationType: "Event",
  });
  expect(Buffer.from(input["Payload"] as Uint8Array).toString()).toBe("payload");
});

test("a request in an older binding has in its query what is in the body today", () => {
  const older = { method: "GET", path: "/v2/email/identities", query: [["PageSize", "10"] as const] };
  expect(decode("sesv2", "ListEmailIdentities", "", older)).toEqual({ PageSize: 10 });
  expect(decode("sesv2", "ListEmailIdentities", `{"PageSize":10}`)).toEqual({ PageSize: 10 });
});

test("errors have the shape's name, the query code where the service is query compatible, and their members", () => {
  const sqs = codecFor("awsJson1_0").encodeError(
    loadModel("sqs"),
    undefined,
    new AwsError({ code: "QueueDoesNotExist", message: "The specified queue does not exist." }),
    "r-1",
  );
  expect(JSON.parse(sqs.body as string)).toEqual({
    __type: "com.amazonaws.sqs#QueueDoesNotExist",
    message: "The specified queue does not exist.",
  });
  expect(sqs.headers["x-amzn-query-error"]).toBe("AWS.SimpleQueueService.NonExistentQueue;Sender");
  const lambda = codecFor("restJson1").encodeError(
    loadModel("lambda"),
    undefined,
    new AwsError({
      code: "TooManyRequestsException",
      message: "Rate Exceeded.",
      status: 429,
      members: { Reason: "ConcurrentInvocationLimitExceeded", retryAfterSeconds: "1" },
    }),
    "r-2",
  );
  expect(lambda.status).toBe(429);
  expect(lambda.headers).toMatchObject({ "x-amzn-ErrorType": "TooManyRequestsException", "Retry-After": "1" });
  expect(JSON.parse(lambda.body as string)).toEqual({
    Reason: "ConcurrentInvocationLimitExceeded",
    message: "Rate Exceeded.",
  });
});

test("text that a header cannot carry goes as the bytes of its UTF-8, without line ends", () => {
  const model = loadModel("lambda");
  const operation = model.operations.get("Invoke");
  if (operation === undefined) throw new Error("lambda has no Invoke");
  const output = { StatusCode: 200, FunctionError: "ü\r\nX-Evil: 1 ✓" };
  const { headers } = codecFor("restJson1").encodeOutput(operation, output, "r");
  expect(headers["X-Amz-Function-Error"]).toBe("\u00c3\u00bc  X-Evil: 1 \u00e2\u009c\u0093");
});
