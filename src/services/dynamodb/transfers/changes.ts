// What changed in a table between two positions of its journal: for each item its first state and its last one, page by
// page.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { lastVersion, nextVersioned, versionFrom } from "../backups/repo.ts";
import type { KeyParts } from "../items/keys.ts";
import type { StoredItem } from "../records.ts";
import { loadItem } from "../repo.ts";

export interface ItemChanges {
  readonly parts: KeyParts;
  readonly before?: StoredItem;
  readonly after?: StoredItem;
  /** When it was changed last. */
  readonly atMs: number;
}

export interface ChangesPage {
  readonly changes: readonly ItemChanges[];
  readonly next?: KeyParts;
}

/** The changed items behind `after`; those that came and went in between are none. */
export function readChanges(
  tx: ReadTx,
  source: { readonly scope: Scope; readonly tableId: string; readonly from: string; readonly to: string },
  after: KeyParts | undefined,
  limits: { readonly items: number; readonly bytes: number },
): ChangesPage {
  const { scope, tableId, from, to } = source;
  const changes: ItemChanges[] = [];
  let bytes = 0;
  let seen = 0;
  let parts = nextVersioned(tx, scope, tableId, after);
  for (; parts !== undefined; parts = nextVersioned(tx, scope, tableId, parts)) {
    const last = lastVersion(tx, scope, tableId, parts, from, to);
    if (last !== undefined) {
      const before = versionFrom(tx, scope, tableId, parts, from)?.before;
      const next = versionFrom(tx, scope, tableId, parts, to);
      const now = next === undefined ? loadItem(tx, scope, tableId, parts) : next.before;
      if (before !== undefined || now !== undefined)
        changes.push({
          parts,
          ...(before !== undefined && { before }),
          ...(now !== undefined && { after: now }),
          atMs: last.atMs,
        });
      bytes += (before?.bytes ?? 0) + (now?.bytes ?? 0);
    }
    seen += 1;
    if (seen >= limits.items || bytes >= limits.bytes) return { changes, next: parts };
  }
  return { changes };
}
