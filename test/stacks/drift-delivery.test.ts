// Goal: drift in three states, with who did it, and both ways out of it. Method: a unit deployed in process, changed through
// the services' own APIs by a second user, looked at, accepted into its source, and reverted.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import type { DeployResult } from "../../src/delivery/deploy/events.ts";
import { acceptDrift } from "../../src/delivery/drift/accept.ts";
import { adopt } from "../../src/delivery/drift/adopt.ts";
import { detectDrift } from "../../src/delivery/drift/detect.ts";
import type { DriftReport } from "../../src/delivery/drift/report.ts";
import { revertDrift } from "../../src/delivery/drift/revert.ts";
import { findUnowned } from "../../src/delivery/drift/unowned.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment } from "../../src/delivery/system/system.ts";
import type { Environment, System } from "../../src/delivery/system/system.ts";
import { makeFolder } from "../../src/delivery/test/folders.ts";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";
import { targetOf } from "./target.ts";

const TEMPLATE = `# Orders wait here.
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: orders
      VisibilityTimeout: 30 # seconds
      DelaySeconds: 0
  Returns:
    Type: AWS::SQS::Queue
    Properties: { QueueName: returns }
  Handle:
    Type: AWS::CloudFormation::WaitConditionHandle
`;
const CONFIG = `import { defineSystem } from "stackyard";
export default defineSystem({
  name: "shop",
  units: { orders: { ownedElsewhere: [{ resource: "Orders", property: "DelaySeconds", owner: "the pacer" }] } },
  environments: { dev: {} },
});`;

interface Shop {
  readonly folder: string;
  readonly account: TestAccount;
  readonly target: Target;
  readonly system: System;
  readonly environment: Environment;
  /** Queues as a colleague's keys reach them. */
  readonly sqs: SQSClient;
}

async function openShop(): Promise<Shop> {
  const account = (await sharedYard()).account();
  const target = targetOf(account);
  const folder = makeFolder({ "stackyard.config.ts": CONFIG, "orders/template.yaml": TEMPLATE });
  const shop = { folder, account, target, sqs: await colleague(account), ...(await load(folder)) };
  expect((await deployed(shop)).units.map(({ outcome }) => outcome)).toEqual(["deployed"]);
  return shop;
}

async function load(folder: string): Promise<Pick<Shop, "system" | "environment">> {
  const { system } = await loadSystem(folder);
  return { system, environment: requireEnvironment(system, undefined) };
}

function deployed(shop: Pick<Shop, "system" | "environment" | "target">): Promise<DeployResult> {
  return deploy(shop).result;
}

async function colleague(account: TestAccount): Promise<SQSClient> {
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "ada" }));
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
  await iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  return account.clientWith(SQSClient, { accessKeyId, secretAccessKey });
}

async function setAttribute({ sqs }: Shop, name: "VisibilityTimeout" | "DelaySeconds", value: string): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "orders" }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { [name]: value } }));
}

/** What drifted, a line each. */
function linesOf({ units }: DriftReport): string[] {
  return units.flatMap(({ drifted }) =>
    drifted.flatMap(({ logicalId, state, properties }) => [
      `${logicalId} ${state}`,
      ...properties.map(({ path, expected, actual, ownedBy }) =>
        `${path} ${expected} ${actual} ${ownedBy ?? ""}`.trim(),
      ),
    ]),
  );
}

test("nothing has drifted after a deployment, and what cannot be looked at is counted", async () => {
  const shop = await openShop();
  const report = await detectDrift(shop);
  expect(report).toMatchObject({ isInSync: true, units: [{ unit: "orders", same: 2, drifted: [] }] });
  expect(report.units[0]?.notChecked).toEqual([
    { logicalId: "Handle", resourceType: "AWS::CloudFormation::WaitConditionHandle" },
  ]);
});

test("a change is found with its place, its values and who made it, and can be accepted into the source", async () => {
  const shop = await openShop();
  await setAttribute(shop, "VisibilityTimeout", "77");
  const report = await detectDrift(shop);
  expect(report.isInSync).toBe(false);
  expect(linesOf(report)).toEqual(["Orders changed", "/VisibilityTimeout 30 77"]);
  const [queue] = report.units[0]?.drifted ?? [];
  expect(queue?.properties[0]?.position).toMatchObject({ file: "orders/template.yaml", line: 7 });
  expect(queue?.changedBy).toMatchObject({
    who: `arn:aws:iam::${shop.account.account}:user/ada`,
    event: "SetQueueAttributes",
  });

  expect(await acceptDrift(shop.system, report.units)).toEqual([
    { unit: "orders", logicalId: "Orders", path: "/VisibilityTimeout", file: "orders/template.yaml" },
  ]);
  expect(readFileSync(join(shop.folder, "orders/template.yaml"), "utf8")).toBe(
    TEMPLATE.replace("30 # seconds", "77 # seconds"),
  );
  const again = { ...shop, ...(await load(shop.folder)) };
  expect((await deployed(again)).isComplete).toBe(true);
  expect(linesOf(await detectDrift(again))).toEqual([]);
});

test("a deleted queue is drift, and reverting brings it back", async () => {
  const shop = await openShop();
  const { QueueUrl } = await shop.sqs.send(new GetQueueUrlCommand({ QueueName: "returns" }));
  await shop.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  const report = await detectDrift(shop);
  expect(linesOf(report)).toEqual(["Returns deleted"]);
  expect(report.units[0]?.drifted[0]?.changedBy).toMatchObject({ event: "DeleteQueue" });
  expect(await acceptDrift(shop.system, report.units)).toMatchObject([{ logicalId: "Returns", path: "" }]);

  expect(await revertDrift({ ...shop, units: report.units })).toEqual([
    { unit: "orders", stack: "shop-dev-orders", outcome: "reverted" },
  ]);
  expect((await shop.sqs.send(new GetQueueUrlCommand({ QueueName: "returns" }))).QueueUrl).toBe(QueueUrl);
  expect((await detectDrift(shop)).isInSync).toBe(true);
  expect((await deployed(shop)).units.map(({ outcome }) => outcome)).toEqual(["unchanged"]);
});

// Goal: an autoscaler's work is not undone. Method: a property that the configuration leaves to something else.
test("what something else owns is no drift, and is not reverted by the way", async () => {
  const shop = await openShop();
  await setAttribute(shop, "DelaySeconds", "5");
  const owned = await detectDrift(shop);
  expect(owned.isInSync).toBe(true);
  expect(linesOf(owned)).toEqual(["Orders changed", "/DelaySeconds 0 5 the pacer"]);
  expect(await revertDrift({ ...shop, units: owned.units })).toEqual([]);

  await setAttribute(shop, "VisibilityTimeout", "77");
  const both = await detectDrift(shop);
  expect(await revertDrift({ ...shop, units: both.units })).toMatchObject([
    { outcome: "refused", reason: "It would also take back what something else owns: Orders/DelaySeconds." },
  ]);
  expect(linesOf(await detectDrift(shop))).toHaveLength(3);
  expect(await revertDrift({ ...shop, units: both.units, withOwned: true })).toMatchObject([{ outcome: "reverted" }]);
  expect(linesOf(await detectDrift(shop))).toEqual([]);
});

// Goal: what was made by hand comes into a template, untouched. Method: a queue with a message in it, found, adopted, and
// then part of the stack like any other.
test("a queue that nobody owns is found, and adopted with what is in it", async () => {
  const shop = await openShop();
  const { sqs, target } = shop;
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: "by-hand", Attributes: { VisibilityTimeout: "55" } }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "kept" }));
  const unowned = await findUnowned(target);
  const found = unowned.filter(({ resourceType }) => resourceType === "AWS::SQS::Queue");
  expect(found).toEqual([{ resourceType: "AWS::SQS::Queue", identifier: { QueueUrl } }]);
  expect(unowned.map(({ resourceType }) => resourceType)).not.toContain("AWS::S3::Bucket");

  const [unit] = shop.system.units;
  const [resource] = found;
  if (unit === undefined || resource === undefined) throw new Error("There is nothing to adopt.");
  expect(await adopt({ ...shop, unit, resource, logicalId: "ByHand" })).toMatchObject({ outcome: "adopted" });
  const source = readFileSync(join(shop.folder, "orders/template.yaml"), "utf8");
  expect(source.startsWith(TEMPLATE.trimEnd())).toBe(true);
  expect(source).toContain("  ByHand:\n    Type: AWS::SQS::Queue\n");
  expect(source).toContain("VisibilityTimeout: 55");

  const again = { ...shop, ...(await load(shop.folder)) };
  expect((await deployed(again)).isComplete).toBe(true);
  expect((await detectDrift(again)).isInSync).toBe(true);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body }) => Body)).toEqual(["kept"]);
  expect((await findUnowned(target)).filter(({ resourceType }) => resourceType === "AWS::SQS::Queue")).toEqual([]);
});
