// Every change of an item goes through here, in one transaction with all that follows from it: index entries, the
// journal's and the stream's record, and the note of when it expires.

import type { WriteTx } from "../../../store/store.ts";
import type { IndexRecord, StoredItem, TableRecord } from "../records.ts";
import {
  deleteExpiring,
  deleteIndexEntry,
  deleteItem,
  saveChange,
  saveExpiring,
  saveIndexEntry,
  saveItem,
} from "../repo.ts";
import { isJournaled, journal } from "../backups/journal.ts";
import { activeDestination, noteForKinesis } from "../kinesis/destinations.ts";
import { nextSequence } from "../streams/sequence.ts";
import { scheduleExpiry } from "../tables/expiry.ts";
import type { TableReference } from "../tables/names.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";
import { areEqual } from "../values/compare.ts";
import { itemBytes } from "../values/size.ts";
import type { WriteEnvironment } from "./environment.ts";
import { indexesOf, indexParts, keyOf, type KeyParts } from "./keys.ts";

/** One item's change: `before` is undefined for a new item, `after` for one that is removed. */
export interface ItemChange {
  readonly reference: TableReference;
  readonly table: TableRecord;
  readonly parts: KeyParts;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  /** True if the item's time to live removes it. */
  readonly isExpiry?: boolean;
}

/** True if a write to the table must know the item as it was, whatever the request asks for. */
export function needsBefore(table: TableRecord): boolean {
  return (
    table.globalIndexes.length > 0 ||
    table.localIndexes.length > 0 ||
    table.stream !== undefined ||
    isJournaled(table) ||
    table.kinesis !== undefined ||
    table.ttl?.isEnabled === true
  );
}

/**
 * Makes the change and all that follows from it. Where needsBefore is true, `before` must be what the store has.
 * Returns true if the table's stream got a record, so that its readers are to be woken after the commit.
 */
export function writeItem(tx: WriteTx, environment: WriteEnvironment, change: ItemChange): boolean {
  const { reference, table, parts, before, after } = change;
  if (after !== undefined) saveItem(tx, reference, table.tableId, parts, after);
  else deleteItem(tx, reference, table.tableId, parts);
  if (!needsBefore(table)) return false;
  if (isJournaled(table)) journal(tx, environment, change);
  const kinesis = activeDestination(table);
  if (kinesis !== undefined && !isUnchanged(before, after)) noteForKinesis(tx, environment, change, kinesis);
  for (const index of indexesOf(table)) writeIndex(tx, change, index);
  if (table.ttl?.isEnabled === true) writeExpiry(tx, environment, change, table.ttl.attribute);
  if (table.stream === undefined || isUnchanged(before, after)) return false;
  writeChange(tx, environment, change, table.stream);
  return true;
}

function writeIndex(tx: WriteTx, { reference, table, parts, before, after }: ItemChange, index: IndexRecord): void {
  if (index.status === "DELETING") return;
  const oldParts = before === undefined ? undefined : indexParts(before.item, index, parts);
  const newParts = after === undefined ? undefined : indexParts(after.item, index, parts);
  if (oldParts !== undefined && oldParts.join("\0") !== newParts?.join("\0"))
    deleteIndexEntry(tx, reference, table.tableId, index, oldParts);
  if (newParts !== undefined && after !== undefined)
    saveIndexEntry(tx, reference, table.tableId, index, newParts, projected(after, index, table));
}

/** The part of an item that an index keeps. */
export function projected(stored: StoredItem, index: IndexRecord, table: TableRecord): StoredItem {
  if (index.projection.type === "ALL") return stored;
  const item = keyOf(stored.item, table.key, index.key);
  for (const name of index.projection.attributes) {
    const value = attributeOf(stored.item, name);
    if (value !== undefined) item[name] = value;
  }
  return { v: 1, bytes: itemBytes(item), item };
}

function writeExpiry(
  tx: WriteTx,
  environment: WriteEnvironment,
  { reference, table, parts, before, after }: ItemChange,
  attribute: string,
): void {
  const oldSeconds = before === undefined ? undefined : expirySeconds(before.item, attribute);
  const newSeconds = after === undefined ? undefined : expirySeconds(after.item, attribute);
  if (oldSeconds === newSeconds) return;
  if (oldSeconds !== undefined) deleteExpiring(tx, reference, table.tableId, oldSeconds, parts);
  if (newSeconds === undefined) return;
  saveExpiring(tx, reference, table.tableId, newSeconds, parts);
  scheduleExpiry(tx, environment, reference, table.tableId, newSeconds);
}

/** The second in which an item expires; undefined for items without a number there. */
export function expirySeconds(item: Item, attribute: string): number | undefined {
  const text = attributeOf(item, attribute)?.N;
  const seconds = text === undefined ? Number.NaN : Math.floor(Number(text));
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined;
}

// AWS: "If you perform a PutItem or UpdateItem operation that does not change any data in an item, DynamoDB Streams
// does not write a stream record" (Developer Guide, "Change data capture for DynamoDB Streams").
function isUnchanged(before: StoredItem | undefined, after: StoredItem | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return areEqual({ M: before.item }, { M: after.item });
}

function writeChange(
  tx: WriteTx,
  environment: WriteEnvironment,
  { reference, table, before, after, isExpiry }: ItemChange,
  stream: { readonly label: string; readonly viewType: string },
): void {
  const name = { tableId: table.tableId, label: stream.label };
  const nowMs = environment.clock.nowMs();
  const sequence = nextSequence(environment.store, tx, reference, name, nowMs);
  const keys = keyOf((after ?? before)?.item ?? {}, table.key);
  const hasNew = stream.viewType === "NEW_IMAGE" || stream.viewType === "NEW_AND_OLD_IMAGES";
  const hasOld = stream.viewType === "OLD_IMAGE" || stream.viewType === "NEW_AND_OLD_IMAGES";
  const newImage = hasNew ? after : undefined;
  const oldImage = hasOld ? before : undefined;
  saveChange(tx, reference, name, sequence, {
    v: 1,
    eventId: environment.random.hex(32),
    eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
    atMs: nowMs,
    keys,
    ...(newImage !== undefined && { newImage: newImage.item }),
    ...(oldImage !== undefined && { oldImage: oldImage.item }),
    bytes: itemBytes(keys) + (newImage?.bytes ?? 0) + (oldImage?.bytes ?? 0),
    ...(isExpiry === true && { isExpiry }),
  });
}
