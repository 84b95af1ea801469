// The pure parts of a plan: what is found in texts, what policies newly grant, what is kept and moved.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTemplate } from "../system/template.ts";
import type { Unit } from "../system/system.ts";
import { findNewAccess } from "./access.ts";
import { identifiersOf } from "./identifiers.ts";
import { keepParts, withFragment } from "../deploy/keep.ts";
import { findLimits } from "./limits.ts";
import { markdownOf } from "./markdown.ts";
import { findMoves, refactorTemplates } from "./moves.ts";
import type { Plan } from "./plan.ts";
import type { ResourceDetail, StackDetail } from "./read-stacks.ts";
import { differences } from "./resource-changes.ts";
import { searchFor } from "./value-search.ts";

function detailOf(template: string, resources: readonly Partial<ResourceDetail>[] = []): StackDetail {
  const { body } = parseTemplate(template, "template.yaml").template;
  return {
    name: "stack",
    stackId: "id",
    status: "CREATE_COMPLETE",
    changedAt: "",
    parameters: { Stage: "dev" },
    given: { Stage: "dev" },
    tags: {},
    outputs: [],
    resources: resources.map((each) => ({
      logicalId: "A",
      resourceType: "AWS::SQS::Queue",
      physicalId: "physical",
      properties: {},
      ...each,
    })),
    template: body,
    original: body,
    originalBytes: template.length,
  };
}

function unitOf(template: string, name = "a"): Unit {
  return {
    name,
    directory: "",
    tier: "business",
    templatePath: "",
    template: parseTemplate(template, "template.yaml").template,
    parameters: {},
    dependsOn: [],
  };
}

describe("searchFor", () => {
  // Goal: a value is found as a whole word of identifiers and nowhere else. Method: an ARN in its usual surroundings.
  test("finds whole identifiers", () => {
    const arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders";
    const search = searchFor([arn, "30"]);
    expect(search.in(`${arn}/index/*`)).toEqual([arn]);
    expect(search.in(`before ${arn}, after`)).toEqual([arn]);
    expect(search.in(`${arn}-dead`)).toEqual([]);
    expect(search.in("30")).toEqual(["30"]);
    expect(search.in("300 or 30 of them")).toEqual([]);
  });

  // Goal: no character of a value means anything to the search. Method: any text, between spaces.
  test("takes values as they are", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (value) => {
        fc.pre(value.trim() !== "");
        expect(searchFor([value]).in(` ${value} `)).toContain(value);
      }),
    );
  });
});

// Goal: the smallest difference is told, and equal values have none. Method: nested values.
test("differences are the smallest parts that differ", () => {
  const before = { Code: { Key: "a" }, Layers: ["x", "y"], Tags: [{ Key: "k" }] };
  expect(differences(before, structuredClone(before))).toEqual([]);
  expect(differences(before, { Code: { Key: "b" }, Layers: ["x"], Tags: [{ Key: "k" }] })).toEqual([
    { path: ["Code", "Key"], before: "a", after: "b" },
    { path: ["Layers"], before: ["x", "y"], after: ["x"] },
  ]);
});

// AWS: Service Authorization Reference: the forms of ARNs; the template reference: what Ref gives.
test("identifiers follow from the physical id", () => {
  const place = { account: "123456789012", region: "eu-central-1" };
  const queue = { resourceType: "AWS::SQS::Queue", physicalId: "http://127.0.0.1:4566/123456789012/orders" };
  expect(identifiersOf(queue, place)).toEqual([
    queue.physicalId,
    "arn:aws:sqs:eu-central-1:123456789012:orders",
    "orders",
  ]);
  expect(identifiersOf({ resourceType: "AWS::DynamoDB::Table", physicalId: "orders" }, place)).toEqual([
    "orders",
    "arn:aws:dynamodb:eu-central-1:123456789012:table/orders",
  ]);
});

// Goal: access through a replaced resource is not new, a public principal is. Method: the same policy before and after.
test("new access knows replaced resources, and marks what is public", () => {
  const policy = (topic: string, principal: unknown): Partial<ResourceDetail> => ({
    logicalId: "Policy",
    resourceType: "AWS::SNS::TopicPolicy",
    properties: {
      PolicyDocument: {
        Statement: [{ Effect: "Allow", Principal: principal, Action: "sns:Publish", Resource: topic }],
      },
    },
  });
  const topic = (physicalId: string): Partial<ResourceDetail> => ({
    logicalId: "Topic",
    resourceType: "AWS::SNS::Topic",
    physicalId,
  });
  const owner = { AWS: "arn:aws:iam::123456789012:root" };
  const before = detailOf("Resources: {}", [topic("arn:one"), policy("arn:one", owner)]);
  const replaced = detailOf("Resources: {}", [topic("arn:two"), policy("arn:two", owner)]);
  expect(findNewAccess("a", before, replaced, undefined)).toEqual([]);
  const open = detailOf("Resources: {}", [topic("arn:two"), policy("arn:two", "*")]);
  expect(findNewAccess("a", before, open, undefined)).toMatchObject([
    { principal: "*", actions: ["sns:Publish"], resources: ["arn:two"], flags: ["public"] },
  ]);
});

// Goal: a limit is warned of before it is hit. AWS: "Understand CloudFormation quotas": 500 resources. Method: 450 and 501.
test("limits are warned of from 80 %", () => {
  const stack = (count: number): StackDetail =>
    detailOf(
      "Resources: {}",
      Array.from({ length: count }, (_, index) => ({ logicalId: `Q${index}` })),
    );
  expect(findLimits("a", stack(399))).toEqual([]);
  expect(findLimits("a", stack(450))).toMatchObject([{ severity: "warning", value: 450, most: 500 }]);
  expect(findLimits("a", stack(501))).toMatchObject([{ severity: "error", value: 501 }]);
});

describe("keepParts", () => {
  const deployed = detailOf(`Parameters: { Stage: { Type: String } }
Conditions: { IsDev: !Equals [!Ref Stage, dev] }
Resources:
  Old: { Type: AWS::SNS::Topic, Condition: IsDev, Properties: { DisplayName: !Ref Stage } }
Outputs:
  Arn: { Value: !Ref Old, Export: { Name: old } }
`);

  // Goal: what is kept comes with all that it needs, and beside an output of the same name. Method: an output whose resource,
  // condition and parameter the source no longer has.
  test("keeps what the kept parts need", () => {
    const source = unitOf("Resources: { New: { Type: AWS::SNS::Topic } }\nOutputs: { Arn: { Value: !Ref New } }\n");
    const keeping = keepParts(deployed, source.template, { outputs: ["Arn"], resources: [] });
    if ("obstacle" in keeping) throw new Error(keeping.obstacle);
    const { template, parameters } = withFragment(source, keeping.fragment);
    expect(template.body).toEqual({
      Parameters: { Stage: { Type: "String" } },
      Conditions: { IsDev: { "Fn::Equals": [{ Ref: "Stage" }, "dev"] } },
      Resources: {
        New: { Type: "AWS::SNS::Topic" },
        Old: { Type: "AWS::SNS::Topic", Condition: "IsDev", Properties: { DisplayName: { Ref: "Stage" } } },
      },
      Outputs: {
        Arn: { Value: { Ref: "New" } },
        ArnKept: { Value: { Ref: "Old" }, Export: { Name: "old" } },
      },
    });
    expect(parameters).toEqual({ Stage: "dev" });
  });

  // Goal: what cannot stand beside the new part is said. Method: two topics of one name.
  test("says what cannot be kept", () => {
    const named = detailOf("Resources: { Old: { Type: AWS::SNS::Topic, Properties: { TopicName: events } } }\n");
    const source = unitOf("Resources: { New: { Type: AWS::SNS::Topic, Properties: { TopicName: events } } }\n");
    expect(keepParts(named, source.template, { outputs: [], resources: ["Old"] })).toEqual({
      obstacle: 'Resources "Old" and "New" would have the same name at the same time.',
    });
  });
});

describe("findMoves", () => {
  const table = (name: string): string =>
    `Resources: { ${name}: { Type: AWS::DynamoDB::Table, Properties: { BillingMode: PAY_PER_REQUEST } } }\n`;
  const nothing = "Resources: { Topic: { Type: AWS::CloudFormation::WaitConditionHandle } }\n";
  const there = detailOf(table("Table"), [
    {
      logicalId: "Table",
      resourceType: "AWS::DynamoDB::Table",
      physicalId: "t",
      properties: { BillingMode: "PAY_PER_REQUEST" },
    },
  ]);

  // Goal: a table that another unit has now is one that moved, and its template has evaluated properties. Method: the same
  // table in another unit under another name.
  test("recognises a resource by its properties", () => {
    const states = [
      { unit: unitOf(nothing, "a"), detail: there },
      { unit: unitOf(table("Moved"), "b"), detail: undefined },
    ];
    const moves = findMoves(states);
    expect(moves).toEqual([
      {
        resourceType: "AWS::DynamoDB::Table",
        physicalId: "t",
        from: { unit: "a", logicalId: "Table" },
        to: { unit: "b", logicalId: "Moved" },
      },
    ]);
    expect(refactorTemplates(moves, [], new Map([["a", there]])).get("b")).toEqual({
      Resources: { Moved: { Type: "AWS::DynamoDB::Table", Properties: { BillingMode: "PAY_PER_REQUEST" } } },
    });
  });

  // Goal: where it is not clear which one moved, none is moved. Method: two equal tables appear.
  test("guesses nothing", () => {
    const states = [
      { unit: unitOf(nothing, "a"), detail: there },
      { unit: unitOf(table("One"), "b"), detail: undefined },
      { unit: unitOf(table("Two"), "c"), detail: undefined },
    ];
    expect(findMoves(states)).toEqual([]);
  });
});

// Goal: a value of a template cannot become markup of a comment. Method: a reason with markup in it.
test("Markdown escapes what comes from templates", () => {
  const plan: Plan = {
    v: 1,
    system: "shop",
    environment: "dev",
    account: "",
    region: "",
    hash: "",
    isSafe: false,
    units: [{ unit: "a", stack: "s", action: "failed", reason: "<img> `x` | y", why: [], resources: [], outputs: [] }],
    edges: [],
    phases: [],
    access: [],
    dataLoss: [],
    limits: [],
    diagnostics: [],
    cost: { isMeasured: false, reason: "" },
    basis: { stacks: {}, sources: {} },
    durationMs: 0,
  };
  expect(markdownOf(plan)).toContain("**a fails**: &#60;img&#62; \\`x\\` \\| y");
});
