import { describe, expect, test } from "vitest";
import { locate } from "../deploy/locate.ts";
import { parseTemplate } from "./template.ts";

function read(text: string): ReturnType<typeof parseTemplate> {
  return parseTemplate(text, "template.yaml");
}

describe("parseTemplate", () => {
  // Goal: the deployed JSON means what the YAML meant. Method: one template with each notation that loses something in a
  // careless conversion.
  test("keeps the meaning of short tags and of scalars", () => {
    const { template, diagnostics } = read(`
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      Attribute: !GetAtt Table.StreamArn.More
      Joined: !Join ["-", [!Ref Queue, !Sub "\${AWS::Region}"]]
      Nested: !ImportValue { "Fn::Sub": "\${Stage}-topic" }
      Date: 2012-10-17
      Account: 012345678901
      Number: 300
      Version: 1.10
      Time: 12:30
      Yes: yes
      Nothing: ~
`);
    expect(diagnostics).toEqual([]);
    expect(template.body).toEqual({
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: {
        Queue: {
          Type: "AWS::SQS::Queue",
          Properties: {
            // AWS: "Fn::GetAtt": only the first dot separates the logical id from the attribute.
            Attribute: { "Fn::GetAtt": ["Table", "StreamArn.More"] },
            Joined: { "Fn::Join": ["-", [{ Ref: "Queue" }, { "Fn::Sub": "${AWS::Region}" }]] },
            Nested: { "Fn::ImportValue": { "Fn::Sub": "${Stage}-topic" } },
            Date: "2012-10-17",
            Account: "012345678901",
            Number: 300,
            Version: "1.10",
            Time: "12:30",
            Yes: true,
            Nothing: null,
          },
        },
      },
    });
  });

  // Goal: anchors and merge keys work, as in PyYAML behind `aws cloudformation package`. Method: one of each.
  test("resolves anchors and merge keys", () => {
    const { template } = read(`
Resources:
  A: { Type: T, Properties: &shared { Size: 1, Name: a } }
  B: { Type: T, Properties: { <<: *shared, Name: b } }
`);
    expect(template.body["Resources"]).toEqual({
      A: { Type: "T", Properties: { Size: 1, Name: "a" } },
      B: { Type: "T", Properties: { Size: 1, Name: "b" } },
    });
  });

  // Goal: a mistake is reported with its line. Method: three templates, each wrong in its own way.
  test.each([
    ["TEMPLATE_SYNTAX", "Resources:\n  A: [1, 2\n", 3],
    ["TEMPLATE_UNKNOWN_TAG", "Resources:\n  A: !Reff B\n", 2],
    ["TEMPLATE_WITHOUT_RESOURCES", "Parameters: {}\n", 1],
  ])("reports %s", (code, text, line) => {
    const { diagnostics } = read(text);
    expect(diagnostics.map((each) => [each.code, each.position?.line])).toEqual([[code, line]]);
  });

  // Goal: JSON templates are read too, with positions. Method: the position of a type.
  // Goal: a JSON template is the same, whether it is read as JSON or as the YAML that it also is. Method: the same text with
  // and without a comment above it, which JSON does not have.
  test("reads JSON as YAML would, places included", () => {
    const text = `{
  "Resources": {
    "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "DelaySeconds": 3, "Name": "2012-10-17", "Twice": 1, "Twice": 2 } }
  }
}`;
    const json = read(text);
    const yaml = read(`# A comment.\n${text}`);
    expect(json.diagnostics).toEqual([]);
    expect(json.template.body).toEqual(yaml.template.body);
    const path = ["Resources", "Queue", "Properties"];
    const place = json.template.positionOf(path);
    expect(place).toMatchObject({ file: "template.yaml", line: 3 });
    expect(yaml.template.positionOf(path)).toEqual({ ...place, line: 4 });
    expect(read('{ "Resources": ').diagnostics).toMatchObject([{ code: "TEMPLATE_SYNTAX" }]);
    expect(read('{ "Outputs": {} }').diagnostics).toMatchObject([{ code: "TEMPLATE_WITHOUT_RESOURCES" }]);
  });

  test("reads JSON", () => {
    const { template, diagnostics } = read('{\n\t"Resources": {\n\t\t"Q": { "Type": "AWS::SQS::Queue" }\n\t}\n}\n');
    expect(diagnostics).toEqual([]);
    expect(template.positionOf(["Resources", "Q", "Type"])?.line).toBe(3);
  });
});

describe("locate", () => {
  const { template } = read(`
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: a
      Nonsense: 1
  Publisher:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
  Strange:
    Type: AWS::Foo::Bar
`);

  // Goal: the cloud's words lead to a line of the source. Method: messages in the forms that CloudFormation uses.
  test.each([
    ["Resource handler returned message: no", "Queue", 3],
    [
      "Properties validation failed for resource Queue with message: #: extraneous key [Nonsense] is not permitted",
      undefined,
      7,
    ],
    ["Template format error: Unrecognized resource types: [AWS::Foo::Bar]", undefined, 13],
    // A role that the SAM transform made of the function.
    ["Access denied", "PublisherRole", 8],
  ])("finds the line for %s", (message, logicalId, line) => {
    expect(locate(template, message, logicalId).position?.line).toBe(line);
  });
});
