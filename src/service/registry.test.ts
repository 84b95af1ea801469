import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { SERVICES } from "../all-services.ts";
import { testYard, type TestYard } from "../testing/harness.ts";
import type { JobHandler } from "./jobs.ts";
import { createRegistry } from "./registry.ts";
import { defineOperation, type ServiceDefinition } from "./service.ts";

const sqs: ServiceDefinition = {
  id: "sqs",
  operations: [defineOperation("ReceiveMessage", () => ({}))],
  permissions: { ReceiveMessage: () => [] },
};

const done: JobHandler["run"] = () => Promise.resolve("done");

// Goal: a service costs nothing until it is needed, and then is there as a whole. Method: entries that count how often they are read in.
describe("a service that is listed", () => {
  test("is read in once, for all who wait for it", async () => {
    let times = 0;
    const told: string[] = [];
    const load = async (): Promise<ServiceDefinition> => {
      times += 1;
      await Promise.resolve();
      return sqs;
    };
    const registry = createRegistry({ entries: [{ id: "sqs", load }], onLoad: ({ id }) => told.push(id) });
    expect(registry.services).toEqual([]);
    expect(() => registry.require("sqs", "ReceiveMessage")).toThrow("does not implement");
    await Promise.all([registry.load("sqs"), registry.load("sqs"), registry.loadAll()]);
    expect(registry.load("sqs")).toBeUndefined();
    expect(registry.require("sqs", "ReceiveMessage").model.name).toBe("ReceiveMessage");
    expect({ times, told }).toEqual({ times: 1, told: ["sqs"] });
  });

  test("is tried again after it could not be read in", async () => {
    let times = 0;
    const load = (): Promise<ServiceDefinition> => {
      times += 1;
      return times === 1 ? Promise.reject(new Error("out of files")) : Promise.resolve(sqs);
    };
    const registry = createRegistry({ entries: [{ id: "sqs", load }] });
    await expect(registry.load("sqs")).rejects.toThrow("out of files");
    await registry.load("sqs");
    expect(registry.service("sqs")).toBe(sqs);
  });

  test("is read in ahead, one after the other, for as long as nobody says stop", async () => {
    const stop = new AbortController();
    const order: string[] = [];
    const entry = (id: "sns" | "sqs" | "ssm") => ({
      id,
      load: (): Promise<ServiceDefinition> => {
        order.push(id);
        if (order.length === 2) stop.abort();
        return id === "sns" ? Promise.reject(new Error("out of files")) : Promise.resolve({ ...sqs, id });
      },
    });
    const registry = createRegistry({ entries: [entry("sns"), entry("sqs"), entry("ssm")] });
    await registry.readAhead(stop.signal);
    expect(order).toEqual(["sns", "sqs"]);
    expect(registry.services.map(({ id }) => id)).toEqual(["sqs"]);
  });

  test.each([
    ["with doors", { doors: [] }, "is listed without doors"],
    ["that others ask", { findApi: () => undefined }, "as if nobody asked it"],
    ["with blobs", { blobRows: [{ prefix: ["sqs"], references: () => [] }] }, "without blobs"],
    ["with jobs of another name", { jobs: [{ kind: "queues/sweep", run: done }] }, "not found"],
  ])("is refused if it is one %s and does not say so", async (_what, more: Partial<ServiceDefinition>, message) => {
    const load = (): Promise<ServiceDefinition> => Promise.resolve({ ...sqs, ...more });
    await expect(createRegistry({ entries: [{ id: "sqs", load }] }).load("sqs")).rejects.toThrow(message);
  });
});

// Goal: who needs what has it, before and after a start. Method: a yard that is called, stopped, and started again on its state.
describe("a yard", () => {
  const names = ({ yard }: TestYard): readonly string[] => yard.registry.services.map(({ id }) => id);

  test("has read in what was called, and after a start what works by itself", async () => {
    const stateDir = mkdtempSync(join(tmpdir(), "stackyard-registry-"));
    onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }));
    const first = await testYard({ stateDir });
    expect(names(first)).toEqual([]);
    const account = first.account();
    const { TopicArn } = await account.client(SNSClient).send(new CreateTopicCommand({ Name: "t" }));
    expect(names(first)).toEqual(["sns"]);
    const { QueueUrl } = await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "q" }));
    await account.client(SQSClient).send(new SendMessageCommand({ QueueUrl, MessageBody: "counted" }));
    await first.yard.registry.settled();
    // What was sent is counted, and CloudWatch is who keeps counts.
    expect(names(first)).toEqual(["cloudwatch", "sns", "sqs"]);
    await first.stop();

    const second = await testYard({ stateDir });
    onTestFinished(() => second.stop());
    // Queues ask for their alarms by themselves; nothing asks a topic but a call.
    expect(names(second)).toEqual(["cloudwatch", "sqs"]);
    const { accessKeyId, secretAccessKey } = account.config.credentials;
    const sns = second.account().clientWith(SNSClient, { accessKeyId, secretAccessKey });
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
    expect(names(second)).toContain("sns");
  });

  test("keeps what a service's rows name, although nobody called that service since the start", async () => {
    const stateDir = mkdtempSync(join(tmpdir(), "stackyard-registry-"));
    onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }));
    const first = await testYard({ stateDir });
    const account = first.account();
    const object = { Bucket: "kept", Key: "k" };
    const Body = "x".repeat(1_000_000);
    await account.client(S3Client).send(new CreateBucketCommand({ Bucket: "kept" }));
    await account.client(S3Client).send(new PutObjectCommand({ ...object, Body }));
    await first.stop();

    const second = await testYard({ stateDir, blobGraceMs: 0 });
    onTestFinished(() => second.stop());
    expect(names(second)).toEqual([]);
    expect(await second.pruneBlobs()).toMatchObject({ blobs: 0 });
    const { accessKeyId, secretAccessKey } = account.config.credentials;
    const s3 = second.account().clientWith(S3Client, { accessKeyId, secretAccessKey });
    const { Body: kept } = await s3.send(new GetObjectCommand(object));
    expect(await kept?.transformToString()).toBe(Body);
  });

  test("asks the doors of all services about a request that nobody signed", async () => {
    const yard = await testYard();
    onTestFinished(() => yard.stop());
    const request = get(yard.origin, { headers: { host: "d1.cloudfront.localhost" } });
    const [{ statusCode }] = (await once(request, "response")) as [IncomingMessage];
    expect(statusCode).toBe(403);
    const withDoors = SERVICES.filter(({ hasDoors }) => hasDoors).map(({ id }) => id);
    expect(names(yard)).toEqual(expect.arrayContaining(withDoors));
  });
});
