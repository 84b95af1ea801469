// CloudWatch Logs' rows, and the only file that knows their keys. Below [cloudwatch-logs, ACCOUNT, REGION]:
//
//   policy NAME                             a resource policy of the account
//   group NAME                              the log group
//   counters GROUP-ID                       its counters
//   subscription GROUP-ID NAME              its subscription filters
//   metric-filter GROUP-ID NAME             its metric filters
//   stream GROUP-ID NAME                    its streams
//   stream-name STREAM-ID                   a stream's name
//   export...                               export tasks (exports/repo.ts)
//   query..., query-definition              queries (insights/repo.ts)
//   event GROUP-ID TIMESTAMP SEQUENCE       an event, in the order in which a group is read
//   stream-event STREAM-ID TIMESTAMP SEQUENCE   that a stream has this event: the order in which a stream is read
//
// A message stands in one row only; both orders find it.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import { EVENT_OVERHEAD_BYTES } from "./limits.ts";
import type {
  GroupCounters,
  LogEvent,
  LogEventRecord,
  LogGroupRecord,
  LogStreamRecord,
  MetricFilterRecord,
  ResourcePolicyRecord,
  SubscriptionRecord,
} from "./records.ts";

type Part = string | number;

function keyOf({ account, region }: Scope, ...rest: Part[]): Part[] {
  return ["cloudwatch-logs", account, region, ...rest];
}

/** The account's resource policies in name order. */
export function listResourcePolicies(tx: ReadTx, scope: Scope): readonly ResourcePolicyRecord[] {
  return [...tx.range<ResourcePolicyRecord>({ prefix: keyOf(scope, "policy") })].map(({ value }) => value);
}

export function saveResourcePolicy(tx: WriteTx, scope: Scope, policy: ResourcePolicyRecord): void {
  tx.put(keyOf(scope, "policy", policy.policyName), policy);
}

/** False if there is none of this name. */
export function deleteResourcePolicyRow(tx: WriteTx, scope: Scope, policyName: string): boolean {
  return tx.delete(keyOf(scope, "policy", policyName));
}

export function loadGroup(tx: ReadTx, scope: Scope, logGroupName: string): LogGroupRecord | undefined {
  return tx.get<LogGroupRecord>(keyOf(scope, "group", logGroupName));
}

export function saveGroup(tx: WriteTx, scope: Scope, group: LogGroupRecord): void {
  tx.put(keyOf(scope, "group", group.logGroupName), group);
}

/** Removes the group and its subscriptions; its streams and events are left to a purge. */
export function deleteGroup(tx: WriteTx, scope: Scope, group: LogGroupRecord): void {
  tx.delete(keyOf(scope, "group", group.logGroupName));
  for (const filter of [...listSubscriptions(tx, scope, group.groupId)])
    deleteSubscription(tx, scope, group.groupId, filter.filterName);
  for (const filter of [...listMetricFilters(tx, scope, group.groupId)])
    deleteMetricFilter(tx, scope, group.groupId, filter.filterName);
}

/** Groups in name order, from the prefix on, after a name. */
export function* listGroups(tx: ReadTx, scope: Scope, prefix: string, after?: string): Generator<LogGroupRecord> {
  for (const group of byName<LogGroupRecord>(tx, keyOf(scope, "group"), prefix, after)) {
    if (!group.logGroupName.startsWith(prefix)) return;
    yield group;
  }
}

/** A group's subscription filters in name order. */
export function* listSubscriptions(tx: ReadTx, scope: Scope, groupId: string): Generator<SubscriptionRecord> {
  yield* byName<SubscriptionRecord>(tx, keyOf(scope, "subscription", groupId), "", undefined);
}

export function saveSubscription(tx: WriteTx, scope: Scope, groupId: string, filter: SubscriptionRecord): void {
  tx.put(keyOf(scope, "subscription", groupId, filter.filterName), filter);
}

/** True if it was there. */
export function deleteSubscription(tx: WriteTx, scope: Scope, groupId: string, filterName: string): boolean {
  return tx.delete(keyOf(scope, "subscription", groupId, filterName));
}

/** A group's metric filters in name order. */
export function* listMetricFilters(tx: ReadTx, scope: Scope, groupId: string): Generator<MetricFilterRecord> {
  yield* byName<MetricFilterRecord>(tx, keyOf(scope, "metric-filter", groupId), "", undefined);
}

export function saveMetricFilter(tx: WriteTx, scope: Scope, groupId: string, filter: MetricFilterRecord): void {
  tx.put(keyOf(scope, "metric-filter", groupId, filter.filterName), filter);
}

/** True if it was there. */
export function deleteMetricFilter(tx: WriteTx, scope: Scope, groupId: string, filterName: string): boolean {
  return tx.delete(keyOf(scope, "metric-filter", groupId, filterName));
}

export function loadCounters(tx: ReadTx, scope: Scope, groupId: string): GroupCounters {
  return tx.get<GroupCounters>(keyOf(scope, "counters", groupId)) ?? { v: 1, nextSequence: 0, storedBytes: 0 };
}

export function saveCounters(tx: WriteTx, scope: Scope, groupId: string, counters: GroupCounters): void {
  tx.put(keyOf(scope, "counters", groupId), counters);
}

export function loadStream(
  tx: ReadTx,
  scope: Scope,
  groupId: string,
  logStreamName: string,
): LogStreamRecord | undefined {
  return tx.get<LogStreamRecord>(keyOf(scope, "stream", groupId, logStreamName));
}

export function saveStream(tx: WriteTx, scope: Scope, groupId: string, stream: LogStreamRecord): void {
  tx.put(keyOf(scope, "stream", groupId, stream.logStreamName), stream);
}

/** Makes a stream findable by its id. */
export function saveStreamName(tx: WriteTx, scope: Scope, stream: LogStreamRecord): void {
  tx.put(keyOf(scope, "stream-name", stream.streamId), stream.logStreamName);
}

/** The stream's name; undefined if the stream has been deleted. */
export function loadStreamName(tx: ReadTx, scope: Scope, streamId: string): string | undefined {
  return tx.get<string>(keyOf(scope, "stream-name", streamId));
}

/** Removes the stream; its events are left to a purge. */
export function deleteStream(tx: WriteTx, scope: Scope, groupId: string, stream: LogStreamRecord): void {
  tx.delete(keyOf(scope, "stream", groupId, stream.logStreamName));
  tx.delete(keyOf(scope, "stream-name", stream.streamId));
}

/** A group's streams in name order, from the prefix on, after a name. */
export function* listStreams(
  tx: ReadTx,
  scope: Scope,
  groupId: string,
  prefix: string,
  after?: string,
): Generator<LogStreamRecord> {
  for (const stream of byName<LogStreamRecord>(tx, keyOf(scope, "stream", groupId), prefix, after)) {
    if (!stream.logStreamName.startsWith(prefix)) return;
    yield stream;
  }
}

export function saveEvent(tx: WriteTx, scope: Scope, groupId: string, event: LogEvent): void {
  const { timestampMs, sequence, ...record } = event;
  tx.put(keyOf(scope, "event", groupId, timestampMs, sequence), record);
  tx.put(keyOf(scope, "stream-event", event.streamId, timestampMs, sequence), true);
}

/** The event at a place. */
export function loadEvent(tx: ReadTx, scope: Scope, groupId: string, position: Position): LogEvent | undefined {
  const { timestampMs, sequence } = position;
  const event = tx.get<LogEventRecord>(keyOf(scope, "event", groupId, timestampMs, sequence));
  return event === undefined ? undefined : { ...event, timestampMs, sequence };
}

/** A place in the order of events. */
export interface Position {
  readonly timestampMs: number;
  readonly sequence: number;
}

export interface EventRange {
  /** First timestamp, inclusive. */
  readonly fromMs?: number | undefined;
  /** Last timestamp, exclusive. */
  readonly beforeMs?: number | undefined;
  /** Only events behind this one (or, in reverse, in front of it). */
  readonly after?: Position | undefined;
  readonly reverse?: boolean;
}

/** A group's events by time and then by arrival. */
export function* listGroupEvents(tx: ReadTx, scope: Scope, groupId: string, range: EventRange): Generator<LogEvent> {
  const prefix = keyOf(scope, "event", groupId);
  for (const { key, value } of tx.range<LogEventRecord>({ prefix, ...bounds(prefix, range) })) {
    yield { ...value, ...positionOf(key) };
  }
}

/** A stream's events by time and then by arrival. */
export function* listStreamEvents(
  tx: ReadTx,
  scope: Scope,
  groupId: string,
  streamId: string,
  range: EventRange,
): Generator<LogEvent> {
  const prefix = keyOf(scope, "stream-event", streamId);
  for (const { key } of tx.range({ prefix, ...bounds(prefix, range) })) {
    const position = positionOf(key);
    const event = tx.get<LogEventRecord>(keyOf(scope, "event", groupId, position.timestampMs, position.sequence));
    if (event !== undefined) yield { ...event, ...position };
  }
}

/** Removes events, and takes them out of the group's count. */
export function deleteEvents(tx: WriteTx, scope: Scope, groupId: string, events: readonly LogEvent[]): void {
  let bytes = 0;
  for (const { streamId, message, timestampMs, sequence } of events) {
    tx.delete(keyOf(scope, "event", groupId, timestampMs, sequence));
    tx.delete(keyOf(scope, "stream-event", streamId, timestampMs, sequence));
    bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
  }
  const counters = loadCounters(tx, scope, groupId);
  saveCounters(tx, scope, groupId, { ...counters, storedBytes: Math.max(0, counters.storedBytes - bytes) });
}

/** Forgets a deleted group's counters. */
export function deleteCounters(tx: WriteTx, scope: Scope, groupId: string): void {
  tx.delete(keyOf(scope, "counters", groupId));
}

function positionOf(key: Key): Position {
  return { timestampMs: Number(key.at(-2)), sequence: Number(key.at(-1)) };
}

function bounds(prefix: readonly Part[], { fromMs, beforeMs, after, reverse = false }: EventRange) {
  return {
    ...(fromMs === undefined ? {} : { start: [...prefix, fromMs] }),
    ...(beforeMs === undefined ? {} : { end: [...prefix, beforeMs] }),
    ...(after === undefined ? {} : { after: [...prefix, after.timestampMs, after.sequence] }),
    reverse,
  };
}

function* byName<T>(tx: ReadTx, prefix: readonly Part[], first: string, after: string | undefined): Generator<T> {
  const start = first === "" ? {} : { start: [...prefix, first] };
  const behind = after === undefined ? {} : { after: [...prefix, after] };
  for (const { value } of tx.range<T>({ prefix, ...start, ...behind })) yield value;
}
