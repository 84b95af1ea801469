// What the archive of a FIFO topic keeps, and what of it a subscription wants once more. Pure.
// AWS: "Amazon SNS message archiving and replay for FIFO topics". The wordings of refusals are ours.

import { invalidParameter } from "./errors.ts";
import type { SubscriptionRecord, TopicRecord } from "./records.ts";

const DAY_MS = 86_400_000;

/** What a subscription wants to get once more. */
export interface ReplayPolicy {
  readonly startMs: number;
  readonly endMs?: number;
}

/** For how long a topic keeps its messages, in milliseconds; undefined if it keeps none. */
export function retentionMsOf(topic: TopicRecord): number | undefined {
  const policy = topic.attributes["ArchivePolicy"];
  if (policy === undefined) return undefined;
  const { MessageRetentionPeriod } = JSON.parse(policy) as { MessageRetentionPeriod?: string | number };
  return MessageRetentionPeriod === undefined ? undefined : Number(MessageRetentionPeriod) * DAY_MS;
}

/** Throws unless it is an archive policy: `{}` keeps nothing, and `{"MessageRetentionPeriod": 30}` keeps 30 days. */
export function requireArchivePolicy(text: string): void {
  const policy = parseObject(text, "ArchivePolicy");
  const { MessageRetentionPeriod: days, ...others } = policy;
  if (Object.keys(others).length > 0) throw invalidParameter("ArchivePolicy Reason: unknown member");
  const isDays = /^\d+$/.test(String(days)) && Number(days) >= 1 && Number(days) <= 365;
  if (days !== undefined && !isDays)
    throw invalidParameter("ArchivePolicy Reason: MessageRetentionPeriod must be between 1 and 365 days");
}

/** The replay that a subscription asks for; throws unless its topic's archive can give it. */
export function parseReplayPolicy(text: string, topic: TopicRecord, nowMs: number): ReplayPolicy {
  const policy = parseObject(text, "ReplayPolicy");
  const retentionMs = retentionMsOf(topic);
  if (retentionMs === undefined) throw invalidParameter("ReplayPolicy Reason: The topic has no active archive policy");
  if (policy["PointType"] !== "Timestamp") throw invalidParameter("ReplayPolicy Reason: PointType must be Timestamp");
  const startMs = parseTime(policy["StartingPoint"], "StartingPoint");
  const endMs = policy["EndingPoint"] === undefined ? undefined : parseTime(policy["EndingPoint"], "EndingPoint");
  if (startMs > nowMs || (endMs !== undefined && endMs <= startMs))
    throw invalidParameter("ReplayPolicy Reason: StartingPoint must be in the past and before EndingPoint");
  return { startMs, ...(endMs === undefined ? {} : { endMs }) };
}

/** Whether a subscription still gets what is published: not after a replay that had an end. */
export function getsNewMessages(subscription: SubscriptionRecord): boolean {
  const policy = subscription.attributes["ReplayPolicy"];
  return policy === undefined || (JSON.parse(policy) as { EndingPoint?: string }).EndingPoint === undefined;
}

/** AWS: GetTopicAttributes, BeginningArchiveTime: from when on messages can be replayed. */
export function beginningOf(topic: TopicRecord, nowMs: number): string | undefined {
  const retentionMs = retentionMsOf(topic);
  if (retentionMs === undefined) return undefined;
  const begunMs = Math.max(topic.archivedSinceMs ?? nowMs, nowMs - retentionMs);
  return new Date(begunMs).toISOString();
}

function parseTime(value: unknown, name: string): number {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw invalidParameter(`ReplayPolicy Reason: ${name} must be a timestamp`);
  return ms;
}

function parseObject(text: string, name: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalidParameter(`${name} Reason: failed to parse JSON`);
}
