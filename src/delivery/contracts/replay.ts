// Plays events against units that a release changes, on a full fork: the examples of the contracts that they read, by the very
// channel, and what waits in their queues and dead-letter queues. What became of each is read from queues and logs.

import { setTimeout as pause } from "node:timers/promises";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import type { Channel } from "./contract.ts";

/** What a unit did with an event. */
export interface ReplayedEvent {
  /** The reader. */
  readonly unit: string;
  /** An example of a contract, a message that waited in the unit's queue, or one that had been given up. */
  readonly source: "example" | "waiting" | "dead letter";
  /** The contract's id, or the queue's logical id. */
  readonly from: string;
  readonly event: unknown;
  /** "not delivered": no function of the unit was called, by a filter or a subscription that is not there. */
  readonly outcome: "taken" | "refused" | "not delivered";
  /** What its function wrote about it. */
  readonly error?: string;
}

/** A resource of a stack. */
export interface ReplayResource {
  readonly logicalId: string;
  readonly resourceType: string;
  readonly physicalId: string;
}

/** A unit that events are played against. */
export interface Reader {
  readonly unit: string;
  readonly functions: readonly ReplayResource[];
  /** The queues that its functions read. */
  readonly queues: readonly ReplayResource[];
}

/** A message that a queue of the environment has. */
export interface RecordedMessage {
  readonly unit: string;
  readonly source: "waiting" | "dead letter";
  /** The logical id of the queue that the unit's functions read. */
  readonly queue: string;
  readonly message: Message;
}

/** An example, and the resource whose readers get it. */
export interface ExampleEvent {
  readonly contract: string;
  readonly readers: readonly string[];
  readonly channel: Extract<Channel, { kind: "topic" }> | Extract<Channel, { kind: "queue" }>;
  /** The physical id of the channel's resource on the fork. */
  readonly physicalId: string;
  readonly event: unknown;
}

// LIMIT: how many messages of one queue are played; the oldest tell as much as all.
const MOST_MESSAGES = 10;
// LIMIT: how long an event may take until it has reached a function, and until a message is deleted afterwards.
const LONGEST_DELIVERY_MS = 5000;
const LONGEST_DELETION_MS = 1500;
const POLL_MS = 20;

/** A unit as a reader of events, by the resources of its stack. */
export async function readerOf(target: Target, unit: string, resources: readonly ReplayResource[]): Promise<Reader> {
  const of = (type: string): readonly ReplayResource[] => resources.filter(({ resourceType }) => resourceType === type);
  const { GetEventSourceMappingCommand, LambdaClient } = await import("@aws-sdk/client-lambda");
  const lambda = new LambdaClient(clientConfig(target));
  try {
    const sources = await Promise.all(
      of("AWS::Lambda::EventSourceMapping").map(
        async ({ physicalId }) =>
          (await lambda.send(new GetEventSourceMappingCommand({ UUID: physicalId }))).EventSourceArn,
      ),
    );
    const names = new Set(sources.map((arn) => arn?.split(":").at(-1)));
    const queues = of("AWS::SQS::Queue").filter(({ physicalId }) => names.has(physicalId.split("/").at(-1)));
    return { unit, functions: of("AWS::Lambda::Function"), queues };
  } finally {
    lambda.destroy();
  }
}

/** Reads what waits in the readers' queues, on a quiet fork: there nobody takes it away, and nobody misses it. */
export async function recordMessages(target: Target, readers: readonly Reader[]): Promise<readonly RecordedMessage[]> {
  const { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient: Client } = await import("@aws-sdk/client-sqs");
  const sqs = new Client(clientConfig(target));
  const receive = async (url: string): Promise<readonly Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: MOST_MESSAGES, MessageAttributeNames: ["All"] }),
    );
    return Messages;
  };
  try {
    const found = await Promise.all(
      readers.flatMap(({ unit, queues }) =>
        queues.map(async ({ logicalId, physicalId }): Promise<readonly RecordedMessage[]> => {
          const attributes = await attributesOf(sqs, physicalId);
          const of = (source: RecordedMessage["source"], messages: readonly Message[]): readonly RecordedMessage[] =>
            messages.map((message) => ({ unit, source, queue: logicalId, message }));
          const waiting = of("waiting", await receive(physicalId));
          const deadLetters = deadLetterName(attributes["RedrivePolicy"]);
          if (deadLetters === undefined) return waiting;
          const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: deadLetters }));
          return [...waiting, ...of("dead letter", await receive(QueueUrl))];
        }),
      ),
    );
    return found.flat();
  } finally {
    sqs.destroy();
  }
}

/** Plays events one after the other on a full fork whose time is `nowMs`, and tells what became of each. */
export async function replay(options: {
  readonly target: Target;
  readonly nowMs: number;
  readonly readers: readonly Reader[];
  readonly examples: readonly ExampleEvent[];
  readonly messages: readonly RecordedMessage[];
  readonly signal: AbortSignal | undefined;
}): Promise<readonly ReplayedEvent[]> {
  const { target, readers, examples, messages, nowMs, signal } = options;
  const { CloudWatchLogsClient: Logs } = await import("@aws-sdk/client-cloudwatch-logs");
  const { PurgeQueueCommand, SendMessageCommand, SQSClient: Client } = await import("@aws-sdk/client-sqs");
  const sqs = new Client(clientConfig(target));
  const logs = new Logs(clientConfig(target));
  const played: ReplayedEvent[] = [];
  try {
    // What waits there is played by itself: a fork has it twice otherwise.
    for (const { queues } of readers)
      for (const { physicalId } of queues) await sqs.send(new PurgeQueueCommand({ QueueUrl: physicalId }));
    const watched = new Map(readers.map((reader) => [reader.unit, watch(logs, sqs, reader, nowMs)]));
    for (const { contract, readers: meant, event, ...channel } of examples) {
      if (signal?.aborted === true) break;
      const seen = await Promise.all(meant.map(async (unit) => watched.get(unit)?.begin()));
      await publish(target, channel, event);
      const outcomes = await Promise.all(seen.map(async (each) => each?.()));
      for (const [index, unit] of meant.entries()) {
        const outcome = outcomes[index];
        if (outcome !== undefined) played.push({ unit, source: "example", from: contract, event, ...outcome });
      }
    }
    for (const { unit, source, queue, message } of messages) {
      if (signal?.aborted === true) break;
      const url = readers
        .find((each) => each.unit === unit)
        ?.queues.find((each) => each.logicalId === queue)?.physicalId;
      // The release takes the queue away: the plan says so in its own place.
      if (url === undefined) continue;
      const end = await watched.get(unit)?.begin();
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: message.Body,
          MessageAttributes: message.MessageAttributes,
        }),
      );
      const outcome = await end?.();
      if (outcome !== undefined)
        played.push({ unit, source, from: queue, event: parsed(message.Body ?? ""), ...outcome });
    }
    return played;
  } finally {
    sqs.destroy();
    logs.destroy();
  }
}

type Outcome = Pick<ReplayedEvent, "outcome" | "error">;

interface Watch {
  /** Notes how it is before an event; the answer waits until the event has had its effect. */
  begin(): Promise<() => Promise<Outcome>>;
}

function watch(logs: CloudWatchLogsClient, sqs: SQSClient, { functions, queues }: Reader, nowMs: number): Watch {
  const known = new Set<string>();

  async function freshLines(): Promise<readonly string[]> {
    const { FilterLogEventsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
    const found = await Promise.all(
      functions.map(async ({ physicalId }) => {
        try {
          const { events = [] } = await logs.send(
            new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${physicalId}`, startTime: nowMs }),
          );
          return events;
        } catch (error) {
          // A function that was never called has no log group yet.
          if (error instanceof Error && error.name === "ResourceNotFoundException") return [];
          throw error;
        }
      }),
    );
    return found.flat().flatMap(({ eventId = "", message = "" }) => {
      if (known.has(eventId)) return [];
      known.add(eventId);
      return [message.trimEnd()];
    });
  }

  async function depth(): Promise<number> {
    const counts = await Promise.all(queues.map(({ physicalId }) => attributesOf(sqs, physicalId)));
    return counts.reduce((sum, each) => sum + DEPTHS.reduce((all, name) => all + Number(each[name] ?? 0), 0), 0);
  }

  async function outcomeAfter(before: number): Promise<Outcome> {
    const errors: string[] = [];
    let hasRun = false;
    let patience = LONGEST_DELIVERY_MS / POLL_MS;
    for (;;) {
      for (const line of await freshLines()) {
        if (line.startsWith("REPORT ") && !hasRun) {
          hasRun = true;
          patience = LONGEST_DELETION_MS / POLL_MS;
        }
        if (ERROR.test(line)) errors.push(line);
      }
      const left = await depth();
      const error = errors[0] === undefined ? {} : { error: shortened(errors[0]) };
      if (hasRun && left <= before) {
        // A function that a topic calls has no message that stays behind.
        const isRefused = errors.length > 0 && queues.length === 0;
        return { outcome: isRefused ? "refused" : "taken", ...error };
      }
      if (hasRun && errors.length > 0) return { outcome: "refused", ...error };
      if (patience-- <= 0)
        return hasRun
          ? { outcome: "refused", error: "The function ended without an error, and the message stays in the queue." }
          : { outcome: "not delivered" };
      await pause(POLL_MS);
    }
  }

  return {
    async begin() {
      await freshLines();
      const before = await depth();
      return () => outcomeAfter(before);
    },
  };
}

const DEPTHS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;
// AWS: "Lambda function logging in Node.js": the level is a column of its own; "Task timed out" and the exit of a runtime have none.
const ERROR = /\tERROR\t|^ERROR\b|"level":\s*"ERROR"|\[ERROR\]|Task timed out|Runtime exited/;
// LIMIT: how much of an error a plan shows.
const MOST_ERROR_LETTERS = 300;

// Without the time and the id of the request that stand before what the function said.
function shortened(line: string): string {
  const text = line.replace(/^.*?\tERROR\t/s, "").replaceAll(/\s+/g, " ");
  return text.length > MOST_ERROR_LETTERS ? `${text.slice(0, MOST_ERROR_LETTERS)}…` : text;
}

/** Sends an event by its channel. */
async function publish(
  target: Target,
  { channel, physicalId }: Pick<ExampleEvent, "channel" | "physicalId">,
  event: unknown,
): Promise<void> {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  const attributes = Object.fromEntries(
    Object.entries(channel.attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
  );
  if (channel.kind === "topic") {
    const { PublishCommand, SNSClient } = await import("@aws-sdk/client-sns");
    const client = new SNSClient(clientConfig(target));
    await client
      .send(new PublishCommand({ TopicArn: physicalId, Message: body, MessageAttributes: attributes }))
      .finally(() => client.destroy());
    return;
  }
  const { SendMessageCommand, SQSClient: Client } = await import("@aws-sdk/client-sqs");
  const client = new Client(clientConfig(target));
  await client
    .send(new SendMessageCommand({ QueueUrl: physicalId, MessageBody: body, MessageAttributes: attributes }))
    .finally(() => client.destroy());
}

async function attributesOf(sqs: SQSClient, url: string): Promise<Readonly<Record<string, string>>> {
  const { GetQueueAttributesCommand } = await import("@aws-sdk/client-sqs");
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
  return Attributes;
}

// AWS: "SetQueueAttributes", RedrivePolicy: the ARN ends with the queue's name.
function deadLetterName(policy: string | undefined): string | undefined {
  if (policy === undefined) return undefined;
  const { deadLetterTargetArn } = JSON.parse(policy) as { readonly deadLetterTargetArn?: string };
  return deadLetterTargetArn?.split(":").at(-1);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An event need not be JSON.
    return text;
  }
}
