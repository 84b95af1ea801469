// StartLiveTail: a stream of events as they are written. AWS: StartLiveTail (API reference).

import type {
  LiveTailSessionLogEvent,
  StartLiveTailCommandInput,
  StartLiveTailCommandOutput,
  StartLiveTailResponseStream,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { compileFilterPattern, compileWriteFilter } from "../filter-pattern.ts";
import { subscribe, type WrittenBatch } from "../live-tail.ts";
import { logGroupArn, parseGroupIdentifier, requireGroup } from "../log-group.ts";

/** AWS: an update comes every second, also when nothing was written. */
const UPDATE_EVERY_MS = 1000;
/** LIMIT: events in one update. */
const MAX_UPDATE_EVENTS = 500;
/** LIMIT: events that wait for a slow reader; the oldest are dropped. */
const MAX_WAITING_EVENTS = 5000;
/** LIMIT: a session's life. */
const SESSION_MS = 3 * 3_600_000;

type StartLiveTailInput = Input<StartLiveTailCommandInput>;

export const startLiveTail = defineOperation<StartLiveTailInput, StartLiveTailCommandOutput>(
  "StartLiveTail",
  (input, context) => {
    const { logGroupIdentifiers, logStreamNames, logStreamNamePrefixes } = input;
    if (logStreamNames !== undefined && logStreamNamePrefixes !== undefined)
      throw invalidParameter("Both logStreamNames and logStreamNamePrefixes cannot be specified.");
    if ((logStreamNames ?? logStreamNamePrefixes) !== undefined && logGroupIdentifiers.length > 1)
      throw invalidParameter("Log streams can only be specified for a single log group.");
    // AWS: here groups are named by ARN only.
    if (logGroupIdentifiers.some((identifier) => !identifier.startsWith("arn:")))
      throw invalidParameter("The log group identifiers must be ARNs.");
    const groupNames = logGroupIdentifiers.map(parseGroupIdentifier);
    context.store.read((tx) => {
      for (const name of groupNames) requireGroup(tx, context, name);
    });
    compileFilterPattern(input.logEventFilterPattern);
    const session = new LiveTailSession(input, groupNames, context);
    return { responseStream: session.events() };
  },
);

/** One session, from its first event to the end of its connection. */
class LiveTailSession {
  readonly #input: StartLiveTailInput;
  readonly #groupNames: readonly string[];
  readonly #context: Context;
  readonly #topic: string;
  readonly #sessionId: string;
  #waiting: LiveTailSessionLogEvent[] = [];
  #hasDropped = false;

  constructor(input: StartLiveTailInput, groupNames: readonly string[], context: Context) {
    this.#input = input;
    this.#groupNames = groupNames;
    this.#context = context;
    this.#sessionId = context.random.uuid();
    this.#topic = `cloudwatch-logs/live-tail/${this.#sessionId}`;
  }

  async *events(): AsyncGenerator<StartLiveTailResponseStream> {
    const { clock, signals, abort } = this.#context;
    const endsAtMs = clock.nowMs() + SESSION_MS;
    const unsubscribe = this.#subscribe();
    try {
      yield { sessionStart: this.#start() };
      while (!abort.aborted) {
        if (clock.nowMs() >= endsAtMs) {
          yield { SessionTimeoutException: sessionTimeout() };
          return;
        }
        // RACE: nothing is awaited between looking at what waits and waiting, so no batch slips through.
        if (this.#waiting.length === 0) await signals.wait(this.#topic, UPDATE_EVERY_MS, abort);
        if (abort.aborted) return;
        yield { sessionUpdate: this.#update() };
      }
    } finally {
      unsubscribe();
    }
  }

  #subscribe(): () => void {
    const { signals } = this.#context;
    const listener = (batch: WrittenBatch): void => {
      if (!this.#wantsStream(batch.logStreamName)) return;
      // For each batch anew, because it has time for one.
      const matches = compileWriteFilter(this.#input.logEventFilterPattern);
      const logGroupIdentifier = `${this.#context.account}:${batch.logGroupName}`;
      for (const event of batch.events) {
        if (!matches(event.message)) continue;
        this.#waiting.push({
          logStreamName: batch.logStreamName,
          logGroupIdentifier,
          message: event.message,
          timestamp: event.timestampMs,
          ingestionTime: event.ingestedAtMs,
        });
      }
      if (this.#waiting.length > MAX_WAITING_EVENTS) {
        this.#waiting = this.#waiting.slice(-MAX_WAITING_EVENTS);
        this.#hasDropped = true;
      }
      if (this.#waiting.length > 0) signals.notify(this.#topic);
    };
    const cancels = this.#groupNames.map((name) => subscribe(signals, this.#context, name, listener));
    return () => {
      for (const cancel of cancels) cancel();
    };
  }

  #wantsStream(name: string): boolean {
    const { logStreamNames, logStreamNamePrefixes } = this.#input;
    if (logStreamNames !== undefined) return logStreamNames.includes(name);
    return logStreamNamePrefixes === undefined || logStreamNamePrefixes.some((prefix) => name.startsWith(prefix));
  }

  #start() {
    const { logStreamNames, logStreamNamePrefixes, logEventFilterPattern } = this.#input;
    return {
      requestId: this.#context.requestId,
      sessionId: this.#sessionId,
      logGroupIdentifiers: this.#groupNames.map((name) => logGroupArn(this.#context, name)),
      logStreamNames: logStreamNames ?? [],
      logStreamNamePrefixes: logStreamNamePrefixes ?? [],
      logEventFilterPattern: logEventFilterPattern ?? "",
    };
  }

  #update() {
    const sessionResults = this.#waiting.splice(0, MAX_UPDATE_EVENTS);
    const sampled = this.#hasDropped;
    this.#hasDropped = false;
    return { sessionMetadata: { sampled }, sessionResults };
  }
}

function sessionTimeout() {
  return { name: "SessionTimeoutException", message: "The session has timed out." } as never;
}
