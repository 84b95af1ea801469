// Tasks that delete service-linked roles. LIMIT: services are not asked whether they use a role: nothing of theirs breaks without it, for it
// is there for them in any account. So a task is done with the answer that begins it.

import type { Key, ReadTx, WriteTx } from "../../store/store.ts";

const keyOf = (account: string, taskId: string): Key => ["iam", account, "", "role-deletion", taskId];

/** Keeps that a task was done. */
export function saveDeletion(tx: WriteTx, account: string, taskId: string): void {
  tx.put(keyOf(account, taskId), { v: 1 });
}

export function isDeletion(tx: ReadTx, account: string, taskId: string): boolean {
  return tx.get(keyOf(account, taskId)) !== undefined;
}
