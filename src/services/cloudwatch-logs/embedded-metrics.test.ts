// The embedded metric format, document by document. Goal: valid documents become exactly the metrics that they name, and what the
// specification forbids becomes none. Method: the specification's example, whole and with one thing wrong.

import { expect, test } from "vitest";
import { readEmbeddedMetrics } from "./embedded-metrics.ts";

// AWS: "Specification: Embedded metric format", example.
const DIRECTIVE = {
  Namespace: "lambda-function-metrics",
  Dimensions: [["functionVersion"]],
  Metrics: [{ Name: "time", Unit: "Milliseconds", StorageResolution: 60 }],
};
const EXAMPLE = {
  _aws: { Timestamp: 1574109732004, CloudWatchMetrics: [DIRECTIVE] },
  functionVersion: "$LATEST",
  time: 100,
  requestId: "989ffbf8-9ace-4817-a57c-e4dd734019ee",
};

const read = (document: object): ReturnType<typeof readEmbeddedMetrics> =>
  readEmbeddedMetrics(JSON.stringify(document), 1);
const withDirective = (change: object): object => ({
  ...EXAMPLE,
  _aws: { ...EXAMPLE._aws, CloudWatchMetrics: [{ ...DIRECTIVE, ...change }] },
});

test("the specification's example is one metric", () => {
  const metric = {
    namespace: "lambda-function-metrics",
    name: "time",
    unit: "Milliseconds",
    resolutionS: 60,
    dimensions: [["functionVersion", "$LATEST"]],
    atMs: 1574109732004,
    values: [100],
  };
  expect(read(EXAMPLE)).toEqual([metric]);
  // A function's console.log puts time, id and level in front.
  const line = `2026-01-02T03:04:05.678Z\t8a6e0b86-1234-4567-89ab-1234567890ab\tINFO\t${JSON.stringify(EXAMPLE)}\n`;
  expect(readEmbeddedMetrics(line, 1)).toEqual([metric]);
});

test("each metric stands in each dimension set, and arrays are many values", () => {
  const found = read({
    ...withDirective({
      Dimensions: [["functionVersion"], [], ["region", "functionVersion"]],
      Metrics: [{ Name: "time" }, { Name: "sizes", Unit: "Bytes", StorageResolution: 1 }],
    }),
    sizes: [1, 2, 2],
    region: "eu",
  });
  expect(
    Array.isArray(found)
      ? found.map((each) => [each.name, each.unit, each.resolutionS, each.dimensions.length, each.values])
      : found,
  ).toEqual([
    ["time", "None", 60, 1, [100]],
    ["time", "None", 60, 0, [100]],
    ["time", "None", 60, 2, [100]],
    ["sizes", "Bytes", 1, 1, [1, 2, 2]],
    ["sizes", "Bytes", 1, 0, [1, 2, 2]],
    ["sizes", "Bytes", 1, 2, [1, 2, 2]],
  ]);
});

test.each([
  ["no dimension set", withDirective({ Dimensions: [] })],
  ["no namespace", withDirective({ Namespace: undefined })],
  ["a namespace of AWS's", withDirective({ Namespace: "AWS/Lambda" })],
  ["a dimension that is not there", withDirective({ Dimensions: [["gone"]] })],
  ["a dimension that is no text", withDirective({ Dimensions: [["time"]] })],
  ["31 dimensions", withDirective({ Dimensions: [Array.from({ length: 31 }, () => "functionVersion")] })],
  ["a metric that is not there", withDirective({ Metrics: [{ Name: "gone" }] })],
  ["a metric that is no number", withDirective({ Metrics: [{ Name: "requestId" }] })],
  ["an unknown unit", withDirective({ Metrics: [{ Name: "time", Unit: "Hours" }] })],
  ["an unknown resolution", withDirective({ Metrics: [{ Name: "time", StorageResolution: 30 }] })],
  ["101 metrics", withDirective({ Metrics: Array.from({ length: 101 }, () => ({ Name: "time" })) })],
  ["101 values", { ...EXAMPLE, time: Array.from({ length: 101 }, () => 1) }],
  ["a timestamp that is none", { ...EXAMPLE, _aws: { ...EXAMPLE._aws, Timestamp: "now" } }],
  ["no list of directives", { ...EXAMPLE, _aws: { ...EXAMPLE._aws, CloudWatchMetrics: {} } }],
])("%s is not valid", (_what, document) => {
  expect(read(document)).toBe("invalid");
});

test("other messages mean no metrics", () => {
  for (const message of ["plain", '{"a":1}', '"_aws"', '{"_aws":{}}', '{"_aws":', `x ${JSON.stringify(EXAMPLE)}`])
    expect(readEmbeddedMetrics(message, 1)).toBeUndefined();
});
