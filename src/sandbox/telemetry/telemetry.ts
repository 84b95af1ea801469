// The telemetry of one sandbox: what happens in it, told to the extensions that have subscribed.
// AWS: "Lambda Telemetry API Event schema reference", "Lambda Logs API" (Log messages).

import { deliveryTo } from "./delivery.ts";
import { createSubscriber } from "./subscriber.ts";
import type { Dropped, Subscriber } from "./subscriber.ts";
import type { Stream, Subscription, TelemetryApi } from "./subscription.ts";

// Subscribers are told what happened before they could subscribe; it is little, but for a function that writes a lot.
const MOST_REMEMBERED = 1_000;

const BOTH: readonly TelemetryApi[] = ["telemetry", "logs"];
/** Which events of the platform each API knows. */
const PLATFORM_EVENTS = {
  initStart: ["telemetry"],
  initRuntimeDone: ["telemetry"],
  initReport: ["telemetry"],
  extension: BOTH,
  telemetrySubscription: ["telemetry"],
  logsSubscription: ["logs"],
  start: BOTH,
  runtimeDone: BOTH,
  report: BOTH,
  logsDropped: BOTH,
  end: ["logs"],
  fault: ["logs"],
} as const satisfies Readonly<Record<string, readonly TelemetryApi[]>>;

export type PlatformEvent = keyof typeof PLATFORM_EVENTS;

interface Event {
  readonly time: string;
  readonly stream: Stream;
  readonly type: string;
  readonly record: unknown;
  readonly apis: readonly TelemetryApi[];
}

export interface Telemetry {
  /** Whether anybody hears events, or may still come to. Events need not be made otherwise. */
  isHeard(): boolean;
  platform(type: PlatformEvent, record: object | string): void;
  line(stream: "function" | "extension", text: string): void;
  /** Adds a subscriber, or changes the one of this name. */
  subscribe(name: string, subscription: Subscription): void;
  /** The API that the extension has subscribed by. */
  apiOf(name: string): TelemetryApi | undefined;
  /** The init phase is over: nobody subscribes any more. */
  closeSubscriptions(): void;
  isClosed(): boolean;
  /** Resolves when all events so far are delivered, or cannot be. */
  flush(): Promise<void>;
  close(): void;
}

/** The telemetry of a sandbox with this address. */
export function createTelemetry(ownHost: string, nowMs: () => number, isJson: boolean): Telemetry {
  const subscribers = new Map<string, Subscriber>();
  let remembered: Event[] | undefined = [];

  function emit(event: Event): void {
    if (remembered !== undefined && remembered.length < MOST_REMEMBERED) remembered.push(event);
    for (const subscriber of subscribers.values()) give(event, subscriber);
  }

  function give(event: Event, subscriber: Subscriber): void {
    const text = render(event, subscriber.subscription, isJson);
    if (text !== undefined) subscriber.add(text);
  }

  function platform(type: PlatformEvent, record: object | string): void {
    emit({ time: time(), stream: "platform", type: `platform.${type}`, record, apis: PLATFORM_EVENTS[type] });
  }

  function time(): string {
    return new Date(nowMs()).toISOString();
  }

  function subscribe(name: string, subscription: Subscription): void {
    subscribers.get(name)?.close();
    const subscriber = createSubscriber(name, subscription, deliveryTo(subscription.destination, ownHost), (dropped) =>
      tellDropped(subscriber, dropped),
    );
    subscribers.set(name, subscriber);
    for (const event of remembered ?? []) give(event, subscriber);
  }

  function tellDropped(subscriber: Subscriber, dropped: Dropped): void {
    const reason = "Consumer seems to have fallen behind as it has not acknowledged receipt of logs.";
    const record = { ...dropped, reason };
    give({ time: time(), stream: "platform", type: "platform.logsDropped", record, apis: BOTH }, subscriber);
  }

  return {
    isHeard: () => remembered !== undefined || subscribers.size > 0,
    platform,
    line: (stream, record) => emit({ time: time(), stream, type: stream, record, apis: BOTH }),
    subscribe,
    apiOf: (name) => subscribers.get(name)?.subscription.api,
    closeSubscriptions() {
      remembered = undefined;
    },
    isClosed: () => remembered === undefined,
    async flush() {
      await Promise.all([...subscribers.values()].map((subscriber) => subscriber.flush()));
    },
    close() {
      for (const subscriber of subscribers.values()) subscriber.close();
    },
  };
}

/** The event as this subscriber gets it, if it does. */
function render(event: Event, subscription: Subscription, isJson: boolean): string | undefined {
  const { time, stream, type, record, apis } = event;
  const { api, schemaVersion, streams } = subscription;
  if (!apis.includes(api) || !streams.includes(stream)) return undefined;
  if (stream !== "platform") return JSON.stringify({ time, type, record: lineRecord(record, schemaVersion, isJson) });
  if (api === "telemetry") return JSON.stringify({ time, type, record });
  const asLog = logRecord(type, record, schemaVersion);
  return asLog === undefined ? undefined : JSON.stringify({ time, type, record: asLog });
}

/** AWS: "function": since schema 2022-12-13 the line of a function that logs JSON is an object. */
function lineRecord(record: unknown, schemaVersion: string, isJson: boolean): unknown {
  if (!isJson || schemaVersion < "2022-12-13" || typeof record !== "string") return record;
  try {
    const parsed: unknown = JSON.parse(record);
    return typeof parsed === "object" && parsed !== null ? parsed : record;
  } catch {
    return record;
  }
}

/** The Logs API's events have fewer members; runtimeDone came with its second schema, which calls all errors failures. */
function logRecord(type: string, record: unknown, schemaVersion: string): unknown {
  if (typeof record !== "object" || record === null) return record;
  const { requestId, version, metrics, status } = record as Readonly<Record<string, unknown>>;
  if (type === "platform.start") return { requestId, version };
  if (type === "platform.report") return { requestId, metrics };
  if (type !== "platform.runtimeDone") return record;
  if (schemaVersion < "2021-03-18") return undefined;
  return { requestId, status: status === "error" ? "failure" : status };
}
