// The template language, without a stack: text in, values and problems out.

import { describe, expect, test } from "vitest";
import type { ResourceType } from "../../../service/resource-type.ts";
import { evaluate, evaluateCondition, NO_VALUE, UNKNOWN } from "./evaluate.ts";
import type { EvaluationScope } from "./evaluate.ts";
import { checkParameter, chooseParameters } from "./parameters.ts";
import { parseTemplate } from "./parse.ts";
import { loadTemplate } from "./template.ts";
import { validateTemplate } from "./validate.ts";

const QUEUE: ResourceType = {
  typeName: "AWS::SQS::Queue",
  properties: ["QueueName", "VisibilityTimeout", "Tags", "RedrivePolicy"],
  create: () => Promise.reject(new Error("not used")),
  read: () => Promise.resolve(undefined),
  delete: () => Promise.resolve(),
};

function problemsOf(text: string): string[] {
  const { template, positions, problems } = loadTemplate(text);
  const findType = (name: string): ResourceType | undefined => (name === QUEUE.typeName ? QUEUE : undefined);
  const found =
    problems.length > 0
      ? problems
      : validateTemplate(template, positions, findType, {
          hasExtensions: template.transforms.includes("AWS::LanguageExtensions"),
        });
  return found.map(({ awsMessage, position }) => `${position?.line ?? "-"}:${position?.column ?? "-"} ${awsMessage}`);
}

const SCOPE: EvaluationScope = {
  ref: (name) => ({ Name: "orders", "AWS::Region": "eu-west-1", Zones: ["a", "b"] })[name],
  attribute: (logicalId, name) => `${logicalId}/${name}`,
  condition: (name) => ({ IsProduction: false })[name],
  mapping: (name) => (name === "Sizes" ? { test: { memory: 128 } } : undefined),
  exported: (name) => `export of ${name}`,
  zones: (region) => [`${region}a`, `${region}b`],
  stackOutput: () => UNKNOWN,
};

describe("parsing", () => {
  test.each([
    [
      "that multiply",
      `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`).join("")}`,
    ],
    ["that contain themselves", "a: &a [*a]"],
  ])("reads no aliases %s, and says so in the time of reading them", (_what, text) => {
    const { problems } = parseTemplate(text, undefined, { takesAliases: true });
    expect(problems.map(({ awsMessage }) => awsMessage)).toEqual([
      "Template format error: YAML aliases stand for too many values.",
    ]);
    // AWS: this sentence, as observed.
    const refusal = "Template error: YAML aliases are not allowed in CloudFormation templates";
    expect(problemsOf(text)).toEqual([expect.stringContaining(refusal)]);
  });

  test.each([
    ["JSON", `{"a": ${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
    ["JSON that is deep, and not too deep for a parser", `{"a": ${"[".repeat(300)}${"]".repeat(300)}}`],
    ["YAML in flow style", `a: ${"[".repeat(20_000)}${"]".repeat(20_000)}`],
    ["YAML in block style", `a:\n  ${"- ".repeat(20_000)}x`],
  ])("refuses what is nested too deeply: %s", (_what, text) => {
    expect(problemsOf(text)).toEqual(["-:- Template format error: the template is nested too deeply."]);
  });

  test("reads what aliases stand for", () => {
    expect(parseTemplate("a: &a { x: [1, 2] }\nb: *a\nc: [*a, *a]", undefined, { takesAliases: true }).value).toEqual({
      a: { x: [1, 2] },
      b: { x: [1, 2] },
      c: [{ x: [1, 2] }, { x: [1, 2] }],
    });
  });

  test.each([
    ["JSON", '{"a": {"__proto__": {"b": 1}, "constructor": 2}}'],
    ["YAML", "a:\n  __proto__: {b: 1}\n  constructor: 2\n"],
  ])("keeps members of every name in %s, through evaluation", (_syntax, text) => {
    const { value, positions } = parseTemplate(text);
    const owner = (value as { a: object }).a;
    expect(positions.of(owner, "__proto__")).toBeDefined();
    expect(JSON.stringify(value)).toBe('{"a":{"__proto__":{"b":1},"constructor":2}}');
    expect(JSON.stringify(evaluate(value, SCOPE))).toBe(JSON.stringify(value));
  });

  test("takes for numbers what has digits", () => {
    const { value } = parseTemplate("A: [E3006, e1, -e1, .e1, 1e3, 1.5e-3, .5E2, 1_0e1]\n");
    expect(value).toEqual({ A: ["E3006", "e1", "-e1", ".e1", 1000, 0.0015, 50, 100] });
  });

  test("finds nothing in a mapping that nobody has written", () => {
    for (const [top, second] of [
      ["constructor", "name"],
      ["test", "constructor"],
    ])
      expect(() => evaluate({ "Fn::FindInMap": ["Sizes", top, second] }, SCOPE)).toThrow("Unable to get mapping");
  });

  test("reads every short tag as its long form", () => {
    const { value, problems } = parseTemplate(`
a: !Ref Name
b: !GetAtt Queue.Nested.Arn
c: !Sub ["\${x}", {x: !Ref Name}]
d: !If [IsProduction, 1, !Ref "AWS::NoValue"]
e: !Condition IsProduction
f: !Join
  - ","
  - [!Ref Name]
g: 2012-10-17
h: 012345678912
i: !Join ["", [!Ref Name, .]]
j: 2
j: 3
`);
    expect(problems).toEqual([]);
    expect(value).toEqual({
      a: { Ref: "Name" },
      b: { "Fn::GetAtt": ["Queue", "Nested.Arn"] },
      c: { "Fn::Sub": ["${x}", { x: { Ref: "Name" } }] },
      d: { "Fn::If": ["IsProduction", 1, { Ref: "AWS::NoValue" }] },
      e: { Condition: "IsProduction" },
      f: { "Fn::Join": [",", [{ Ref: "Name" }]] },
      g: "2012-10-17",
      h: "012345678912",
      i: { "Fn::Join": ["", [{ Ref: "Name" }, "."]] },
      j: 3,
    });
  });

  test("names the place where YAML and JSON are not well formed", () => {
    // AWS: "Template format error: YAML not well-formed. (line L, column C)".
    expect(problemsOf("Resources:\n  A: [1\n  B: 2")).toEqual([
      expect.stringMatching(/^3:\d+ Template format error: YAML not well-formed\. \(line 3, column \d+\)$/),
    ]);
    expect(problemsOf('{"Resources": {"A": }}x')).toEqual([
      expect.stringMatching(/^1:\d+ Template format error: JSON not well-formed\. \(line 1, column \d+\)$/),
    ]);
  });

  test("knows the places in JSON too", () => {
    const text =
      '{\n  "Resources": {\n    "A": { "Type": "AWS::SQS::Queue",\n      "Properties": { "Colour": 1 } } } }';
    expect(problemsOf(text)).toEqual([
      "4:23 Properties validation failed for resource A with message: #: extraneous key [Colour] is not permitted",
    ]);
  });
});

describe("validation", () => {
  test("reports everything at once, each with its place", () => {
    const text = `
Resources:
  Queue:
    Type: AWS::SQS::Queue
    DependsOn: Nowhere
    Condition: Missing
    Properties:
      QueueNam: x
      VisibilityTimeout: soon
      FifoQueue: true
      Tags: [{Key: a}]
  Other:
    Type: AWS::SQS::Queu
  Cluster:
    Type: AWS::ECS::Cluster
Outputs:
  Arn:
    Value: !GetAtt Quue.Arn
  Colour:
    Value: !GetAtt Queue.Colour
  Sub:
    Value: !Sub "\${Nothing}-\${!Literal}-\${AWS::Region}"
`;
    expect(problemsOf(text)).toEqual([
      "5:5 Template format error: Unresolved resource dependencies [Nowhere] in the Resources block of the template",
      "6:5 Template format error: Unresolved condition dependency Missing in the Resources block of the template",
      "18:20 Template error: instance of Fn::GetAtt references undefined resource Quue",
      "20:20 Template error: resource Queue does not support attribute type Colour in Fn::GetAtt",
      "22:17 Template format error: Unresolved resource dependencies [Nothing] in the Outputs block of the template",
      "8:7 Properties validation failed for resource Queue with message: #: extraneous key [QueueNam] is not permitted",
      "9:7 Properties validation failed for resource Queue with message: #/VisibilityTimeout: expected type: Integer, found: String",
      "11:14 Properties validation failed for resource Queue with message: #/Tags/0: required key [Value] not found",
      "10:7 Property FifoQueue of resource Queue (AWS::SQS::Queue) is not supported by this cloud yet",
      "13:5 Template format error: Unrecognized resource types: [AWS::SQS::Queu]",
      "15:5 Template format error: Resource type AWS::ECS::Cluster of resource Cluster is not supported by this cloud yet",
    ]);
  });

  test("finds circles", () => {
    expect(
      problemsOf(`
Resources:
  A: {Type: "AWS::SQS::Queue", Properties: {QueueName: !GetAtt B.Arn}}
  B: {Type: "AWS::SQS::Queue", DependsOn: C}
  C: {Type: "AWS::SQS::Queue", Properties: {QueueName: !Sub "x\${A}"}}
`),
    ).toEqual(["-:- Circular dependency between resources: [A, B, C]"]);
  });

  test("refuses sections, attributes and functions that are not there", () => {
    expect(
      problemsOf("Resorces: {}\nHooks: {}\nResources: {A: {Type: 'AWS::SQS::Queue', Colour: 1, CreationPolicy: {}}}"),
    ).toEqual([
      "1:1 Invalid template property or properties [Resorces]",
      "2:1 The section 'Hooks' is not supported by this cloud yet.",
      "3:42 Invalid template resource property 'Colour'",
      "3:53 The resource attribute 'CreationPolicy' of resource A is not supported by this cloud yet.",
    ]);
    expect(problemsOf("Resources: {A: {Type: 'AWS::SQS::Queue', Properties: {QueueName: {'Fn::Upper': a}}}}")).toEqual([
      "1:67 Template error: the function Fn::Upper is not supported by this cloud yet.",
    ]);
    expect(problemsOf("Description: x")).toEqual([
      "1:1 Template format error: At least one Resources member must be defined.",
    ]);
  });
});

describe("intrinsic functions", () => {
  test.each([
    ["Ref", { Ref: "Name" }, "orders"],
    ["GetAtt", { "Fn::GetAtt": ["Queue", "Arn"] }, "Queue/Arn"],
    ["GetAtt as text", { "Fn::GetAtt": "Queue.Nested.Arn" }, "Queue/Nested.Arn"],
    ["Sub", { "Fn::Sub": "${Name}-${Queue.Arn}-${!Name}" }, "orders-Queue/Arn-${Name}"],
    ["Sub with variables", { "Fn::Sub": ["${x}${Name}", { x: { Ref: "AWS::Region" } }] }, "eu-west-1orders"],
    ["Join", { "Fn::Join": ["-", ["a", { Ref: "Name" }, 1, true]] }, "a-orders-1-true"],
    ["Join of a list", { "Fn::Join": ["-", { Ref: "Zones" }] }, "a-b"],
    ["Split and Select", { "Fn::Select": ["1", { "Fn::Split": [",", "a,b"] }] }, "b"],
    ["If", { "Fn::If": ["IsProduction", 1, 2] }, 2],
    ["FindInMap", { "Fn::FindInMap": ["Sizes", "test", "memory"] }, 128],
    ["ImportValue", { "Fn::ImportValue": { "Fn::Sub": "${Name}-arn" } }, "export of orders-arn"],
    ["GetAZs", { "Fn::GetAZs": { Ref: "AWS::Region" } }, ["eu-west-1a", "eu-west-1b"]],
    ["Base64", { "Fn::Base64": "AWS CloudFormation" }, "QVdTIENsb3VkRm9ybWF0aW9u"],
    // AWS: the example of the page "Fn::Cidr".
    ["Cidr", { "Fn::Cidr": ["192.168.0.0/24", 3, 5] }, ["192.168.0.0/27", "192.168.0.32/27", "192.168.0.64/27"]],
    ["NoValue in an object", { a: { Ref: "AWS::NoValue" }, b: 1 }, { b: 1 }],
    ["NoValue in a list", [{ "Fn::If": ["IsProduction", 1, { Ref: "AWS::NoValue" }] }, 2], [2]],
  ])("%s", (_name, value, expected) => {
    expect(evaluate(value, SCOPE)).toEqual(expected);
  });

  test("NoValue alone vanishes", () => {
    expect(evaluate({ Ref: "AWS::NoValue" }, SCOPE)).toBe(NO_VALUE);
  });

  test.each([
    [{ "Fn::Join": ["-", "x"] }, /^Template error: every Fn::Join object requires two parameters/],
    [{ "Fn::Select": [3, ["a"]] }, "Template error: Fn::Select  cannot select nonexistent value at index 3"],
    [{ "Fn::FindInMap": ["Sizes", "x", "y"] }, "Template error: Unable to get mapping for Sizes::x::y"],
    [
      { "Fn::FindInMap": ["No", "x", "y"] },
      "Template error: Mapping named 'No' is not present in the 'Mappings' section of template.",
    ],
  ])("%j fails", (value, message) => {
    expect(() => evaluate(value, SCOPE)).toThrow(message);
  });

  test("conditions compare texts and combine", () => {
    const expression = {
      "Fn::And": [
        { "Fn::Equals": [{ Ref: "Name" }, "orders"] },
        { "Fn::Not": [{ Condition: "IsProduction" }] },
        { "Fn::Or": [{ "Fn::Equals": [1, "1"] }, { Condition: "IsProduction" }] },
      ],
    };
    expect(evaluateCondition(expression, SCOPE)).toBe(true);
  });
});

describe("parameters", () => {
  const { template } = loadTemplate(`
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
  Size: {Type: Number, Default: 3, MinValue: 2, MaxValue: 5}
  Name: {Type: String, Default: abc, AllowedPattern: "[a-z]+", MinLength: 2, MaxLength: 4}
  Nice: {Type: String, Default: abc, AllowedPattern: "[a-z]+", ConstraintDescription: lower case only.}
  List: {Type: CommaDelimitedList, Default: "a, b"}
  Slow: {Type: String, Default: a, AllowedPattern: "(a+)+$"}
  Loose: {Type: String, Default: a_b, AllowedPattern: 'a\\_b'}
  Broken: {Type: String, Default: a, AllowedPattern: "("}
Resources: {A: {Type: "AWS::SQS::Queue"}}
`);

  test("are given, previous or default", () => {
    const given = [{ name: "Stage", value: undefined, usePreviousValue: true }];
    expect(chooseParameters(template, given, { Stage: "dev" })).toEqual({
      texts: { Stage: "dev", Size: "3", Name: "abc", Nice: "abc", List: "a, b", Slow: "a", Loose: "a_b", Broken: "a" },
      problems: ["Parameter 'Broken' must match pattern (, which is not a valid regular expression"],
    });
  });

  test("are refused in AWS's words if they are missing or unknown", () => {
    const given = [{ name: "Colour", value: "red", usePreviousValue: false }];
    expect(chooseParameters(template, given, {}).problems).toEqual([
      "Parameters: [Colour] do not exist in the template",
      "Parameters: [Stage] must have values",
      expect.stringContaining("'Broken'"),
    ]);
  });

  test("share the time for their patterns", () => {
    // Goal: many slow patterns take no longer than one. Method: a hundred of them.
    const names = Array.from({ length: 100 }, (_, at) => `P${at}`);
    const lines = names.map((name) => `  ${name}: {Type: String, AllowedPattern: "(a+)+$"}\n`).join("");
    const many = loadTemplate(`Parameters:\n${lines}Resources: {A: {Type: "AWS::SQS::Queue"}}`).template;
    const given = names.map((name) => ({ name, value: `${"a".repeat(4_000)}b`, usePreviousValue: false }));
    const startedMs = performance.now();
    expect(chooseParameters(many, given, {}).problems).toHaveLength(100);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  test.each([
    ["Stage", "test", "Parameter 'Stage' must be one of AllowedValues"],
    ["Size", "x", "Parameter 'Size' must be a number"],
    ["Size", "1", "Parameter 'Size' must be a number not less than 2"],
    ["Size", "9", "Parameter 'Size' must be a number not greater than 5"],
    ["Name", "A1", "Parameter 'Name' must match pattern [a-z]+"],
    ["Name", "a", "Parameter 'Name' must contain at least 2 characters"],
    ["Name", "abcde", "Parameter 'Name' must contain at most 4 characters"],
    [
      "Slow",
      `${"a".repeat(4_000)}b`,
      "Parameter 'Slow' must match pattern (a+)+$, a regular expression that takes too long",
    ],
    ["Loose", "ab", "Parameter 'Loose' must match pattern a\\_b"],
    ["Nice", "A1", "Parameter Nice failed to satisfy constraint: lower case only."],
  ])("%s = %s", (name, text, message) => {
    const declaration = template.parameters.get(name);
    expect(declaration && checkParameter(declaration, text)).toBe(message);
  });
});
