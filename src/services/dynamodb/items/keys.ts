// Keys of items: what a request must give, what an item must have, and how both become parts of the store's keys.
// Partitions are spread by a hash, as a table's partitions have no order; a sort key is encoded so that byte order is
// DynamoDB's order.

import { hash } from "node:crypto";
import { emptyKeyValue, invalidParameter, validationError } from "../errors.ts";
import type { IndexRecord, KeyAttribute, KeySchema, TableRecord } from "../records.ts";
import { encodeNumber } from "../values/decimal.ts";
import { attributeOf, typeOf, type AttributeValue, type Item } from "../values/attribute-value.ts";

/** LIMITS: of the service, in bytes. */
const LONGEST_PARTITION_KEY_BYTES = 2048;
const LONGEST_SORT_KEY_BYTES = 1024;

/** The last parts of an item's key in the store: the partition's hash and, if there is a sort key, its encoding. */
export type KeyParts = readonly [partition: string] | readonly [partition: string, sort: string];

/** Parts that were kept in a record. */
export function asParts(kept: readonly string[] | undefined): KeyParts | undefined {
  const [partition, sort] = kept ?? [];
  if (partition === undefined) return undefined;
  return sort === undefined ? [partition] : [partition, sort];
}

/** The store's key parts of a `Key` parameter; throws where it is not exactly the table's key. */
export function requireKey(key: Item, schema: KeySchema): KeyParts {
  const count = schema.sort === undefined ? 1 : 2;
  const partition = attributeOf(key, schema.partition.name);
  const sort = schema.sort === undefined ? undefined : attributeOf(key, schema.sort.name);
  if (Object.keys(key).length !== count || partition === undefined || (count === 2 && sort === undefined))
    throw keyMismatch();
  for (const [value, attribute] of [
    [partition, schema.partition],
    [sort, schema.sort],
  ] as const) {
    if (value !== undefined && attribute !== undefined && typeOf(value) !== attribute.type) throw keyMismatch();
  }
  checkSizes(key, schema);
  return keyParts(key, schema);
}

/** AWS's error for a key that has other attributes, or other types, than the table's key. */
export function keyMismatch(): Error {
  return validationError("The provided key element does not match the schema");
}

/** The store's key parts of an item that is to be written; throws where keys of table or indexes are wrong or missing. */
export function requireItemKey(item: Item, table: TableRecord): KeyParts {
  const { key } = table;
  for (const attribute of keyAttributes(key)) {
    const value = attributeOf(item, attribute.name);
    if (value === undefined) throw invalidParameter(`Missing the key ${attribute.name} in the item`);
    if (typeOf(value) !== attribute.type)
      throw invalidParameter(
        `Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${typeOf(value)}`,
      );
  }
  checkSizes(item, key);
  checkIndexKeys(item, table);
  return keyParts(item, key);
}

/** Throws if the item has an index key attribute with a type or content that the index cannot hold. */
export function checkIndexKeys(item: Item, table: TableRecord): void {
  for (const index of indexesOf(table)) {
    for (const { name, type } of keyAttributes(index.key)) {
      const value = attributeOf(item, name);
      if (value === undefined) continue;
      if (typeOf(value) !== type)
        throw invalidParameter(
          `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        );
      if (isEmpty(value)) throw emptyKeyValue(value, { index: index.name, key: name });
    }
    checkLengths(item, index.key);
  }
}

const sortedIndexes = new WeakMap<TableRecord, readonly IndexRecord[]>();

/** All indexes of a table by name: the order in which AWS finds faults with them (dynamodb-conformance). */
export function indexesOf(table: TableRecord): readonly IndexRecord[] {
  let indexes = sortedIndexes.get(table);
  if (indexes === undefined) {
    indexes = [...table.globalIndexes, ...table.localIndexes].sort((a, b) => (a.name < b.name ? -1 : 1));
    sortedIndexes.set(table, indexes);
  }
  return indexes;
}

/** Partition key and sort key, in this order. */
export function keyAttributes({ partition, sort }: KeySchema): readonly KeyAttribute[] {
  return sort === undefined ? [partition] : [partition, sort];
}

function checkSizes(item: Item, schema: KeySchema): void {
  for (const { name } of keyAttributes(schema)) {
    const value = attributeOf(item, name);
    if (value !== undefined && isEmpty(value)) throw emptyKeyValue(value, { key: name });
  }
  checkLengths(item, schema);
}

/** True for an empty string or binary, which no key can be. */
export function isEmpty(value: AttributeValue): boolean {
  return value.S === "" || value.B?.length === 0;
}

function checkLengths(item: Item, { partition, sort }: KeySchema): void {
  // AWS: the missing blank is AWS's.
  if (keyBytes(attributeOf(item, partition.name)) > LONGEST_PARTITION_KEY_BYTES)
    throw invalidParameter("Size of hashkey has exceeded the maximum size limit of2048 bytes");
  if (sort !== undefined && keyBytes(attributeOf(item, sort.name)) > LONGEST_SORT_KEY_BYTES)
    throw invalidParameter("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
}

function keyBytes(value: AttributeValue | undefined): number {
  if (value?.S !== undefined) return Buffer.byteLength(value.S, "utf8");
  return value?.B?.length ?? 0;
}

/** The store's key parts of an item which is known to have the key. */
export function keyParts(item: Item, { partition, sort }: KeySchema): KeyParts {
  const partitionValue = item[partition.name];
  const hashed = partitionValue === undefined ? "" : partitionHash(partitionValue);
  if (sort === undefined) return [hashed];
  const sortValue = item[sort.name];
  return [hashed, sortValue === undefined ? "" : encodeSortKey(sortValue)];
}

/**
 * The store's key parts of an index entry: the index's own, then the item's, as many items can share an index key.
 * Undefined if the item does not have the index's key attributes, and so is not in the index.
 */
export function indexParts(item: Item, index: IndexRecord, itemParts: KeyParts): readonly string[] | undefined {
  for (const { name, type } of keyAttributes(index.key)) {
    const value = attributeOf(item, name);
    // Items that were there before the index may have another type at its key: those are not in the index.
    if (value === undefined || typeOf(value) !== type) return undefined;
  }
  return [...keyParts(item, index.key), ...itemParts];
}

/**
 * LIMIT: longer partition keys are kept as their SHA-256, so that two of them and two sort keys fit into the store's
 * 4,026 bytes: that is what an index entry's key has.
 */
const LONGEST_PLAIN_BYTES = 256;
/** No character takes more than three bytes for each UTF-16 unit. */
const SURELY_SHORT = 85;

/**
 * A partition key value as the store's key has it: eight hexadecimal digits that spread partitions evenly (a scan's
 * segments are ranges of them), then the value itself, or the hash of a long one.
 */
export function partitionHash(value: AttributeValue): string {
  const text = encodeSortKey(value);
  const spread = spreadOf(text).toString(16).padStart(8, "0");
  return text.length <= SURELY_SHORT || Buffer.byteLength(text, "utf8") <= LONGEST_PLAIN_BYTES
    ? `${spread}=${text}`
    : `${spread}#${hash("sha256", text, "base64url")}`;
}

// FNV-1a with a last mix (that of MurmurHash3): not for secrets, but a tenth of the price of a cryptographic hash.
function spreadOf(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state ^= text.charCodeAt(index);
    state = Math.imul(state, 0x01000193);
  }
  state ^= state >>> 16;
  state = Math.imul(state, 0x85ebca6b);
  state ^= state >>> 13;
  state = Math.imul(state, 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** A sort key value as text whose byte order is the values' order. */
export function encodeSortKey(value: AttributeValue): string {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return encodeNumber(value.N);
  return value.B === undefined ? "" : encodeBytes(value.B);
}

// Base 64 with an alphabet in ASCII order. Hexadecimal would be simpler, but two sort keys of 1,024 bytes must fit into
// one key of an index (LIMIT: 4,026 bytes, store.ts).
const ORDERED_ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

function encodeBytes(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let pending = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += ORDERED_ALPHABET.charAt((pending >> bits) & 63);
    }
    pending &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ORDERED_ALPHABET.charAt((pending << (6 - bits)) & 63);
}

/** The key attributes of an item only. */
export function keyOf(item: Item, ...schemas: readonly KeySchema[]): Item {
  const key: Item = {};
  for (const schema of schemas) {
    for (const { name } of keyAttributes(schema)) {
      const value = attributeOf(item, name);
      if (value !== undefined) key[name] = value;
    }
  }
  return key;
}
