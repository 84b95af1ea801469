// Plans against the embedded cloud, over HTTP with the real SDK: each is a rehearsal on a fork of a running yard.

import { expect, test, describe } from "vitest";
import type { ControlConnection } from "../../src/delivery/cloud/control-client.ts";
import { resolveLocalTarget } from "../../src/delivery/cloud/resolve-local-target.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import { makePlan } from "../../src/delivery/plan/make-plan.ts";
import type { Plan } from "../../src/delivery/plan/plan.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment } from "../../src/delivery/system/system.ts";
import type { Environment, System } from "../../src/delivery/system/system.ts";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";
import { sharedYard } from "../../src/testing/harness.ts";

interface Place {
  readonly connection: ControlConnection;
  readonly folder: string;
  load(): Promise<{ system: System; environment: Environment; target: Target; connection: ControlConnection }>;
}

let places = 0;

/** A folder with a system whose environment is an account of its own. */
async function place(files: Readonly<Record<string, string>>, config: string): Promise<Place> {
  const yard = await sharedYard();
  places += 1;
  const account = `plan-${process.pid}-${places}`;
  const folder = makeFolder({
    "stackyard.config.ts": `export default { name: "shop", ${config} environments: { dev: { account: "${account}" } } };`,
    ...files,
  });
  const connection = { origin: yard.origin, credentials: yard.controlKey };
  return {
    connection,
    folder,
    async load() {
      const { system } = await loadSystem(folder);
      const environment = requireEnvironment(system, undefined);
      const target = await resolveLocalTarget(system, environment, connection);
      return { system, environment, target, connection };
    },
  };
}

async function deployed(where: Place): Promise<void> {
  const result = await deploy(await where.load()).result;
  if (!result.isComplete) throw new Error(JSON.stringify(result.units));
}

async function plan(where: Place): Promise<Plan> {
  return makePlan(await where.load());
}

const QUEUE = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties: { VisibilityTimeout: 30 }\n";

const TOPIC = `Resources:
  Topic: { Type: AWS::SNS::Topic }
Outputs:
  TopicArn: { Value: !Ref Topic, Export: { Name: payments } }
`;

const READER = `Resources:
  Queue: { Type: AWS::SQS::Queue }
  Subscription:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !ImportValue payments
      Protocol: sqs
      Endpoint: !GetAtt Queue.Arn
`;

describe("plan", () => {
  // Goal: a changed property is shown with its value before and after, the other units as unchanged, and nothing of it
  // happens in the environment. Method: change one of two queues, plan, and plan again.
  test("shows what changes and leaves the environment alone", async () => {
    const where = await place({ "a/template.yaml": QUEUE, "b/template.yaml": QUEUE }, "");
    await deployed(where);
    writeInto(where.folder, "a/template.yaml", QUEUE.replace("30", "45"));
    const first = await plan(where);
    expect(first.units.map((each) => [each.unit, each.action])).toEqual([
      ["a", "update"],
      ["b", "unchanged"],
    ]);
    expect(first.units[0]?.resources).toMatchObject([
      {
        action: "change",
        logicalId: "Queue",
        properties: [{ path: "VisibilityTimeout", before: 30, after: 45, isReplacing: false }],
        position: { file: "a/template.yaml", line: 4 },
      },
    ]);
    expect(first.isSafe).toBe(true);
    const second = await plan(where);
    expect({ ...second, durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
  });

  // Goal: an export that two units import is renamed: both readers are named with their lines, and the plan has the old
  // export beside the new one until they have changed. Method: rename it in the exporter only.
  test("names the readers of a renamed export", async () => {
    const where = await place(
      { "payment/template.yaml": TOPIC, "user/template.yaml": READER, "course/template.yaml": READER },
      "",
    );
    await deployed(where);
    writeInto(where.folder, "payment/template.yaml", TOPIC.replace("Name: payments", "Name: payment-events"));
    const found = await plan(where);
    expect(found.edges.filter((each) => each.verdict === "BREAKS").map((each) => [each.from, each.to])).toEqual([
      ["course", "payment"],
      ["user", "payment"],
    ]);
  });
});
