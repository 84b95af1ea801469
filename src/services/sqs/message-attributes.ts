// Message attributes: AWS's rules for names and types, their MD5, their size. Pure.

import { createHash } from "node:crypto";
import { LIMITS } from "./constraints.ts";
import { invalidParameterValue } from "./errors.ts";
import type { MessageAttribute, MessageAttributes } from "./records.ts";

/** A message attribute as it comes over the wire. */
export interface WireAttribute {
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
  readonly StringListValues?: readonly string[];
  readonly BinaryListValues?: readonly Uint8Array[];
}

/** Checks and converts a message's attributes; undefined if there are none. */
export function parseMessageAttributes(
  attributes: Readonly<Record<string, WireAttribute>> | undefined,
): MessageAttributes | undefined {
  const entries = Object.entries(attributes ?? {});
  if (entries.length === 0) return undefined;
  if (entries.length > LIMITS.messageAttributes)
    throw invalidParameterValue(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${LIMITS.messageAttributes}].`,
    );
  return Object.fromEntries(entries.map(([name, attribute]) => [name, parseAttribute(name, attribute)]));
}

function parseAttribute(name: string, attribute: WireAttribute): MessageAttribute {
  requireAttributeName(name);
  const { DataType: dataType, StringValue, BinaryValue, StringListValues, BinaryListValues } = attribute;
  if (dataType === undefined || dataType === "")
    throw invalidParameterValue(`The message attribute '${name}' must contain non-empty message attribute type.`);
  const [prefix] = dataType.split(".");
  if (prefix !== "String" && prefix !== "Number" && prefix !== "Binary")
    throw invalidParameterValue(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  if (Buffer.byteLength(dataType) > LIMITS.messageAttributeNameBytes)
    throw invalidParameterValue("Length of message attribute type must be less than 256 bytes.");
  if ((StringListValues?.length ?? 0) > 0 || (BinaryListValues?.length ?? 0) > 0)
    throw invalidParameterValue("Message attribute list values in SendMessage operation are not supported.");
  const value = prefix === "Binary" ? BinaryValue : StringValue;
  if (value === undefined || value.length === 0)
    throw invalidParameterValue(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${prefix}'.`,
    );
  if (prefix === "Number" && !isNumber(String(value)))
    throw invalidParameterValue(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  return { dataType, value };
}

function requireAttributeName(name: string): void {
  if (name === "") throw invalidParameterValue("The request must contain non-empty message attribute name.");
  if (Buffer.byteLength(name) > LIMITS.messageAttributeNameBytes)
    throw invalidParameterValue("Length of message attribute name must be less than 256 bytes.");
  for (const character of name) {
    if (/[\w.-]/.test(character)) continue;
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    throw invalidParameterValue(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith("."))
    throw invalidParameterValue("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith("."))
    throw invalidParameterValue("Invalid message attribute name ending with character '.' was found.");
  if (name.includes(".."))
    throw invalidParameterValue("Message attribute name can not have successive '.' characters.");
  if (/^(aws|amazon)\./i.test(name))
    throw invalidParameterValue(
      "You cannot use message attribute names beginning with 'AWS.' or 'Amazon.' because these strings are reserved for internal use.",
    );
}

// AWS: up to 38 digits of precision, between -10^128 and 10^126.
function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
}

/**
 * AWS: "Calculating the MD5 message digest for message attributes" in the developer guide: for each attribute in the
 * order of names, length and bytes of name, type and value, with one byte that tells strings (1) from bytes (2).
 */
export function digestMessageAttributes(attributes: MessageAttributes): string {
  const hash = createHash("md5");
  const addSized = (bytes: Uint8Array): void => {
    const size = Buffer.allocUnsafe(4);
    size.writeUInt32BE(bytes.length);
    hash.update(size).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    addSized(Buffer.from(name));
    addSized(Buffer.from(attribute.dataType));
    hash.update(Uint8Array.of(typeof attribute.value === "string" ? 1 : 2));
    addSized(typeof attribute.value === "string" ? Buffer.from(attribute.value) : attribute.value);
  }
  return hash.digest("hex");
}

/** AWS: names, types and values count towards the message's size. */
export function sizeOfAttributes(attributes: MessageAttributes | undefined): number {
  let bytes = 0;
  for (const [name, { dataType, value }] of Object.entries(attributes ?? {}))
    bytes +=
      Buffer.byteLength(name) +
      Buffer.byteLength(dataType) +
      (typeof value === "string" ? Buffer.byteLength(value) : value.length);
  return bytes;
}

/**
 * The attributes that a receive asked for: names, "prefix.*", and "All" or ".*" for all of them.
 * AWS: recorded from the service, "Hel.*" selects "Hello" as well as "Help.Me".
 */
export function selectAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  if (names.includes("All") || names.includes(".*")) return attributes;
  const isAsked = (attribute: string): boolean =>
    names.some((name) => (name.endsWith(".*") ? attribute.startsWith(name.slice(0, -2)) : attribute === name));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isAsked(name)));
}

/** Attributes in their wire form. */
export function encodeMessageAttributes(
  attributes: MessageAttributes,
): Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, value }]) => [
      name,
      typeof value === "string"
        ? { DataType: dataType, StringValue: value }
        : { DataType: dataType, BinaryValue: value },
    ]),
  );
}
