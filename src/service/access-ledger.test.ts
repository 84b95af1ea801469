// Goal: what a role does is known by action and resource, also after a restart, and one of the same name begins anew. Method: sessions of a role
// through the real SDK; a ledger over a store of its own for its limits.

import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { listAccesses, MOST_RESOURCES } from "../iam/directory/accesses.ts";
import type { Principal } from "../iam/principal.ts";
import { createClock } from "../kernel/clock.ts";
import { parseAccountId } from "../kernel/ids.ts";
import { reviewRole } from "../services/iam/access-review.ts";
import { createMemoryStore } from "../store/memory.ts";
import { sharedYard } from "../testing/harness.ts";
import { createAccessLedger } from "./access-ledger.ts";

const SENDER = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";

test("tells what a role's sessions did, until the role is deleted", async () => {
  const { yard, account: makeAccount } = await sharedYard();
  const { account, client } = makeAccount();
  const iam = client(IAMClient);
  const region = await iam.config.region();
  const trust = { Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const role = { RoleName: "sender" };
  const { Role } = await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn: SENDER }));
  const { QueueUrl } = await client(SQSClient).send(new CreateQueueCommand({ QueueName: "orders" }));
  const { Credentials } = await client(STSClient).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "one" }),
  );
  const sqs = new SQSClient({
    endpoint: yard.address,
    region,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  });
  for (const MessageBody of ["a", "b"]) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  sqs.destroy();

  const { accesses, store } = yard.context;
  accesses.flush();
  const resource = `arn:aws:sqs:${region}:${account}:orders`;
  expect(reviewRole(store, account, "sender")).toMatchObject({
    accesses: [{ action: "sqs:SendMessage", resource, count: 2 }],
    grants: [{ policy: SENDER, actions: [{ pattern: "sqs:*", used: ["sqs:SendMessage"] }] }],
    suggested: [{ Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [resource] }],
  });

  await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn: SENDER }));
  await iam.send(new DeleteRoleCommand(role));
  expect(reviewRole(store, account, "sender")).toBeUndefined();
  expect(store.read((tx) => listAccesses(tx, account, Role?.RoleId ?? ""))).toEqual([]);
  await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument }));
  expect(reviewRole(store, account, "sender")).toMatchObject({ accesses: [], suggested: [] });
});

test("counts what goes beyond a hundred resources under what they are in, in memory as in the store", () => {
  const store = createMemoryStore();
  const ledger = createAccessLedger(store, createClock({ mode: "wall" }));
  const account = parseAccountId("123456789012");
  const principal: Principal = {
    kind: "assumed-role",
    account,
    arn: `arn:aws:sts::${account}:assumed-role/reader/one`,
    userId: "AROAREADER:one",
    roleArn: `arn:aws:iam::${account}:role/reader`,
    roleName: "reader",
    sessionName: "one",
    sessionPolicies: [],
  };
  const read = (number: number): void =>
    ledger.record(principal, { action: "s3:GetObject", resource: `arn:aws:s3:::videos/${number}` });
  const rows = () => store.read((tx) => listAccesses(tx, account, "AROAREADER"));
  for (let number = 0; number < MOST_RESOURCES + 5; number += 1) read(number);
  ledger.flush();
  expect(rows()).toHaveLength(MOST_RESOURCES + 1);
  expect(rows().find(({ resource }) => resource === "arn:aws:s3:::videos/*")?.count).toBe(5);
  for (const number of [0, 1000, 1001]) read(number);
  ledger.flush();
  expect(rows()).toHaveLength(MOST_RESOURCES + 1);
  expect(rows().find(({ resource }) => resource === "arn:aws:s3:::videos/*")?.count).toBe(7);
  expect(rows().find(({ resource }) => resource === "arn:aws:s3:::videos/0")?.count).toBe(2);
});
