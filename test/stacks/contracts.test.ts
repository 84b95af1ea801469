// Contracts against the embedded cloud, over HTTP with the real SDK: what a plan and a promotion say of a change, and what a
// reader does with the events of a contract.

import { ListSubscriptionsCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import type { ControlConnection } from "../../src/delivery/cloud/control-client.ts";
import { sampleLive } from "../../src/delivery/contracts/live.ts";
import { resolveLocalTarget } from "../../src/delivery/cloud/resolve-local-target.ts";
import { clientConfig } from "../../src/delivery/cloud/target.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import { makePlan } from "../../src/delivery/plan/make-plan.ts";
import type { Plan } from "../../src/delivery/plan/plan.ts";
import { canPromote, promote } from "../../src/delivery/release/promote.ts";
import type { PromotionOptions } from "../../src/delivery/release/promote.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment } from "../../src/delivery/system/system.ts";
import type { Environment, System } from "../../src/delivery/system/system.ts";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";
import { sharedYard } from "../../src/testing/harness.ts";

const PAYMENT = `Resources:
  PaymentTopic: { Type: AWS::SNS::Topic }
Outputs:
  TopicArn: { Value: !Ref PaymentTopic, Export: { Name: payments } }
`;

// A queue whose function fails on a payment without an e-mail address.
const USER = `Transform: AWS::Serverless-2016-10-31
Resources:
  PaymentQueue:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 30, RedrivePolicy: { deadLetterTargetArn: !GetAtt PaymentDeadLetters.Arn, maxReceiveCount: 5 } }
  PaymentDeadLetters: { Type: AWS::SQS::Queue }
  PaymentQueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref PaymentQueue]
      PolicyDocument:
        Statement:
          - { Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: "sqs:SendMessage", Resource: !GetAtt PaymentQueue.Arn }
  PaymentSubscription:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !ImportValue payments
      Protocol: sqs
      Endpoint: !GetAtt PaymentQueue.Arn
      RawMessageDelivery: true
      FilterPolicy: { type: [PaymentCompleted] }
  ActivateEnrolment:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: src/activate.handler
      CodeUri: .
      Timeout: 5
      Events:
        Payment: { Type: SQS, Properties: { Queue: !GetAtt PaymentQueue.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } }
`;

const ACTIVATE = (field: string): string => `export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    try {
      if (!JSON.parse(body)["${field}"].includes("@")) throw new Error("no address");
    } catch (error) {
      console.error("The enrolment could not be activated", error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
`;

interface Shape {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly examples?: readonly unknown[];
}

const TEXT = { type: "string" };
const MEMBERS = { paymentId: TEXT, userId: TEXT, email: TEXT, courseId: TEXT, note: TEXT };
const EXAMPLE = { paymentId: "p1", userId: "u1", email: "ada@example.com", courseId: "c1" };

function schema({
  required = ["paymentId", "userId", "email", "courseId"],
  properties = MEMBERS,
  examples = [],
}: Shape = {}): string {
  return JSON.stringify({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    "x-stackyard": { topic: "PaymentTopic", attributes: { type: "PaymentCompleted" } },
    type: "object",
    properties,
    required,
    examples,
  });
}

const CONTRACT = "payment/contracts/payment-completed.v1.json";
const READS = `- unit: payment
  contract: payment-completed.v1
  fields:
    - /userId
    - /courseId
    - /email
`;

function without(name: keyof typeof MEMBERS): Shape {
  const { [name]: _, ...properties } = MEMBERS;
  return { properties, required: ["paymentId", "userId", "email", "courseId"].filter((each) => each !== name) };
}

interface Place {
  readonly folder: string;
  in(
    name?: string,
  ): Promise<{ system: System; environment: Environment; target: Target; connection: ControlConnection }>;
}

let places = 0;

/** A shop whose environments are accounts of their own. */
async function shop(files: Readonly<Record<string, string>> = {}): Promise<Place> {
  const yard = await sharedYard();
  places += 1;
  const account = `contracts-${process.pid}-${places}`;
  const folder = makeFolder({
    "stackyard.config.ts": `export default { name: "shop", units: { payment: {}, user: {} }, environments: { dev: { account: "${account}" }, test: { account: "${account}-test", promotesFrom: "dev" } } };`,
    "payment/template.yaml": PAYMENT,
    [CONTRACT]: schema(),
    "user/template.yaml": USER,
    "user/src/activate.ts": ACTIVATE("email"),
    "user/contracts/reads.yaml": READS,
    ...files,
  });
  const connection = { origin: yard.origin, credentials: yard.controlKey };
  return {
    folder,
    async in(name) {
      const { system } = await loadSystem(folder);
      const environment = requireEnvironment(system, name);
      return { system, environment, target: await resolveLocalTarget(system, environment, connection), connection };
    },
  };
}

async function deployed(where: Place): Promise<void> {
  const result = await deploy(await where.in()).result;
  if (!result.isComplete) throw new Error(JSON.stringify(result.units));
}

async function plan(where: Place): Promise<Plan> {
  return makePlan(await where.in());
}

async function fromDevToTest(where: Place, only?: readonly string[]): Promise<PromotionOptions> {
  const [from, to] = [await where.in("dev"), await where.in("test")];
  return { system: to.system, from, to, ...(only === undefined ? {} : { only }) };
}

function broken(found: Plan): unknown[] {
  return found.edges
    .filter((each) => each.verdict === "BREAKS")
    .map(({ from, to, subject, places: at }) => [from, to, subject, at[0]?.position?.line]);
}

describe("a changed contract", () => {
  // Goal: a field that a unit reads is taken away: the plan names reader, field and line, and nothing goes to the next environment, until
  // the reader does without it. Method: remove it, plan, deploy all the same, ask for promotion; then let the reader go along.
  test("breaks who reads what was removed, and is not promoted", async () => {
    const where = await shop();
    await deployed(where);
    expect(await canPromote(await fromDevToTest(where))).toMatchObject({ isPossible: true });
    writeInto(where.folder, CONTRACT, schema(without("email")));
    const found = await plan(where);
    expect(broken(found)).toEqual([["user", "payment", 'field "/email" of contract "payment-completed.v1"', 6]]);
    expect(found.isSafe).toBe(false);
    expect(found.contracts).toMatchObject([
      {
        unit: "payment",
        verdict: "breaking",
        differences: [{ kind: "removed", pointer: "/email" }],
        breaks: [{ reader: "user", field: "/email" }],
      },
    ]);

    await deployed(where);
    const answer = await canPromote(await fromDevToTest(where));
    expect(answer.blockers).toMatchObject([{ code: "CONTRACT_BREAKS", unit: "payment", other: "user" }]);
    await expect(promote(await fromDevToTest(where)).result).rejects.toMatchObject({ code: "ERR_CANNOT_PROMOTE" });

    writeInto(where.folder, "user/contracts/reads.yaml", READS.replace("    - /email\n", ""));
    await deployed(where);
    expect(await canPromote(await fromDevToTest(where))).toMatchObject({ isPossible: true });
  });

  // Goal: what nobody reads may go, and what is new and optional may come. Method: both in one plan.
  test("breaks nobody by what nobody reads", async () => {
    const where = await shop();
    await deployed(where);
    const { properties = {}, ...rest } = without("note");
    writeInto(where.folder, CONTRACT, schema({ ...rest, properties: { ...properties, currency: TEXT } }));
    const found = await plan(where);
    expect(broken(found)).toEqual([]);
    expect(found.contracts).toMatchObject([{ verdict: "compatible", breaks: [] }]);
    expect(found.contracts?.[0]?.differences.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([
      "/note was removed",
      "/currency was added, optional",
    ]);
    expect(found.edges).toMatchObject([
      { verdict: "PROVED" },
      { verdict: "PROVED", subject: 'contract "payment-completed.v1"' },
    ]);
    expect(found.isSafe).toBe(true);
  });

  // Goal: a unit that only was promoted before is broken by its producer alone, and not if it goes along. Method: an optional field in
  // both, promoted one by one.
  test("may go when its readers go along", async () => {
    const where = await shop();
    await deployed(where);
    await promote(await fromDevToTest(where)).result;
    writeInto(where.folder, CONTRACT, schema({ required: ["paymentId", "userId", "courseId"] }));
    writeInto(where.folder, "user/src/activate.ts", ACTIVATE("userId").replace('"@"', '"u"'));
    await deployed(where);
    const alone = await canPromote(await fromDevToTest(where, ["payment"]));
    expect(alone.blockers).toMatchObject([
      { code: "CONTRACT_BREAKS", other: "user", detail: expect.stringContaining("is not always there") },
    ]);
    expect(await canPromote(await fromDevToTest(where))).toMatchObject({ isPossible: true });
  });

  // Goal: a unit that subscribes and declares nothing is named as unknown. Method: no reads.yaml.
  test("names subscribers that declare nothing", async () => {
    const where = await shop({ "user/contracts/reads.yaml": "[]" });
    await deployed(where);
    writeInto(where.folder, CONTRACT, schema(without("email")));
    const found = await plan(where);
    expect(found.edges.filter((each) => each.verdict === "UNKNOWN")).toMatchObject([
      { from: "user", to: "payment", subject: 'field "/email" of contract "payment-completed.v1"' },
    ]);
  });
});

describe("recorded events", () => {
  // Goal: a plan shows that a changed reader cannot take an event of the contract, with the event and what the function said; one that
  // can is shown to have taken it. Method: an example in the contract; a handler that wants what no event has, and one that does not.
  test("are played against the readers that change", async () => {
    const where = await shop({ [CONTRACT]: schema({ examples: [EXAMPLE] }) });
    await deployed(where);
    writeInto(where.folder, "user/src/activate.ts", `${ACTIVATE("email")}// changed\n`);
    writeInto(where.folder, "user/template.yaml", USER.replace("Timeout: 5", "Timeout: 6"));
    const good = await plan(where);
    expect(good.replay).toEqual([
      { unit: "user", source: "example", from: "payment-completed.v1", event: EXAMPLE, outcome: "taken" },
    ]);
    expect(good.isSafe).toBe(true);

    writeInto(where.folder, "user/src/activate.ts", ACTIVATE("mailAddress"));
    const bad = await plan(where);
    expect(bad.replay).toMatchObject([
      {
        unit: "user",
        event: EXAMPLE,
        outcome: "refused",
        error: expect.stringContaining("The enrolment could not be activated"),
      },
    ]);
    expect(bad.isSafe).toBe(false);
  });

  // Goal: events are played where a plan has two phases, too. Method: the topic's export is renamed with its reader.
  test("are played at the end of all phases", async () => {
    const where = await shop({ [CONTRACT]: schema({ examples: [EXAMPLE] }) });
    await deployed(where);
    writeInto(where.folder, "payment/template.yaml", PAYMENT.replace("Name: payments", "Name: paid"));
    writeInto(where.folder, "user/template.yaml", USER.replace("!ImportValue payments", "!ImportValue paid"));
    const found = await plan(where);
    expect(found.phases).toHaveLength(2);
    expect(found.replay).toMatchObject([{ unit: "user", outcome: "taken" }]);
    expect(found.isSafe).toBe(true);
  });

  // Goal: what the environment has given up is tried again, and nothing of it is taken from there. Method: a message in the dead-letter
  // queue; a reader that has learned to take it.
  test("are those of dead-letter queues, too", async () => {
    const where = await shop();
    await deployed(where);
    const { target } = await where.in();
    const sqs = new SQSClient(clientConfig(target));
    const { QueueUrls = [] } = await sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: "shop-dev-user-PaymentDeadLetters" }),
    );
    await sqs.send(
      new SendMessageCommand({ QueueUrl: QueueUrls[0], MessageBody: '{"mailAddress":"ada@example.com"}' }),
    );
    writeInto(where.folder, "user/src/activate.ts", ACTIVATE("mailAddress"));
    const found = await plan(where);
    expect(found.replay).toEqual([
      {
        unit: "user",
        source: "dead letter",
        from: "PaymentQueue",
        event: { mailAddress: "ada@example.com" },
        outcome: "taken",
      },
    ]);
    expect((await plan(where)).replay).toEqual(found.replay);
  });
});

describe("live events", () => {
  // Goal: events of a running environment that are not what the contract says are found, and nothing is left behind. Method: a good and a
  // bad event while they are looked at, and one of another type; then the account's queues and subscriptions.
  test("are held against their contract", async () => {
    const where = await shop();
    await deployed(where);
    const options = await where.in();
    const sns = new SNSClient(clientConfig(options.target));
    const sqs = new SQSClient(clientConfig(options.target));
    const left = async (): Promise<unknown> => [
      (await sqs.send(new ListQueuesCommand({}))).QueueUrls?.length,
      (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.length,
    ];
    const before = await left();
    const [{ TopicArn } = {}] = (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions ?? [];
    const publish = (type: string, event: unknown): Promise<unknown> =>
      sns.send(
        new PublishCommand({
          TopicArn,
          Message: JSON.stringify(event),
          MessageAttributes: { type: { DataType: "String", StringValue: type } },
        }),
      );
    const found = await sampleLive({
      ...options,
      durationMs: 1000,
      async onListening() {
        await publish("PaymentCompleted", EXAMPLE);
        await publish("PaymentCompleted", { ...EXAMPLE, userId: 7 });
        await publish("PaymentRefunded", {});
      },
    });
    expect(found.contracts).toEqual([
      {
        unit: "payment",
        contract: "payment-completed.v1",
        seen: 2,
        invalid: [{ event: { ...EXAMPLE, userId: 7 }, problem: "/userId must be string" }],
      },
    ]);
    expect(await left()).toEqual(before);
  });
});

describe("a function that a topic calls", () => {
  const CALLED = `Transform: AWS::Serverless-2016-10-31
Resources:
  Activate:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: src/activate.handler
      CodeUri: .
      Events:
        Paid: { Type: SNS, Properties: { Topic: !ImportValue payments } }
`;
  const handler = (field: string): string =>
    `export const handler = async ({ Records: [{ Sns }] }) => { if (!JSON.parse(Sns.Message)["${field}"].includes("@")) throw new Error("no address"); };\n`;

  // Goal: without a queue in between an error is told as well. Method: a handler that takes the example, and one that wants another field.
  test("is played events, too", async () => {
    const where = await shop({
      [CONTRACT]: schema({ examples: [EXAMPLE] }),
      "user/template.yaml": CALLED,
      "user/src/activate.ts": handler("email"),
    });
    await deployed(where);
    writeInto(where.folder, "user/src/activate.ts", handler("mailAddress"));
    expect((await plan(where)).replay).toMatchObject([
      {
        unit: "user",
        source: "example",
        event: EXAMPLE,
        outcome: "refused",
        error: expect.stringContaining("TypeError"),
      },
    ]);
    writeInto(where.folder, "user/src/activate.ts", `/* changed */ ${handler("email")}export const more = 1;\n`);
    expect((await plan(where)).replay).toMatchObject([{ outcome: "taken" }]);
  });
});
