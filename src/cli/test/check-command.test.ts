// `stackyard check` as a person calls it: what it writes, and how it ends.

import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "../../delivery/test/folders.ts";
// What the command loads when it runs: all services, which is no test's time.
import "../../checks.ts";
import { runCheck } from "../commands/check.ts";
import type { CheckOptions } from "../commands/check.ts";
import { outputOf, type CommandOutput } from "./output-of.ts";

const ORDERS = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: true
  Take:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, CodeUri: ., Handler: take.handler }
  Pieces:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: pieces.yaml }
`;
const PIECES = `Resources:
  Cluster: { Type: AWS::ECS::Cluster }
`;

function check(path: string, options: CheckOptions = {}): Promise<CommandOutput> {
  return outputOf(() => runCheck(path, options));
}

// Goal: a system with local code and a nested template is checked as it would be deployed. Method: both forms of the command on one folder.
test("names what is kept and what is missing, with its line, nested templates included", async () => {
  const folder = makeFolder({
    "orders/template.yaml": ORDERS,
    "orders/pieces.yaml": PIECES,
    "orders/take.ts": "export const handler = async () => 1;\n",
  });
  const { text, code } = await check(folder);
  expect(code).toBe(1);
  expect(text).toMatch(/Orders {2}AWS::SQS::Queue {2}\S*orders\/template\.yaml:4/);
  expect(text).toContain("SqsManagedSseEnabled  kept, not enforced: on AWS it encrypts messages with keys of SQS");
  expect(text).toMatch(/Cluster {2}AWS::ECS::Cluster {2}\S*pieces\.yaml:2 {2}not supported/);
  expect(text).not.toContain("Take");
  expect(text).toContain("Resources: 3 enforced, 1 kept, 1 not supported.");

  const alone = await check(join(folder, "orders/template.yaml"), { json: true });
  expect(JSON.parse(alone.text)).toMatchObject({ counts: { resources: { enforced: 3, kept: 1, unsupported: 1 } } });
});

test("ends with 2 for what AWS would refuse, and with 0 where all would deploy", async () => {
  const folder = makeFolder({
    "wrong.yaml": "Resources: { Orders: { Type: AWS::SQS::Queue, Properties: { Delay: 1 } } }\n",
    "right.yaml": "Resources: { Orders: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 1 } } }\n",
  });
  const wrong = await check(join(folder, "wrong.yaml"));
  expect(wrong.code).toBe(2);
  expect(wrong.notes).toContain("TEMPLATE_UNKNOWN_PROPERTY");
  const right = await check(join(folder, "right.yaml"), { all: true });
  expect(right).toMatchObject({ code: 0, text: expect.stringContaining("DelaySeconds  enforced") });
});
