// How much code an account has in a region, and its limit. The only file that knows the key of the total:
// ["lambda", account, region, "code-bytes"].
// AWS: "Lambda quotas": "Each function version and layer version consumes storage".

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import { codeStorageExceeded } from "./errors.ts";
import type { CodeRecord } from "./records.ts";

// LIMIT: AWS: "Lambda quotas": 75 GB.
export const MOST_CODE_BYTES = 80_530_636_800;

const key = (scope: Scope, kind: string): Key => ["lambda", scope.account, scope.region, kind];

/** The bytes of all packages: of every version of every function and layer. */
export function codeStorage(tx: ReadTx, scope: Scope): number {
  return tx.get<number>(key(scope, "code-bytes")) ?? sum(tx, scope);
}

/**
 * Counts a package that comes in the place of another, or goes. Called before the change is made. Throws
 * CodeStorageExceededException where the account would have more than it may.
 */
export function replaceCode(
  tx: WriteTx,
  scope: Scope,
  before: { readonly code: CodeRecord } | undefined,
  after: { readonly code: CodeRecord } | undefined,
): void {
  const change = (after?.code.bytes ?? 0) - (before?.code.bytes ?? 0);
  if (change === 0) return;
  const total = codeStorage(tx, scope) + change;
  if (change > 0 && total > MOST_CODE_BYTES) throw codeStorageExceeded();
  tx.put(key(scope, "code-bytes"), total);
}

/** What states from before the total was kept have. */
function sum(tx: ReadTx, scope: Scope): number {
  let bytes = 0;
  for (const kind of ["version", "layer-version"])
    for (const { value } of tx.range<{ readonly code: CodeRecord }>({ prefix: key(scope, kind) }))
      bytes += value.code.bytes;
  return bytes;
}
