// Items as lines of DynamoDB JSON, in which binary values are base64.
// AWS: Developer Guide, "DynamoDB table export output format" and "Amazon S3 import formats for DynamoDB".

import { setAttribute, type AttributeValue, type Item } from "../values/attribute-value.ts";

/** The JSON text of anything that holds items. */
export function toDynamoDbJson(value: unknown): string {
  return JSON.stringify(value, base64);
}

// Buffers have a toJSON of their own, which comes before a replacer: so this looks at where the value stood.
function base64(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : value;
}

/** What a line of DynamoDB JSON is not. Its message is for the import's error log. */
export class LineError extends Error {
  override readonly name = "LineError";
}

/** The item of a line of a full export; throws a LineError. */
export function parseItemLine(line: string): Item {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new LineError("The line is not valid JSON");
  }
  const item = isObject(value) ? value["Item"] : undefined;
  if (!isObject(item)) throw new LineError('The line is not a JSON object with an "Item"');
  return parseItem(item);
}

function parseItem(members: Readonly<Record<string, unknown>>): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(members)) setAttribute(item, name, parseValue(value));
  return item;
}

function parseValue(value: unknown): AttributeValue {
  const [type = "", content, ...rest] = isObject(value) ? Object.entries(value).flat() : [];
  if (rest.length > 0 || typeof type !== "string")
    throw new LineError(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  const parsed = valueOf(type, content);
  if (parsed === undefined)
    throw new LineError("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  return parsed;
}

function valueOf(type: string, content: unknown): AttributeValue | undefined {
  if (type === "S" && typeof content === "string") return { S: content };
  if (type === "N" && typeof content === "string") return { N: content };
  if (type === "B" && typeof content === "string") return { B: Buffer.from(content, "base64") };
  if (type === "BOOL" && typeof content === "boolean") return { BOOL: content };
  if (type === "NULL" && content === true) return { NULL: true };
  if (type === "M" && isObject(content)) return { M: parseItem(content) };
  if (!Array.isArray(content)) return undefined;
  if (type === "L") return { L: content.map((member) => parseValue(member)) };
  const texts = content.filter((member) => typeof member === "string");
  if (texts.length < content.length) return undefined;
  if (type === "SS") return { SS: texts };
  if (type === "NS") return { NS: texts };
  return type === "BS" ? { BS: texts.map((member) => Buffer.from(member, "base64")) } : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
