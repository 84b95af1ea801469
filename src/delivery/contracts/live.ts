// Looks at the events of a running environment for a while, through a queue that is made for it and removed again, and says
// which of them are not what their contract promises.

import { createClock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openStacks } from "../cloud/stacks.ts";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import type { Channel, Contract } from "./contract.ts";
import { createValidator } from "./validate.ts";

/** What was seen of the contracts' events. */
export interface LiveFindings {
  readonly contracts: readonly {
    readonly unit: string;
    readonly contract: string;
    readonly seen: number;
    /** LIMIT: the first ten of each contract. */
    readonly invalid: readonly { readonly event: unknown; readonly problem: string }[];
  }[];
  /** Contracts whose events cannot be looked at. */
  readonly skipped: readonly { readonly unit: string; readonly contract: string; readonly reason: string }[];
}

/** What to look at, and for how long. */
export interface LiveOptions {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly durationMs: number;
  readonly only?: readonly string[] | undefined;
  /** Called once all events are heard. */
  readonly onListening?: () => Promise<void>;
}

const MOST_SHOWN = 10;
// AWS: "ReceiveMessage", WaitTimeSeconds: at most 20.
const LONGEST_WAIT_SECONDS = 20;

/** Samples the events. What was made for it is removed, whatever happens. */
export async function sampleLive(options: LiveOptions): Promise<LiveFindings> {
  const { system, environment, target, durationMs, only } = options;
  const clock = createClock({ mode: "wall" });
  const random = secureRandom();
  const stacks = openStacks(target, clock, random);
  const skipped: LiveFindings["skipped"][number][] = [];
  const listeners: Listener[] = [];
  const findings: LiveFindings["contracts"][number][] = [];
  try {
    for (const { name: unit, contracts } of system.units) {
      if (only !== undefined && !only.includes(unit)) continue;
      for (const contract of contracts?.produces ?? []) {
        const { channel, id } = contract;
        const skip = (reason: string): void => void skipped.push({ unit, contract: id, reason });
        if (channel.kind === "api") skip("Calls of APIs are not looked at.");
        else if (channel.kind === "bus") skip("Events of buses are not looked at yet.");
        else if (channel.kind === "queue")
          skip("Whoever looks into a queue takes its messages away from their reader.");
        else {
          const stack = await stacks.describe(stackNameOf(system, environment.name, unit));
          const resources = stack === undefined ? [] : await stacks.resources(stack.name);
          const found = resources.find((each) => each.logicalId === channel.logicalId)?.physicalId;
          if (found === undefined) skip(`The environment has no ${channel.kind} "${channel.logicalId}".`);
          else
            listeners.push(
              await listen(target, `stackyard-contracts-${random.hex(12)}`, {
                unit,
                contract,
                channel,
                physicalId: found,
              }),
            );
        }
      }
    }
    await options.onListening?.();
    const endsMs = clock.nowMs() + durationMs;
    await Promise.all(listeners.map(async (each) => findings.push(await each.collect(() => endsMs - clock.nowMs()))));
  } finally {
    await Promise.all(listeners.map((each) => each.remove()));
    stacks.destroy();
    clock.stop();
  }
  return { contracts: findings, skipped };
}

interface Listener {
  collect(leftMs: () => number): Promise<LiveFindings["contracts"][number]>;
  remove(): Promise<void>;
}

interface Heard {
  readonly unit: string;
  readonly contract: Contract;
  readonly channel: Extract<Channel, { kind: "topic" }>;
  readonly physicalId: string;
}

async function listen(target: Target, name: string, { unit, contract, channel, physicalId }: Heard): Promise<Listener> {
  const {
    CreateQueueCommand,
    DeleteMessageBatchCommand,
    DeleteQueueCommand,
    GetQueueAttributesCommand,
    ReceiveMessageCommand,
    SetQueueAttributesCommand,
    SQSClient,
  } = await import("@aws-sdk/client-sqs");
  const sqs = new SQSClient(clientConfig(target));
  const { QueueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, tags: { "stackyard:temporary": "contracts" } }),
  );
  let detach = (): Promise<void> => Promise.resolve();
  async function remove(): Promise<void> {
    try {
      await detach();
    } finally {
      await sqs.send(new DeleteQueueCommand({ QueueUrl })).finally(() => sqs.destroy());
    }
  }
  try {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    const queueArn = Attributes?.["QueueArn"] ?? "";
    const allow = (service: string, sourceArn: string): Promise<unknown> =>
      sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl,
          Attributes: {
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: service },
                  Action: "sqs:SendMessage",
                  Resource: queueArn,
                  Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
                },
              ],
            }),
          },
        }),
      );
    await allow("sns.amazonaws.com", physicalId);
    detach = await subscribe(target, physicalId, queueArn, channel);
  } catch (error) {
    await remove();
    throw error;
  }

  return {
    remove,
    async collect(leftMs) {
      const validate = createValidator(contract.schema);
      const invalid: { event: unknown; problem: string }[] = [];
      let seen = 0;
      for (;;) {
        const seconds = Math.min(LONGEST_WAIT_SECONDS, Math.max(0, Math.ceil(leftMs() / 1000)));
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: seconds }),
        );
        for (const { Body = "" } of Messages) {
          seen += 1;
          const { event, problem } = judged(Body, validate);
          if (problem !== undefined && invalid.length < MOST_SHOWN) invalid.push({ event, problem });
        }
        if (Messages.length > 0)
          await sqs.send(
            new DeleteMessageBatchCommand({
              QueueUrl,
              Entries: Messages.map(({ ReceiptHandle = "" }, index) => ({ Id: String(index), ReceiptHandle })),
            }),
          );
        // What has come by then is looked at to the last.
        if (leftMs() <= 0 && Messages.length === 0) return { unit, contract: contract.id, seen, invalid };
      }
    },
  };
}

function judged(
  body: string,
  validate: (document: unknown) => string | undefined,
): { event: unknown; problem?: string } {
  try {
    const event: unknown = JSON.parse(body);
    const problem = validate(event);
    return { event, ...(problem === undefined ? {} : { problem }) };
  } catch (error) {
    if (error instanceof SyntaxError) return { event: body, problem: "the event is no JSON" };
    throw error;
  }
}

async function subscribe(
  target: Target,
  topicArn: string,
  queueArn: string,
  channel: Extract<Channel, { kind: "topic" }>,
): Promise<() => Promise<void>> {
  const { SNSClient, SubscribeCommand, UnsubscribeCommand } = await import("@aws-sdk/client-sns");
  const sns = new SNSClient(clientConfig(target));
  const filter = Object.fromEntries(Object.entries(channel.attributes).map(([name, value]) => [name, [value]]));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: queueArn,
      ReturnSubscriptionArn: true,
      Attributes: {
        RawMessageDelivery: "true",
        ...(Object.keys(filter).length === 0 ? {} : { FilterPolicy: JSON.stringify(filter) }),
      },
    }),
  );
  return async () => {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn })).finally(() => sns.destroy());
  };
}
