// DynamoDB's values as they go over the wire ({ S: "x" }): what they are called, and how to tell them apart. Items are
// stored in this form too, so a read copies and does not convert.

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { InvariantError } from "../../../kernel/errors.ts";

export type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An item, or the content of a map. */
export type Item = Record<string, AttributeValue>;

export type AttributeType = "S" | "N" | "B" | "SS" | "NS" | "BS" | "M" | "L" | "NULL" | "BOOL";

/** The types that a key attribute can have. */
export type KeyType = "S" | "N" | "B";

/** The value's type. The value has passed checkValue, so it has exactly one. */
export function typeOf(value: AttributeValue): AttributeType {
  if (value.S !== undefined) return "S";
  if (value.N !== undefined) return "N";
  if (value.M !== undefined) return "M";
  if (value.L !== undefined) return "L";
  if (value.BOOL !== undefined) return "BOOL";
  if (value.NULL !== undefined) return "NULL";
  if (value.SS !== undefined) return "SS";
  if (value.NS !== undefined) return "NS";
  if (value.B !== undefined) return "B";
  if (value.BS !== undefined) return "BS";
  throw new InvariantError("An attribute value without a type passed validation.");
}

/** True if `name` is an attribute of the item itself: "constructor" and the like are not. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** Sets an attribute, also one that is named "__proto__". */
export function setAttribute(item: Item, name: string, value: AttributeValue): void {
  if (name === "__proto__") {
    Object.defineProperty(item, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    item[name] = value;
  }
}
