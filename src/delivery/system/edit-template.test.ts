// Goal: one value changes, and nothing else does: neither in the text nor in what it means.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { editTemplate } from "./edit-template.ts";

const YAML = `# The queue of orders.
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: 5 # seconds
      QueueName: "orders"
      Tags:
        - Key: team
          Value: 'shop'
      RedrivePolicy: { maxReceiveCount: 3, deadLetterTargetArn: !GetAtt Dead.Arn }

  Dead:
    Type: AWS::SQS::Queue # no properties
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Sub "\${AWS::StackName}-orders"
`;
const PROPERTIES = ["Resources", "Queue", "Properties"];

function edited(path: readonly string[], value: unknown, text = YAML): string {
  const result = editTemplate(text, path, value);
  if ("refusal" in result) throw new Error(result.refusal);
  return result.text;
}

describe("YAML", () => {
  test("a scalar keeps its quotes and its comment", () => {
    expect(edited([...PROPERTIES, "DelaySeconds"], 60)).toBe(YAML.replace("5 # seconds", "60 # seconds"));
    expect(edited([...PROPERTIES, "QueueName"], "new")).toBe(YAML.replace('"orders"\n', '"new"\n'));
    expect(edited([...PROPERTIES, "Tags", "0", "Value"], "it's")).toBe(YAML.replace("'shop'", "'it''s'"));
  });

  test("a member in flow style changes where it stands", () => {
    expect(edited([...PROPERTIES, "RedrivePolicy", "maxReceiveCount"], 7)).toBe(
      YAML.replace("maxReceiveCount: 3", "maxReceiveCount: 7"),
    );
  });

  test("a new member goes below the last one, with its indentation", () => {
    const text = edited([...PROPERTIES, "KmsMasterKeyId"], "alias/aws/sqs");
    expect(text).toBe(YAML.replace("Dead.Arn }\n", "Dead.Arn }\n      KmsMasterKeyId: alias/aws/sqs\n"));
    const nested = edited(["Resources", "Topic", "Properties", "Policy", "Version"], "2012-10-17");
    expect(nested.slice(YAML.length - 1)).toBe('\n      Policy:\n        Version: "2012-10-17"\n');
  });

  test("a list is replaced as a block", () => {
    const text = edited(
      [...PROPERTIES, "Tags"],
      [
        { Key: "team", Value: "shop" },
        { Key: "cost", Value: "7" },
      ],
    );
    expect(text).toContain(
      '      Tags:\n        - Key: team\n          Value: shop\n        - Key: cost\n          Value: "7"\n',
    );
    expect(text.replace(/ {6}Tags:[^]*?(?= {6}Redrive)/, "")).toBe(YAML.replace(/ {6}Tags:[^]*?(?= {6}Redrive)/, ""));
  });

  test("a member is taken away with its line", () => {
    expect(edited([...PROPERTIES, "DelaySeconds"], undefined)).toBe(
      YAML.replace("      DelaySeconds: 5 # seconds\n", ""),
    );
    expect(edited([...PROPERTIES, "Missing"], undefined)).toBe(YAML);
  });

  test("what a function makes is left to people", () => {
    const refusal = (path: readonly string[]): unknown => editTemplate(YAML, path, "x");
    expect(refusal(["Resources", "Topic", "Properties", "TopicName"])).toEqual({
      refusal: "!Sub makes the value at Resources.Topic.Properties.TopicName.",
    });
    expect(refusal([...PROPERTIES, "RedrivePolicy", "deadLetterTargetArn", "x"])).toEqual({
      refusal: "!GetAtt makes the value at Resources.Queue.Properties.RedrivePolicy.deadLetterTargetArn.",
    });
    expect(refusal(["Resources", "Gone", "Properties"])).not.toHaveProperty("refusal");
    expect(refusal([...PROPERTIES, "Tags", "4", "Value"])).toEqual({
      refusal: "The list at Resources.Queue.Properties.Tags has no item 4.",
    });
  });
});

describe("JSON", () => {
  const json = JSON.stringify(
    { Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: 5 } } } },
    undefined,
    2,
  );
  test("stays JSON", () => {
    expect(JSON.parse(edited([...PROPERTIES, "DelaySeconds"], 60, json))).toMatchObject({
      Resources: { Queue: { Properties: { DelaySeconds: 60 } } },
    });
    expect(JSON.parse(edited([...PROPERTIES, "Tags"], [{ Key: "a", Value: "b" }], json))).toMatchObject({
      Resources: { Queue: { Properties: { DelaySeconds: 5, Tags: [{ Key: "a", Value: "b" }] } } },
    });
  });
});

// Goal: whatever the template and the value, the text means the same afterwards but for the one value. Method: random
// nested properties in block and flow style, every path of them, random values.
test("an edit means what it says", () => {
  const scalar = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom("5", "true", "no", "2012-10-17", "a: b", "#"),
  );
  const name = fc.stringMatching(/^[A-Z][A-Za-z]{0,8}$/);
  const value = fc.letrec<{ any: unknown; object: Record<string, unknown> }>((tie) => ({
    any: fc.oneof({ depthSize: "small" }, scalar, tie("object"), fc.array(tie("any"), { maxLength: 3 })),
    object: fc.dictionary(name, tie("any"), { maxKeys: 4, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(
      fc.dictionary(name, value.any, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      value.any,
      fc.nat(),
      fc.boolean(),
      (properties, next, pick, isFlow) => {
        const body = { Resources: { Queue: { Type: "X", Properties: properties, Metadata: 1 }, Other: { Type: "Y" } } };
        const text = isFlow ? JSON.stringify(body, undefined, 2) : stringify(body, { version: "1.1" });
        const paths = Object.keys(properties);
        const path = paths[pick % paths.length] ?? "";
        const result = editTemplate(text, ["Resources", "Queue", "Properties", path], next);
        if ("refusal" in result) throw new Error(result.refusal);
        const expected = structuredClone(body);
        expected.Resources.Queue.Properties[path] = next;
        expect(parse(result.text, { version: "1.1" })).toEqual(
          parse(stringify(expected, { version: "1.1" }), { version: "1.1" }),
        );
      },
    ),
    { numRuns: 500 },
  );
});
