// What users and roles were allowed and did: a row for each action and resource, with how often and when. IAM's access advisor and
// `stackyard policy suggest` read it. Kept by the entity's id, so that one which is made again begins with nothing.

import type { Key, ReadTx, WriteTx } from "../../store/store.ts";

/** One action on one resource. */
export interface Access {
  /** Such as "sqs:SendMessage". */
  readonly action: string;
  /** An ARN; one that ends with "*" where there were too many; "*" where the action has none. */
  readonly resource: string;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

interface AccessRecord extends Omit<Access, "action" | "resource"> {
  readonly v: 1;
}

const prefixOf = (account: string, entityId: string): Key => ["iam", account, "", "access", entityId];

/** LIMIT: so many resources are told apart for each action; what more there are is counted under what they are in. */
export const MOST_RESOURCES = 100;

/** Adds to what an entity did. */
export function addAccess(tx: WriteTx, account: string, entityId: string, access: Access): void {
  const { action, count, firstMs, lastMs } = access;
  const actionKey = [...prefixOf(account, entityId), action];
  const own = [...actionKey, access.resource];
  const isNew = tx.get(own) === undefined;
  const isFull = isNew && [...tx.range({ prefix: actionKey, limit: MOST_RESOURCES })].length >= MOST_RESOURCES;
  const key = isFull ? [...actionKey, widened(access.resource)] : own;
  const known = tx.get<AccessRecord>(key);
  const record: AccessRecord = {
    v: 1,
    count: (known?.count ?? 0) + count,
    firstMs: known?.firstMs ?? firstMs,
    lastMs: Math.max(known?.lastMs ?? 0, lastMs),
  };
  tx.put(key, record);
}

/** All that an entity did, by action and resource. */
export function listAccesses(tx: ReadTx, account: string, entityId: string): readonly Access[] {
  return [...tx.range<AccessRecord>({ prefix: prefixOf(account, entityId) })].map(({ key, value }) => {
    const [action, resource] = key.slice(-2);
    const { count, firstMs, lastMs } = value;
    return { action: String(action), resource: String(resource), count, firstMs, lastMs };
  });
}

export function removeAccesses(tx: WriteTx, account: string, entityId: string): void {
  for (const { key } of [...tx.range({ prefix: prefixOf(account, entityId) })]) tx.delete(key);
}

/** When an access key signed a request, and for what. */
export interface KeyUse {
  readonly atMs: number;
  /** The service's name in signatures: "s3". */
  readonly service: string;
  readonly region: string;
}

// The account is not known by who signs: keys are found without one, too.
const keyUseKey = (accessKeyId: string): Key => ["iam", "", "", "access-key-use", accessKeyId];

/** Keeps the last use of a key. */
export function saveKeyUse(tx: WriteTx, accessKeyId: string, use: KeyUse): void {
  tx.put(keyUseKey(accessKeyId), { v: 1, ...use });
}

/** The last use of a key; undefined for one that was never used. */
export function loadKeyUse(tx: ReadTx, accessKeyId: string): KeyUse | undefined {
  return tx.get<KeyUse>(keyUseKey(accessKeyId));
}

export function removeKeyUse(tx: WriteTx, accessKeyId: string): void {
  tx.delete(keyUseKey(accessKeyId));
}

/** What a resource is in: its bucket, its log group, or all resources of its kind. */
export function widened(arn: string): string {
  const slash = arn.indexOf("/");
  if (slash >= 0) return `${arn.slice(0, slash)}/*`;
  const colon = arn.lastIndexOf(":");
  return colon < 0 ? "*" : `${arn.slice(0, colon)}:*`;
}
