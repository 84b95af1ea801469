// Goal: a failure can be asked about later, by whoever did not see it. Method: a release whose second unit fails, and whose
// function fails when it is called, diagnosed from the records alone.

import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import { diagnose, isHealthy } from "../../src/delivery/deploy/diagnose.ts";
import { openSession } from "../../src/delivery/deploy/session.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment } from "../../src/delivery/system/system.ts";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";
import { sharedYard } from "../../src/testing/harness.ts";
import { targetOf } from "./target.ts";

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Resources:
  Fail:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: fails, Runtime: nodejs22.x, Handler: index.handler, InlineCode: "exports.handler = async () => { throw new Error('out of paper'); };" }
`;
const BROKEN = `${TEMPLATE}  Orders:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: orders.and.returns
`;

test("a failed release is explained by its first cause, the place in the source, and what functions wrote", async () => {
  const account = (await sharedYard()).account();
  const target = targetOf(account);
  const folder = makeFolder({ "shop/template.yaml": TEMPLATE });
  const open = async () => {
    const { system } = await loadSystem(folder);
    return { system, environment: requireEnvironment(system, undefined), target };
  };
  const first = await open();
  expect((await deploy(first).result).isComplete).toBe(true);
  const place = { system: first.system.name, environment: first.environment.name };
  const session = openSession({ place, target });
  expect(isHealthy(await diagnose(session, new Map()))).toBe(true);

  writeInto(folder, "shop/template.yaml", BROKEN);
  const second = await open();
  expect((await deploy(second).result).isComplete).toBe(false);
  await account.client(LambdaClient).send(new InvokeCommand({ FunctionName: "fails" }));
  await (await sharedYard()).yard.context.jobs.settled();

  const templates = new Map(second.system.units.map((unit) => [unit.name, unit.template]));
  const found = await diagnose(session, templates);
  session.close();
  expect(isHealthy(found)).toBe(false);
  expect(found.release).toMatchObject({ number: 2, status: "failed" });
  expect(found.units).toHaveLength(1);
  expect(found.units[0]).toMatchObject({
    unit: "shop",
    status: "UPDATE_ROLLBACK_COMPLETE",
    failure: {
      logicalId: "Orders",
      resourceType: "AWS::SQS::Queue",
      position: { file: "shop/template.yaml", line: 6 },
    },
  });
  expect(found.units[0]?.failure.reason).toContain("Can only include alphanumeric characters, hyphens, or underscores");
  expect(found.units[0]?.logs.map(({ message }) => message).join("\n")).toContain("out of paper");
});
