// Remembers each key's last use, for GetKeyLastUsage, in a commit that it shares with others of its turn.

import type { KeyLastUsageTrackingOperation } from "@aws-sdk/client-kms";
import type { Context } from "../../service/context.ts";
import { writeSoon } from "../../store/write-soon.ts";
import type { Key } from "./keys.ts";
import type { UseRecord } from "./records.ts";
import { loadUse, saveUse } from "./repo.ts";

// DEVIATION: uses by the same operation are noted once a minute: a commit for each would cost more than the call.
const SAME_USE_MS = 60_000;

/** Notes that the operation used the key. */
export async function noteUse(
  context: Context,
  { scope, record }: Key,
  operation: KeyLastUsageTrackingOperation,
): Promise<void> {
  const atMs = context.clock.nowMs();
  const last = context.store.read((tx) => loadUse(tx, scope, record.keyId));
  if (last?.operation === operation && atMs - last.atMs < SAME_USE_MS) return;
  const use: UseRecord = { v: 1, operation, atMs, requestId: context.requestId };
  await writeSoon(context.store, (tx) => saveUse(tx, scope, record.keyId, use));
}
