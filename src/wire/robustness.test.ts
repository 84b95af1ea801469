// Goal: whatever bytes a client sends, the wire answers with an AWS error or a value, never with a bug of ours. Method:
// arbitrary bodies, heads and mutated valid bodies, against operations of every protocol; anything that is thrown and
// is not an AwsError fails.

import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AwsError } from "../kernel/errors.ts";
import { loadModel } from "../model/load.ts";
import type { Protocol } from "../model/model.ts";
import { codecFor } from "./codecs.ts";
import { route } from "./route.ts";
import type { Codec } from "./wire.ts";
import { readXml, XmlSyntaxError } from "./xml-reader.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

const TARGETS: readonly [protocol: Protocol, service: string, operation: string, valid: string][] = [
  [
    "awsJson1_0",
    "dynamodb",
    "PutItem",
    `{"TableName":"t","Item":{"k":{"S":"v"},"b":{"B":"AQI="},"l":{"L":[{"NULL":true}]}}}`,
  ],
  ["awsJson1_1", "cloudwatch-logs", "PutLogEvents", `{"logGroupName":"g","logEvents":[{"timestamp":1,"message":"m"}]}`],
  [
    "restJson1",
    "lambda",
    "CreateFunction",
    `{"FunctionName":"f","Code":{"ZipFile":"AQI="},"Environment":{"Variables":{"a":"b"}}}`,
  ],
  ["restXml", "s3", "DeleteObjects", "<Delete><Object><Key>k&amp;</Key></Object><Quiet>true</Quiet></Delete>"],
  [
    "awsQuery",
    "sns",
    "Publish",
    "Action=Publish&Message=m&MessageAttributes.entry.1.Name=n&MessageAttributes.entry.1.Value.DataType=String",
  ],
  ["ec2Query", "ec2", "DescribeVpcs", "Action=DescribeVpcs&VpcId.1=v&Filter.1.Name=n&Filter.1.Value.1=x&MaxResults=5"],
  ["rpcv2Cbor", "cloudwatch", "PutMetricData", "\u00a1\u0069Namespace\u0061n"],
];

function decode(codec: Codec, service: string, name: string, body: Uint8Array): void {
  const operation = loadModel(service).operations.get(name);
  if (operation === undefined) throw new Error(`${service} has no ${name}`);
  try {
    codec.decodeInput(operation, { method: "POST", path: "/b/k", query: [], headers: FORM, body });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

const EDITS = `{}[]":,<>/&=.;09eE- \u0000\u00ff\u00bf`.split("");

/** Valid bytes with some of them replaced, cut out or doubled. */
const mutated = (valid: string) =>
  fc.array(fc.tuple(fc.nat(valid.length), fc.nat(4), fc.constantFrom(...EDITS)), { maxLength: 6 }).map((edits) => {
    let text = valid;
    for (const [at, length, insert] of edits) text = text.slice(0, at) + insert + text.slice(at + length);
    return Buffer.from(text, "latin1");
  });

// The SDK's CBOR reader warns on the console when a length does not fit a number.
beforeAll(() => void vi.spyOn(console, "warn").mockImplementation(() => undefined));
afterAll(() => void vi.restoreAllMocks());

/** Fails where `codec` throws something other than an AwsError for any of many bodies. */
function attack(codec: Codec, service: string, operation: string, valid: string): void {
  const json = fc.json().map((text) => Buffer.from(text));
  const body = fc.oneof(fc.uint8Array({ maxLength: 200 }), json, mutated(valid));
  const property = fc.property(body, (bytes) => decode(codec, service, operation, bytes));
  fc.assert(property, { numRuns: 500, seed: 1 });
}

test.each(TARGETS)("%s: %s %s takes or refuses any body", (protocol, service, operation, valid) => {
  attack(codecFor(protocol), service, operation, valid);
});

test("the attack finds a codec that trips over one byte", () => {
  const broken: Codec = {
    ...codecFor("awsJson1_0"),
    decodeInput(_operation, { body }) {
      if ((body as Uint8Array).includes(0xbf)) throw new TypeError("A bug of ours.");
      return {};
    },
  };
  expect(() => attack(broken, "sqs", "SendMessage", "{}")).toThrowError("Property failed");
});

test("an XML document is an element or a syntax error", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), mutated("<a b='c'><!-- d --><e>&lt;</e><![CDATA[f]]></a>").map(String)),
      (text) => {
        try {
          expect(readXml(text).name).not.toBe("");
        } catch (error) {
          if (!(error instanceof XmlSyntaxError)) throw error;
        }
      },
    ),
    { numRuns: 1000, seed: 1 },
  );
});

test("any head is routed or refused", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("s3", "sqs", "execute-api", "%", "%ff", "Action", "a/b//c", "uploads"),
  );
  const head = fc.record({
    method: fc.constantFrom("GET", "PUT", "POST", "HEAD", "DELETE", "PATCH", "nonsense"),
    path: text.map((rest) => `/${rest}`),
    query: fc.array(fc.tuple(text, text), { maxLength: 3 }),
    headers: fc.record({
      host: fc.oneof(
        text,
        text.map((front) => `${front}.localhost:1`),
        text.map((front) => `${front}.s3.amazonaws.com`),
      ),
      authorization: fc.option(
        text.map((name) => `AWS4-HMAC-SHA256 Credential=A/1/r/${name}/aws4_request, SignedHeaders=host, Signature=0`),
        { nil: undefined },
      ),
      "x-amz-target": fc.option(text, { nil: undefined }),
      "content-type": fc.option(fc.constantFrom("application/x-www-form-urlencoded", "application/json"), {
        nil: undefined,
      }),
      "smithy-protocol": fc.option(fc.constant("rpc-v2-cbor"), { nil: undefined }),
    }),
  });
  fc.assert(
    fc.property(head, fc.uint8Array(), (request, body) => {
      const first = route(request);
      const to = first.kind === "needs-body" ? route(request, body) : first;
      expect(["operation", "refused"]).toContain(to.kind);
    }),
    { numRuns: 2000, seed: 1 },
  );
});
