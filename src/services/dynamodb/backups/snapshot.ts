// Reading a table as it was at a position of its journal, page by page, each page in a transaction of its own: an item
// is what its first change since then took away, and if there was none, what it is now. So pages fit together whatever
// is written between them.

import type { Scope } from "../../../service/context.ts";
import { compareTuples } from "../../../store/encoding.ts";
import type { Entry, ReadTx } from "../../../store/store.ts";
import type { KeyParts } from "../items/keys.ts";
import type { StoredItem } from "../records.ts";
import { itemPartsOf, walkItems } from "../repo.ts";
import { nextVersioned, versionFrom } from "./repo.ts";

/** LIMITS: of one page, so that no transaction holds everything else up. */
const LIMITS = { items: 1000, bytes: 4 * 1024 * 1024 };

export interface SnapshotPage {
  readonly items: readonly { readonly parts: KeyParts; readonly stored: StoredItem }[];
  /** The last item that was looked at, if there may be more behind it. */
  readonly next?: KeyParts;
}

/** Whose items are read: `position` is undefined for those of a backup, which do not change. */
export interface SnapshotSource {
  readonly scope: Scope;
  readonly itemsId: string;
  readonly position: string | undefined;
}

/** The items behind `after`. */
export function readPage(
  tx: ReadTx,
  source: SnapshotSource,
  after: KeyParts | undefined,
  limits = LIMITS,
): SnapshotPage {
  const { scope, itemsId, position } = source;
  const items: { parts: KeyParts; stored: StoredItem }[] = [];
  let bytes = 0;
  let seen = 0;
  for (const { parts, present } of walkKeys(tx, source, after)) {
    const version = position === undefined ? undefined : versionFrom(tx, scope, itemsId, parts, position);
    const stored = version === undefined ? present : version.before;
    if (stored !== undefined) items.push({ parts, stored });
    bytes += stored?.bytes ?? 0;
    seen += 1;
    if (seen >= limits.items || bytes >= limits.bytes) return { items, next: parts };
  }
  return { items };
}

/** All items that there are or were, in their order. */
function* walkKeys(
  tx: ReadTx,
  { scope, itemsId, position }: SnapshotSource,
  after: KeyParts | undefined,
): Generator<{ parts: KeyParts; present: StoredItem | undefined }> {
  const range = { prefix: [], ...(after !== undefined && { after }) };
  const iterator = walkItems(tx, scope, itemsId, undefined, range)[Symbol.iterator]();
  const versionedAfter = (last: KeyParts | undefined): KeyParts | undefined =>
    position === undefined ? undefined : nextVersioned(tx, scope, itemsId, last);
  try {
    let item = headOf(iterator);
    let versioned = versionedAfter(after);
    while (item !== undefined || versioned !== undefined) {
      const order = item === undefined ? 1 : versioned === undefined ? -1 : compareTuples(item.parts, versioned);
      if (item !== undefined && order <= 0) {
        yield { parts: item.parts, present: item.stored };
        item = headOf(iterator);
      } else if (versioned !== undefined) yield { parts: versioned, present: undefined };
      if (versioned !== undefined && order >= 0) versioned = versionedAfter(versioned);
    }
  } finally {
    iterator.return?.();
  }
}

function headOf(
  iterator: Iterator<Entry<StoredItem>>,
): { readonly parts: KeyParts; readonly stored: StoredItem } | undefined {
  const next = iterator.next();
  return next.done === true ? undefined : { parts: itemPartsOf(next.value.key), stored: next.value.value };
}
