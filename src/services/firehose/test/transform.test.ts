// Records transformed by functions: what functions get, what becomes of their answers, and of their failures.

import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import type { ProcessorParameterName } from "@aws-sdk/client-firehose";
import { gzipSync } from "node:zlib";
import { PutRecordCommand } from "@aws-sdk/client-firehose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { newPlace, newStream, type Place, put, texts, timedYard } from "./places.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await timedYard();
});
afterAll(() => yard.stop());

/** Makes a function; gives its ARN. */
async function newFunction({ account, yard: { yard: own } }: Place, source: string): Promise<string> {
  const iam = account.client(IAMClient);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "function", AssumeRolePolicyDocument }));
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  await iam.send(new AttachRolePolicyCommand({ RoleName: "function", PolicyArn }));
  const { FunctionArn } = await account.client(LambdaClient).send(
    new CreateFunctionCommand({
      FunctionName: "transform",
      Role: Role?.Arn,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Timeout: 10,
      Code: { ZipFile: zipOf({ "index.mjs": source }) },
    }),
  );
  await own.context.jobs.settled();
  return FunctionArn ?? "";
}

const processing = (
  ...processors: readonly (readonly [string, Partial<Record<ProcessorParameterName, string>>])[]
) => ({
  Enabled: true,
  Processors: processors.map(([type, parameters]) => ({
    Type: type as "Lambda",
    Parameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
      ParameterName: ParameterName as ProcessorParameterName,
      ParameterValue,
    })),
  })),
});

const DECODE = "const text = (each) => Buffer.from(each.data, 'base64').toString();";

// Goal: each result of the status model has its effect. Method: a function that answers by what a record says.
// AWS: "Transform source data": the request's members, Ok, Dropped and ProcessingFailed.
test("delivers what functions give, drops what they drop, and keeps what failed", async () => {
  const place = await newPlace(yard);
  const LambdaArn = await newFunction(
    place,
    `${DECODE}
    export const handler = async (event) => ({ records: event.records.map((each) => {
      const { recordId } = each;
      if (text(each) === "drop") return { recordId, result: "Dropped" };
      if (text(each) === "fail") return { recordId, result: "ProcessingFailed", data: each.data };
      const seen = { ...event, records: event.records.length, text: text(each) };
      return { recordId, result: "Ok", data: Buffer.from(JSON.stringify(seen)).toString("base64") };
    })});`,
  );
  const name = await newStream(place, {
    Prefix: "good/",
    ProcessingConfiguration: processing(["Lambda", { LambdaArn }], ["AppendDelimiterToRecord", {}]),
  });
  const arrivedAtMs = yard.clock.nowMs();
  await put(place, name, "a", "drop", "fail");
  await yard.advance(60_000);
  await yard.advance(300_000);
  const found = Object.entries(await texts(place));
  const good = found.find(([key]) => key.startsWith("good/2"))?.[1] ?? "";
  const bad = found.find(([key]) => key.startsWith("good/processing-failed/2026/"))?.[1] ?? "";
  expect(found).toHaveLength(2);
  expect(good.endsWith("\n")).toBe(true);
  expect(JSON.parse(good)).toEqual({
    invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    deliveryStreamArn: `arn:aws:firehose:us-east-1:${place.account.account}:deliverystream/clicks`,
    region: "us-east-1",
    records: 3,
    text: "a",
  });
  // AWS: "Handle failure in data transformation".
  expect(JSON.parse(bad)).toEqual({
    attemptsMade: 1,
    arrivalTimestamp: arrivedAtMs,
    errorCode: "Lambda.ProcessingFailedStatus",
    errorMessage: "ProcessingFailed status set for record",
    attemptEndingTimestamp: arrivedAtMs + 60_000,
    rawData: Buffer.from("fail").toString("base64"),
    lambdaArn: LambdaArn,
  });
});

// Goal: a function that fails is asked again as often as the stream says, and then its records are kept as failed.
test("retries invocations that fail, and gives up", async () => {
  const place = await newPlace(yard);
  const LambdaArn = await newFunction(place, `export const handler = async () => { throw new Error("no"); };`);
  const name = await newStream(place, {
    ErrorOutputPrefix: "bad/!{firehose:error-output-type}/",
    ProcessingConfiguration: processing([
      "Lambda",
      { LambdaArn, NumberOfRetries: "2", BufferSizeInMBs: "1", BufferIntervalInSeconds: "0" },
    ]),
  });
  await put(place, name, "x");
  await yard.yard.context.jobs.settled();
  // Two retries, each a second after the failure before it.
  await yard.advance(1_000);
  await yard.advance(1_000);
  await yard.advance(300_000);
  const [[key, body] = ["", ""]] = Object.entries(await texts(place));
  expect(key).toMatch(/^bad\/processing-failed\/clicks-1-/);
  expect(JSON.parse(body)).toMatchObject({ attemptsMade: 3, errorCode: "Lambda.FunctionError" });
});

// AWS: "Lambda invocation errors": JsonProcessingException, MissingRecordId, DuplicatedRecordId.
test("refuses answers that do not follow the status model", async () => {
  const place = await newPlace(yard);
  const LambdaArn = await newFunction(
    place,
    `${DECODE}
    export const handler = async ({ records }) => {
      const ok = (each) => ({ recordId: each.recordId, result: "Ok", data: each.data });
      if (text(records[0]) === "json") return { records: "none" };
      return { records: [ok(records[0]), ok(records[0]), ok(records[2])] };
    };`,
  );
  const name = await newStream(place, {
    ProcessingConfiguration: processing(["Lambda", { LambdaArn, BufferSizeInMBs: "1", BufferIntervalInSeconds: "0" }]),
  });
  await put(place, name, "json");
  await yard.yard.context.jobs.settled();
  await put(place, name, "twice", "missing", "right");
  await yard.yard.context.jobs.settled();
  await yard.advance(300_000);
  const found = Object.entries(await texts(place));
  const lines = (found.find(([key]) => key.startsWith("processing-failed/"))?.[1] ?? "").trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { errorCode: string }).errorCode)).toEqual([
    "Lambda.JsonProcessingException",
    "Lambda.DuplicatedRecordId",
    "Lambda.MissingRecordId",
  ]);
  expect(found.find(([key]) => key.startsWith("2026/"))?.[1]).toBe("right");
});

// AWS: S3BackupMode: "all the source records" go to the backup, before they are transformed.
test("keeps records as they came in a backup", async () => {
  const place = await newPlace(yard);
  const LambdaArn = await newFunction(
    place,
    `export const handler = async ({ records }) => ({ records: records.map(({ recordId }) => ({ recordId, result: "Ok", data: "WQ==" })) });`,
  );
  const name = await newStream(place, {
    Prefix: "out/",
    ProcessingConfiguration: processing(["Lambda", { LambdaArn }]),
    S3BackupMode: "Enabled",
    S3BackupConfiguration: {
      RoleARN: place.roleArn,
      BucketARN: `arn:aws:s3:::${place.bucket}`,
      Prefix: "source/",
    },
  });
  await put(place, name, "a", "b");
  await yard.advance(60_000);
  await yard.advance(300_000);
  const found = Object.entries(await texts(place)).map(([key, text]) => [key.slice(0, key.indexOf("/")), text]);
  expect(Object.fromEntries(found)).toEqual({ out: "YY", source: "ab" });
});

// AWS: "Decompress CloudWatch Logs", "Message extraction".
test("decompresses records of CloudWatch Logs, and takes their messages out", async () => {
  const place = await newPlace(yard);
  const name = await newStream(place, {
    ProcessingConfiguration: processing(
      ["Decompression", { CompressionFormat: "GZIP" }],
      ["CloudWatchLogProcessing", { DataMessageExtraction: "true" }],
    ),
  });
  const event = { messageType: "DATA_MESSAGE", logEvents: [{ message: "one" }, { message: "two" }] };
  for (const Data of [gzipSync(JSON.stringify(event)), Buffer.from("not compressed")])
    await place.firehose.send(new PutRecordCommand({ DeliveryStreamName: name, Record: { Data } }));
  await yard.advance(300_000);
  const found = Object.entries(await texts(place));
  expect(found.find(([key]) => key.startsWith("2026/"))?.[1]).toBe("one\ntwo\n");
  expect(found.find(([key]) => key.startsWith("processing-failed/"))?.[1]).toContain("Decompression.Failed");
});

// Goal: records of one put are taken apart, and each goes where its own content says. AWS: "Create partitioning keys with inline
// parsing", "Multi record deaggregation".
test("partitions by a query, record by record", async () => {
  const place = await newPlace(yard);
  const name = await newStream(place, {
    Prefix: "kind=!{partitionKeyFromQuery:kind}/year=!{partitionKeyFromQuery:year}/",
    ErrorOutputPrefix: "bad/!{firehose:error-output-type}/",
    DynamicPartitioningConfiguration: { Enabled: true },
    BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
    ProcessingConfiguration: processing(
      ["RecordDeAggregation", { SubRecordType: "JSON" }],
      [
        "MetadataExtraction",
        { JsonParsingEngine: "JQ-1.6", MetadataExtractionQuery: '{kind: .kind, year: (.at | strftime("%Y"))}' },
      ],
      ["AppendDelimiterToRecord", {}],
    ),
  });
  const [a, b, c] = [
    { kind: "a", at: 0 },
    { kind: "b", at: 0 },
    { kind: "a", at: 1 },
  ].map((one) => JSON.stringify(one));
  await put(place, name, `${a}${b} ${c}`, "no JSON", '{"kind":"a"}');
  await yard.yard.context.jobs.settled();
  await yard.advance(60_000);
  const found = Object.entries(await texts(place)).map(([key, text]) => [key.slice(0, key.lastIndexOf("/")), text]);
  expect(Object.fromEntries(found)).toMatchObject({
    "kind=a/year=1970": `${a}\n${c}\n`,
    "kind=b/year=1970": `${b}\n`,
  });
  const bad = found.find(([key]) => key?.startsWith("bad"))?.[1] ?? "";
  expect(
    bad
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { errorMessage: string }).errorMessage),
  ).toEqual(["The record is not valid JSON.", "null is not a number."]);
});

// Goal: partitions by the keys that a function gives. AWS: "Create partitioning keys with an AWS Lambda function".
test("partitions by keys of a function", async () => {
  const place = await newPlace(yard);
  const LambdaArn = await newFunction(
    place,
    `${DECODE}
    export const handler = async ({ records }) => ({ records: records.map((each) => ({
      recordId: each.recordId, result: "Ok", data: each.data,
      ...(text(each) === "none" ? {} : { metadata: { partitionKeys: { kind: text(each).slice(0, 1) } } }),
    }))});`,
  );
  const name = await newStream(place, {
    Prefix: "kind=!{partitionKeyFromLambda:kind}/",
    ErrorOutputPrefix: "bad/!{firehose:error-output-type}/",
    DynamicPartitioningConfiguration: { Enabled: true },
    BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
    ProcessingConfiguration: processing(["Lambda", { LambdaArn }], ["AppendDelimiterToRecord", { Delimiter: ";" }]),
  });
  await put(place, name, "a1", "b1", "a2", "none");
  await yard.advance(60_000);
  await yard.advance(60_000);
  const found = Object.entries(await texts(place)).map(([key, text]) => [key.slice(0, key.indexOf("/")), text]);
  expect(Object.fromEntries(found)).toMatchObject({ "kind=a": "a1;a2;", "kind=b": "b1;" });
  expect(found.find(([key]) => key === "bad")?.[1]).toContain("DynamicPartitioning.MetadataExtractionFailed");
});
