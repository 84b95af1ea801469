// Reports of the access advisor, by their job's id: what was so when one was asked for.

import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { EntityKind } from "./repo.ts";

/** Who used a service, and when last. */
export interface ServiceUser {
  readonly kind: EntityKind;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  /** Undefined for one that could have and did not. */
  readonly lastMs?: number;
}

/** A service that the subject's policies let through. */
export interface ServiceUse {
  /** Such as "sqs". */
  readonly namespace: string;
  readonly users: readonly ServiceUser[];
  /** Actions that were used: the last time of each, and by whom. */
  readonly actions: readonly { readonly name: string; readonly lastMs: number; readonly arn: string }[];
}

export interface AccessReport {
  readonly v: 1;
  readonly jobId: string;
  /** The unique id of who asked: nobody else reads it. */
  readonly askedBy: string;
  readonly granularity: "SERVICE_LEVEL" | "ACTION_LEVEL";
  readonly createdAtMs: number;
  readonly services: readonly ServiceUse[];
}

const prefixOf = (account: string): Key => ["iam", account, "", "access-report"];

export function loadAccessReport(tx: ReadTx, account: string, jobId: string): AccessReport | undefined {
  return tx.get<AccessReport>([...prefixOf(account), jobId]);
}

/** Keeps a report, and forgets those that were made before `oldestMs`. */
export function saveAccessReport(tx: WriteTx, account: string, report: AccessReport, oldestMs: number): void {
  for (const { key, value } of [...tx.range<AccessReport>({ prefix: prefixOf(account) })])
    if (value.createdAtMs < oldestMs) tx.delete(key);
  tx.put([...prefixOf(account), report.jobId], report);
}
