// What the validator finds in definitions that AWS refuses, word for word.
// AWS: each expectation is recorded from ValidateStateMachineDefinition or CreateStateMachine (public issues and recorded tests of other
// projects: localstack, floci, cdk-preflight, cfn-lint, terraform), but where a comment says "ours".

import { describe, expect, test } from "vitest";
import { parseDefinition } from "../parse.ts";
import type { MachineType } from "../machine.ts";

type Found = readonly (readonly [code: string, message: string, location: string | undefined])[];

const SCHEMA = "SCHEMA_VALIDATION_FAILED";
const TARGET = "MISSING_TRANSITION_TARGET";

async function found(definition: unknown, type: MachineType = "STANDARD"): Promise<Found> {
  const text = typeof definition === "string" ? definition : JSON.stringify(definition);
  const { findings } = await parseDefinition(text, type);
  return findings.map(({ code, message, location }) => [code, message, location]);
}

/** A machine of one state, which ends. */
const one = (state: object, machine: object = {}) => ({
  ...machine,
  StartAt: "X",
  States: { X: { Type: "Pass", End: true, ...state } },
});
const jsonata = (state: object) => one(state, { QueryLanguage: "JSONata" });
const LAMBDA = "arn:aws:states:::lambda:invoke";
const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";
const task = (state: object) => one({ Type: "Task", Resource: FUNCTION, ...state });
const inner = { StartAt: "I", States: { I: { Type: "Pass", End: true } } };
const map = (state: object) => one({ Type: "Map", ItemProcessor: inner, ...state });
const distributed = (state: object) =>
  map({
    ItemProcessor: { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } },
    ...state,
  });
const choice = (rule: object, machine: object = {}) => ({
  ...machine,
  StartAt: "C",
  States: { C: { Type: "Choice", Choices: [rule], Default: "Z" }, Z: { Type: "Succeed" } },
});

describe("texts that are no definitions", () => {
  test.each<[string, Found]>([
    ['""', [[SCHEMA, "Definition must be a valid JSON object", undefined]]],
    [
      "not a definition",
      [
        [
          "INVALID_JSON_DESCRIPTION",
          `Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)"not a definition"; line: 1, column: 4]`,
          '[Source: (String)"not a definition"; line: 1, column: 4]',
        ],
      ],
    ],
    ["{}", [[SCHEMA, "These fields are required: [States, StartAt]", "/"]]],
    ['{"StartAt":"X"}', [[SCHEMA, "These fields are required: [States]", "/"]]],
  ])("%s", async (text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  // Jackson's words, of which recorded messages are.
  test.each([
    ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 3],
    ['{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value", 7],
    ['{"a": 1 "b"}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries", 10],
    ['{"a": 1, "a": 2}', "Duplicate field 'a'", 13],
  ])("%s", async (text, message, column) => {
    const source = `[Source: (String)"${text}"; line: 1, column: ${column}]`;
    expect(await found(text)).toEqual([["INVALID_JSON_DESCRIPTION", `${message}\n at ${source}`, source]]);
  });
});

test.each<[string, unknown, Found]>([
  [
    "a loop without an end",
    { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } } },
    [["MISSING_END_STATE", "Workflow has no terminal state", undefined]],
  ],
  [
    "a loop without an end, and a state that nothing leads to: the second is not told",
    { StartAt: "A", States: { A: { Type: "Pass", Next: "A" }, U: { Type: "Pass", Next: "A" } } },
    [["MISSING_END_STATE", "Workflow has no terminal state", undefined]],
  ],
  [
    "a target that is not there, and no end",
    { StartAt: "A", States: { A: { Type: "Pass", Next: "NOPE" } } },
    [
      [TARGET, "Missing 'Next' target: NOPE", "/States/A/Next"],
      ["MISSING_END_STATE", "Workflow has no terminal state", undefined],
    ],
  ],
  [
    "a state that nothing leads to, besides a missing target",
    { StartAt: "pass1", States: { pass1: { Type: "Pass", Next: "pass3" }, pass2: { Type: "Pass", End: true } } },
    [
      [TARGET, "Missing 'Next' target: pass3", "/States/pass1/Next"],
      [TARGET, 'State "pass2" is not reachable.', "/States/pass2"],
    ],
  ],
  [
    "a start that is not there",
    { StartAt: "Nope", States: { A: { Type: "Pass", End: true } } },
    [
      [TARGET, "Missing 'Next' target: Nope", "/StartAt"],
      [TARGET, 'State "A" is not reachable.', "/States/A"],
    ],
  ],
  [
    "targets of rules, defaults and catchers",
    {
      StartAt: "C",
      States: {
        C: { Type: "Choice", Choices: [{ Variable: "$.x", IsPresent: true, Next: "G1" }], Default: "G2" },
        T: { Type: "Task", Resource: FUNCTION, Catch: [{ ErrorEquals: ["States.ALL"], Next: "G3" }], End: true },
      },
    },
    [
      [TARGET, "Missing 'Next' target: G1", "/States/C/Choices[0]/Next"],
      [TARGET, "Missing 'Next' target: G2", "/States/C/Default"],
      [TARGET, "Missing 'Next' target: G3", "/States/T/Catch[0]/Next"],
      [TARGET, 'State "T" is not reachable.', "/States/T"],
    ],
  ],
  [
    "a branch's and a map's states",
    {
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [{ StartAt: "W", States: { W: { Type: "Pass", End: true }, G: { Type: "Pass", End: true } } }],
          Next: "M",
        },
        M: {
          Type: "Map",
          Iterator: { StartAt: "Nope", States: { A: { Type: "Pass", End: true } } },
          End: true,
        },
      },
    },
    [
      [TARGET, "Missing 'Next' target: Nope", "/States/M/Iterator/StartAt"],
      [TARGET, 'State "G" is not reachable.', "/States/P/Branches[0]/States/G"],
      [TARGET, 'State "A" is not reachable.', "/States/M/Iterator/States/A"],
    ],
  ],
  // A loop inside of a map needs no end.
  [
    "a loop in a map",
    map({
      ItemProcessor: { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } } },
    }),
    [],
  ],
  [
    "a name that comes twice",
    {
      StartAt: "A",
      States: {
        A: { Type: "Map", ItemProcessor: { StartAt: "B", States: { B: { Type: "Pass", End: true } } }, Next: "B" },
        B: { Type: "Succeed" },
      },
    },
    [["DUPLICATE_STATE_NAME", "Duplicate State name: B", "/States/A/ItemProcessor/States/B"]],
  ],
])("ways: %s", async (_what, definition, expected) => {
  expect(await found(definition)).toEqual(expected);
});

test.each<[unknown, string, string]>([
  [
    one({ Type: "Nope" }),
    "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
    "/States/X/Type",
  ],
  [one({ TimeoutSeconds: 5 }), "Field 'TimeoutSeconds' is not supported", "/States/X"],
  [map({ TimeoutSeconds: 5 }), "Field 'TimeoutSeconds' is not supported", "/States/X"],
  [one({ Catch: [] }), "Field 'Catch' is not supported", "/States/X"],
  [one({ Type: "Wait", Seconds: 1, Retry: [] }), "Field 'Retry' is not supported", "/States/X"],
  [one({ Type: "Wait", Seconds: 1, ResultPath: null }), "Field 'ResultPath' is not supported", "/States/X"],
  [map({ _comment: "no" }), "Field '_comment' is not supported", "/States/X"],
  [one({}, { Version: "2.0" }), "Value should be one of the following: [1.0]", "/Version"],
  [one({}, { QueryLanguage: 5 }), "Expected value of type [STRING]", "/QueryLanguage"],
  [one({ Next: "X" }), "There should only be one of the following fields: [Next, End]", "/States/X"],
  [
    { StartAt: "X", States: { X: { Type: "Pass" } } },
    "This object should have only one of the following fields: [Next, End]",
    "/States/X",
  ],
  [one({ OutputPath: "Test" }), "Value must be a valid JSONPath.", "/States/X/OutputPath"],
  [one({ ResultPath: "$.a[*]" }), "Value is not a Reference Path", "/States/X/ResultPath"],
  [
    one({ Parameters: { "a.$": "foo" } }),
    "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
    "/States/X/Parameters",
  ],
  [task({ Resource: "create" }), "Value is not a valid resource ARN", "/States/X/Resource"],
  [
    task({ Resource: "arn:aws:states:::sqs:sendMessage.sync" }),
    "The resource provided arn:aws:states:::sqs:sendMessage.sync is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.",
    "/States/X/Resource",
  ],
  [
    task({ Resource: "arn:aws:states:::aws-sdk:neptune:describeDBClusters" }),
    "Parameters field is required for resource ARN: arn:aws:states:::aws-sdk:neptune:describeDBClusters",
    "/States/X",
  ],
  [task({ Credentials: {} }), "The field 'RoleArn' is required but was missing", "/States/X/Credentials"],
  [task({ Retry: [{}] }), "These fields are required: [ErrorEquals]", "/States/X/Retry[0]"],
  [task({ Retry: [{ ErrorEquals: [] }] }), "Value cannot be empty", "/States/X/Retry[0]/ErrorEquals"],
  [
    task({ Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["A"] }] }),
    "States.ALL must appear alone and at end of list",
    "/States/X/Retry[0]/ErrorEquals",
  ],
  [
    task({ Retry: [{ ErrorEquals: ["A"], JitterStrategy: "SOME" }] }),
    "Value should be one of the following: [NONE, FULL]",
    "/States/X/Retry[0]/JitterStrategy",
  ],
  [task({ Catch: [{ ErrorEquals: ["A"] }] }), "These fields are required: [Next]", "/States/X/Catch[0]"],
  [choice({ Variable: "$", StringMatches: "Test" }), "These fields are required: [Next]", "/States/C/Choices[0]"],
  [
    choice({ Variable: "States.ArrayLength($.a)", NumericEquals: 0, Next: "Z" }),
    "Value is not a Reference Path: Reference path didn't start with '$'",
    "/States/C/Choices[0]/Variable",
  ],
  [
    choice({ Not: { Variable: "$.a", IsNull: true, Next: "Z" }, Next: "Z" }),
    "Field 'Next' is not supported",
    "/States/C/Choices[0]/Not",
  ],
  [
    choice({ Next: "Z" }),
    "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]",
    "/States/C/Choices[0]",
  ],
  [
    choice({ Variable: "$.a", IsNull: true, IsString: true, Next: "Z" }),
    "There should only be one of the following fields: [IsNull, IsString]",
    "/States/C/Choices[0]",
  ],
  [
    one({ Type: "Wait", Seconds: 1, Timestamp: "2030-01-01T00:00:00Z" }),
    "There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]",
    "/States/X",
  ],
  [one({ Type: "Wait", Timestamp: "tomorrow" }), "String does not match RFC3339 timestamp", "/States/X/Timestamp"],
  [map({ MaxConcurrency: -1 }), "Minimum value is 0", "/States/X/MaxConcurrency"],
  [map({ ToleratedFailurePercentage: 101 }), "Maximum value is 100.0", "/States/X/ToleratedFailurePercentage"],
  [
    map({ MaxConcurrency: 1, MaxConcurrencyPath: "$.n" }),
    "There should only be one of the following fields: [MaxConcurrency, MaxConcurrencyPath]",
    "/States/X",
  ],
  [
    map({ MaxConcurrencyPath: "$$.Execution.Input.n" }),
    "Value is not a Reference Path",
    "/States/X/MaxConcurrencyPath",
  ],
  [
    map({ ItemProcessor: { ...inner, QueryLanguage: "JSONata" } }),
    "Field 'QueryLanguage' is not supported",
    "/States/X/ItemProcessor",
  ],
  [
    map({ ItemProcessor: { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED" } } }),
    "These fields are required: [ExecutionType]",
    "/States/X/ItemProcessor/ProcessorConfig",
  ],
  [
    map({ ItemProcessor: { ...inner, ProcessorConfig: { Mode: "INLINE", ExecutionType: "STANDARD" } } }),
    "Field 'ExecutionType' is not supported",
    "/States/X/ItemProcessor/ProcessorConfig",
  ],
  [
    distributed({ ItemReader: { Resource: "arn:aws:states:::s3:no" } }),
    "The field 'Resource' does not match any of the allowed values. Examples: [arn:<partition>:states:::s3:getObject, arn:<partition>:states:::s3:listObjectsV2]",
    "/States/X/ItemReader/Resource",
  ],
  [
    distributed({ ItemReader: { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "CSV" } } }),
    "The field 'CSVHeaderLocation' is required",
    "/States/X/ItemReader/ReaderConfig",
  ],
  [
    one({ Output: 1 }),
    "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
    "/States/X",
  ],
  [
    jsonata({ InputPath: "$.a" }),
    "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
    "/States/X",
  ],
  // The languages are mixed, and nothing is said of the field.
  [
    jsonata({ QueryLanguage: "JSONPath", Output: 1 }),
    "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    "/States/X",
  ],
  // Whatever is not "JSONPath" is JSONata.
  [
    one({ QueryLanguage: "foo", Output: "{% 1 %}" }),
    "Value should be one of the following: [JSONPath, JSONata]",
    "/States/X/QueryLanguage",
  ],
  // A map does not hand its language down.
  [
    map({
      QueryLanguage: "JSONata",
      ItemProcessor: { StartAt: "P", States: { P: { Type: "Pass", Output: 1, End: true } } },
    }),
    "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
    "/States/X/ItemProcessor/States/P",
  ],
  [jsonata({ Output: "{% 1" }), "JSONata string must start with {% and end with %}", "/States/X/Output"],
])("forms: %j", async (definition, message, location) => {
  expect(await found(definition)).toEqual([[SCHEMA, message, location]]);
});

test.each<[string, string, string]>([
  ["a[1,2)", "INVALID_JSONATA_EXPRESSION", 'Expected "]", got ","'],
  ['"unterminated', "INVALID_JSONATA_EXPRESSION", "String literal must be terminated by a matching quote"],
  ["1 +", "INVALID_JSONATA_EXPRESSION", "Unexpected end of expression"],
  ['{"a":}', "INVALID_JSONATA_EXPRESSION", 'The symbol "}" cannot be used as a unary operator'],
  ['$match("a", /abc', "INVALID_JSONATA_EXPRESSION", "No terminating / in regular expression"],
  ["", "INVALID_JSONATA_EXPRESSION", "Unexpected end of expression"],
  ["$$", "UNSUPPORTED_JSONATA_EXPRESSION", "Reference to '$$' is not supported."],
  ["phone", "UNSUPPORTED_JSONATA_EXPRESSION", "Reference to 'phone' at the top level is not supported."],
  [
    "$map($states.input.a, function($x){ b })",
    "UNSUPPORTED_JSONATA_EXPRESSION",
    "Reference to 'b' at the top level is not supported.",
  ],
  ["$states.errorOutput", "UNSUPPORTED_JSONATA_EXPRESSION", "Field '$states.errorOutput' does not exist."],
])("expressions: %s", async (expression, code, message) => {
  expect(await found(jsonata({ Output: { v: `{% ${expression} %}` } }))).toEqual([
    [code, message, "/States/X/Output/v"],
  ]);
});

test.each([
  "$states.input.items[value > 3]",
  "$states.input.items^(>price).{ 'name': name }",
  "$map($states.input.a, function($x){ $x.b })",
  "($total := $sum($states.input.items.price); $total * $rate)",
  "$states.context.Execution.Id & $uuid()",
])("expressions that are right: %s", async (expression) => {
  expect(await found(jsonata({ Output: `{% ${expression} %}` }))).toEqual([]);
});

test("a catcher's expressions see the error", async () => {
  const state = {
    Type: "Task",
    Resource: LAMBDA,
    Catch: [
      {
        ErrorEquals: ["States.ALL"],
        Next: "X",
        Output: "{% $states.errorOutput %}",
        Assign: { e: "{% $states.errorOutput.Error %}" },
      },
    ],
  };
  expect(await found(jsonata(state))).toEqual([]);
});

test.each<[unknown, string, string]>([
  [
    task({ Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" }),
    "Express state machine does not support '.waitForTaskToken' service integration ",
    "/States/X/Resource",
  ],
  [
    task({ Resource: "arn:aws:states:::glue:startJobRun.sync" }),
    "Express state machine does not support '.sync' service integration ",
    "/States/X/Resource",
  ],
  [
    task({ Resource: "arn:aws:states:us-east-1:123456789012:activity:a" }),
    "Express state machine does not support Activity ARN",
    "/States/X/Resource",
  ],
  [
    distributed({}),
    "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
    "/States/X/ItemProcessor/ProcessorConfig/Mode",
  ],
])("what express machines cannot: %j", async (definition, message, location) => {
  expect(await found(definition)).toEqual([]);
  expect(await found(definition, "EXPRESS")).toEqual([[SCHEMA, message, location]]);
});

test.each<[unknown, string, string]>([
  [one({ Assign: { states: 1 } }), "RESERVED_VARIABLE_NAME", "Cannot assign to reserved variable '$states'."],
  [
    one({ Assign: { "a-b": 1 } }),
    "INVALID_VARIABLE_NAME",
    "Invalid variable name 'a-b': the variable name contains invalid characters.",
  ],
])("variables: %j", async (definition, code, message) => {
  expect(await found(definition)).toEqual([[code, message, "/States/X/Assign"]]);
});

// AWS: "List of warning codes"; the messages are ours.
test("warns of what may not be meant", async () => {
  expect((await found(one({ Result: { a: "$.b" } }))).map(([code]) => code)).toEqual(["PASS_RESULT_IS_STATIC"]);
  expect((await found(one({ Parameters: { a: "$.b" } }))).map(([code]) => code)).toEqual(["NO_DOLLAR"]);
});

// Goal: what states read is told. AWS: recorded of DescribeStateMachine's variableReferences.
test("knows which variables states read", async () => {
  const references = async (definition: object) =>
    Object.fromEntries((await parseDefinition(JSON.stringify(definition), "STANDARD")).variableReferences);
  expect(
    await references({
      StartAt: "Setup",
      States: {
        Setup: { Type: "Pass", Parameters: { result: "$result" }, Assign: { guess: "a", answer: "b" }, Next: "Check" },
        Check: {
          Type: "Choice",
          Choices: [{ Variable: "$guess", StringEqualsPath: "$answer", Next: "Right" }],
          Default: "Wrong",
        },
        Right: { Type: "Pass", End: true },
        Wrong: { Type: "Pass", Assign: { "guess.$": "States.Format('{}{}', $answer, $.x)" }, Next: "Check" },
      },
    }),
  ).toEqual({ Check: ["answer", "guess"], Wrong: ["answer"] });
  expect(await references(jsonata({ Output: "{% ($x := $a; function($y){ $y + $x + $b }) %}" }))).toEqual({
    X: ["a", "b"],
  });
});
