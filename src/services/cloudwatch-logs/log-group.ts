// What operations on a log group share: its names, finding it, its retention.

import { parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { deletionProtected, invalidParameter, logGroupNotFound, logStreamNotFound } from "./errors.ts";
import { DAY_MS } from "./limits.ts";
import type { LogGroupRecord, LogStreamRecord } from "./records.ts";
import { loadGroup, loadStream } from "./repo.ts";

/** The group's ARN, without the ":*" that some answers append. */
export function logGroupArn({ account, region }: Scope, logGroupName: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
}

/** The group's name, from a name or an ARN with or without ":*". */
export function parseGroupIdentifier(identifier: string): string {
  const resource = parseArn(identifier)?.resource;
  if (resource === undefined) return identifier;
  const match = /^log-group:([^:]+)(?::\*)?$/.exec(resource);
  if (match?.[1] === undefined) throw invalidParameter("Invalid log group identifier.");
  return match[1];
}

/** Members with which a reader names a group. */
export interface GroupChoice {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** AWS: one of the two members, not both. */
export function chosenGroup({ logGroupName, logGroupIdentifier }: GroupChoice): string {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw invalidParameter("Both logGroupName and logGroupIdentifier cannot be specified. Please specify only one.");
  if (logGroupName !== undefined) return logGroupName;
  if (logGroupIdentifier === undefined)
    throw invalidParameter("Either logGroupName or logGroupIdentifier must be specified.");
  return parseGroupIdentifier(logGroupIdentifier);
}

/** The group, or ResourceNotFoundException. */
export function requireGroup(tx: ReadTx, scope: Scope, logGroupName: string): LogGroupRecord {
  const group = loadGroup(tx, scope, logGroupName);
  if (group === undefined) throw logGroupNotFound();
  return group;
}

/** The group of which something is to be deleted; throws ValidationException if it is protected. */
export function requireDeletable(tx: ReadTx, scope: Scope, logGroupName: string): LogGroupRecord {
  const group = requireGroup(tx, scope, logGroupName);
  if (group.isProtected === true) throw deletionProtected(logGroupName);
  return group;
}

/** The stream, or ResourceNotFoundException. */
export function requireStream(tx: ReadTx, scope: Scope, group: LogGroupRecord, logStreamName: string): LogStreamRecord {
  const stream = loadStream(tx, scope, group.groupId, logStreamName);
  if (stream === undefined) throw logStreamNotFound();
  return stream;
}

/** Events before this time have expired; undefined where events never do. */
export function expiryOf(group: LogGroupRecord, nowMs: number): number | undefined {
  return group.retentionDays === undefined ? undefined : nowMs - group.retentionDays * DAY_MS;
}

/** The first time that a reader may see: what it asks for, but nothing that has expired. */
export function firstVisibleMs(
  group: LogGroupRecord,
  startTime: number | undefined,
  nowMs: number,
): number | undefined {
  const expiryMs = expiryOf(group, nowMs);
  if (startTime === undefined || expiryMs === undefined) return startTime ?? expiryMs;
  return Math.max(startTime, expiryMs);
}
