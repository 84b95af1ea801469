// Goal: the parser answers whatever it is given: a machine or findings, and never an exception. Method: fast-check over texts, over JSON, and over
// definitions that are right with one thing made wrong.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseIntrinsic } from "../intrinsics.ts";
import { readJson } from "../json-text.ts";
import { parseDefinition } from "../parse.ts";
import { isReferencePath, parsePath } from "../paths.ts";
import { parseTaskResource } from "../task-resources.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";

// A machine with something of everything.
const WHOLE = {
  Comment: "c",
  StartAt: "T",
  TimeoutSeconds: 60,
  Version: "1.0",
  States: {
    T: {
      Type: "Task",
      Resource: FUNCTION,
      Parameters: { "a.$": "$.a", b: [1, { "c.$": "States.Format('{}', $$.Execution.Id)" }] },
      ResultSelector: { "x.$": "$.x" },
      ResultPath: "$.result",
      Assign: { "v.$": "$.v" },
      TimeoutSeconds: 10,
      HeartbeatSecondsPath: "$.beat",
      Retry: [{ ErrorEquals: ["A"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1.5, JitterStrategy: "FULL" }],
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: "F" }],
      Next: "C",
    },
    C: {
      Type: "Choice",
      Choices: [
        {
          And: [{ Variable: "$.a", IsPresent: true }, { Not: { Variable: "$v", NumericLessThanPath: "$.b" } }],
          Next: "M",
        },
      ],
      Default: "P",
    },
    M: {
      Type: "Map",
      ItemsPath: "$.items",
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "MP",
        States: { MP: { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $states.input %}", End: true } },
      },
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["a"] },
        Parameters: { Bucket: "b", "Key.$": "$.key" },
      },
      ItemBatcher: { MaxItemsPerBatch: 3, BatchInput: { "a.$": "$.a" } },
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "b" } },
      ToleratedFailurePercentage: 5,
      Next: "P",
    },
    P: {
      Type: "Parallel",
      Branches: [{ StartAt: "W", States: { W: { Type: "Wait", TimestampPath: "$.at", End: true } } }],
      Next: "S",
    },
    S: { Type: "Succeed" },
    F: { Type: "Fail", ErrorPath: "$.Error", Cause: "why" },
  },
};

test("a machine with something of everything is right", async () => {
  const { machine, findings } = await parseDefinition(JSON.stringify(WHOLE), "STANDARD");
  expect(findings).toEqual([]);
  expect([...(machine?.states.keys() ?? [])]).toEqual(["T", "C", "M", "P", "S", "F"]);
  const task = machine?.states.get("T");
  expect(task).toMatchObject({
    type: "Task",
    resource: { kind: "function", arn: FUNCTION },
    resultPath: { root: { kind: "input" }, steps: [{ kind: "member", name: "result" }] },
    retry: [{ maxAttempts: 2, jitterStrategy: "FULL" }],
    transition: { next: "C" },
  });
  expect(machine?.states.get("M")).toMatchObject({
    mode: "DISTRIBUTED",
    executionType: "EXPRESS",
    processorField: "ItemProcessor",
  });
});

/** Either a machine or an error, and every finding has its words. */
async function answers(text: string): Promise<void> {
  for (const type of ["STANDARD", "EXPRESS"] as const) {
    const { machine, findings } = await parseDefinition(text, type);
    const errors = findings.filter(({ severity }) => severity === "ERROR");
    expect(machine === undefined).toBe(errors.length > 0);
    for (const { code, message } of findings) expect([code, message]).not.toContain("");
  }
}

test("whatever text comes is answered", async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: "binary" }), answers));
  await fc.assert(fc.asyncProperty(fc.json(), answers));
});

/** Where something can be made wrong. */
function* placesIn(value: unknown, path: readonly (number | string)[] = []): Generator<readonly (number | string)[]> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* placesIn(member, [...path, name]);
}
const PLACES = [...placesIn(WHOLE)];

function changed(value: unknown, [name, ...rest]: readonly (number | string)[], other: unknown): unknown {
  if (name === undefined) return other;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? changed(item, rest, other) : item));
  const object = value as Record<string, unknown>;
  return { ...object, [name]: changed(object[name], rest, other) };
}

test("a machine with one thing made wrong is answered", async () => {
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      "$",
      "$.a..b[?(@.c)]",
      "$$",
      "$v",
      "{% a %}",
      "{% $x",
      "States.UUID()",
      "JSONata",
      "T",
      -1,
      1.5,
      "",
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PLACES), values, (place, value) =>
      answers(JSON.stringify(changed(WHOLE, place, value))),
    ),
  );
});

// The canary: were nothing looked at, nothing would be found.
test("each number, path and name of the machine is looked at", async () => {
  const unseen: string[] = [];
  for (const place of PLACES) {
    const { machine } = await parseDefinition(JSON.stringify(changed(WHOLE, place, { "no.$": 1 })), "STANDARD");
    if (machine !== undefined) unseen.push(place.join("/"));
  }
  // In JSONata, it is what it says.
  expect(unseen).toEqual(["States/M/ItemProcessor/States/MP/Output"]);
});

test("JSON is read as JSON.parse does, and refused where it does", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = readJson(text);
      // A name that comes twice is the one thing more that is refused.
      if ("code" in read) expect(read.message).toContain("Duplicate field");
      else expect(JSON.stringify(read.value)).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const isJson = (() => {
        try {
          JSON.parse(text);
          return true;
        } catch {
          return false;
        }
      })();
      if (!isJson) expect(readJson(text)).toHaveProperty("code");
    }),
  );
  // LIMIT: nothing is too deep for an answer.
  expect(readJson("[".repeat(100_000))).toMatchObject({ code: "TOO_DEEPLY_NESTED" });
});

test("paths, calls and resources of any text are answered", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parsePath(`$${text}`)?.text ?? `$${text}`).toBe(`$${text}`);
      parseIntrinsic(`States.Format(${text})`);
      parseTaskResource(`arn:aws:states:::${text}`);
    }),
  );
});

test.each([
  ["$", true],
  ["$.a.b-c", true],
  ["$.store['book'][0].title", true],
  ["$[-1]", true],
  ["$.a[*]", false],
  ["$..a", false],
  ["$.a[0,1]", false],
  ["$.a[1:2]", false],
  ["$.a[?(@.price < 10)]", false],
  ["$.a.length()", false],
])("%s is a path, and a reference path: %s", (text, isReference) => {
  const path = parsePath(text);
  expect(path).toBeDefined();
  expect(path !== undefined && isReferencePath(path)).toBe(isReference);
});

test.each(["", "a", "$.", "$.a b", "$.a[", "$.a[]", "$a.b]", "$.a..", "$.a[?]"])("%j is no path", (text) => {
  expect(parsePath(text)).toBeUndefined();
});

// AWS: developer guide, "Intrinsic functions for JSONPath states in Step Functions": its examples.
test.each([
  "States.Array($.Id)",
  "States.ArrayPartition($.inputArray,4)",
  "States.Format('Hello, my name is {}.', $.name)",
  "States.Format('{}', States.ArrayGetItem(States.StringSplit($.a[0]['b,c'], ','), 1))",
  "States.JsonMerge($.json1, $.json2, false)",
  "States.MathRandom($.start, $.end)",
  "States.Hash('It\\'s', 'SHA-1')",
  "States.UUID()",
])("%s is a call", (text) => {
  expect(parseIntrinsic(text)).toBeDefined();
});

test.each([
  "States.Nothing()",
  "States.UUID(1)",
  "States.Format('{}')",
  "States.Array($.a",
  "States.Array(a)",
  "States.Array($.a) ",
  `${"States.Array(".repeat(11)}${")".repeat(11)}`,
])("%s is none, or a call for its blanks", (text) => {
  expect(parseIntrinsic(text) === undefined || text.endsWith(" ")).toBe(true);
});
