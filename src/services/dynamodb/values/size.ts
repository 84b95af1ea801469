// How many bytes an item counts for: the 400 KB limit, 1 MB pages and capacity units rest on it.
// AWS: Developer Guide, "DynamoDB item sizes and formats".

import { numberBytes } from "./decimal.ts";
import type { AttributeValue, Item } from "./attribute-value.ts";

/** LIMIT: of the service. */
export const LARGEST_ITEM_BYTES = 400 * 1024;

/** Bytes of an item: attribute names and values in UTF-8. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) bytes += textBytes(name) + valueBytes(value);
  }
  return bytes;
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return textBytes(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.SS !== undefined) return value.SS.reduce((bytes, text) => bytes + textBytes(text), 0);
  if (value.NS !== undefined) return value.NS.reduce((bytes, number) => bytes + numberBytes(number), 0);
  if (value.BS !== undefined) return value.BS.reduce((bytes, content) => bytes + content.length, 0);
  // AWS: three bytes for a list or map, and one for each of its elements.
  if (value.L !== undefined) return value.L.reduce((bytes, member) => bytes + 1 + valueBytes(member), 3);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  return 0;
}

function textBytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
