// Items as lines of Amazon Ion text. Numbers are decimals, sets are lists with an annotation, as DynamoDB exports them.
// AWS: Developer Guide, "DynamoDB table export output format", "Amazon Ion".

import type { AttributeValue, Item } from "../values/attribute-value.ts";

/** What an Ion struct holds here: items, or values that are no items (`$ion` texts that are ready). */
export type IonField = { readonly item: Item } | { readonly value: AttributeValue };

/** One line: a struct with these fields. */
export function ionLine(fields: Readonly<Record<string, IonField | undefined>>): string {
  const texts = Object.entries(fields).flatMap(([name, field]) => {
    if (field === undefined) return [];
    return [`${symbol(name)}:${"item" in field ? struct(field.item) : ionValue(field.value)}`];
  });
  return `$ion_1_0 {${texts.join(",")}}`;
}

function struct(item: Item): string {
  return `{${Object.entries(item)
    .map(([name, value]) => `${symbol(name)}:${ionValue(value)}`)
    .join(",")}}`;
}

function ionValue(value: AttributeValue): string {
  if (value.S !== undefined) return text(value.S);
  if (value.N !== undefined) return decimal(value.N);
  if (value.BOOL !== undefined) return String(value.BOOL);
  if (value.NULL !== undefined) return "null";
  if (value.B !== undefined) return blob(value.B);
  if (value.M !== undefined) return struct(value.M);
  if (value.L !== undefined) return `[${value.L.map((member) => ionValue(member)).join(",")}]`;
  if (value.SS !== undefined) return `$dynamodb_SS::[${value.SS.map((member) => text(member)).join(",")}]`;
  if (value.NS !== undefined) return `$dynamodb_NS::[${value.NS.map((member) => decimal(member)).join(",")}]`;
  return `$dynamodb_BS::[${(value.BS ?? []).map((member) => blob(member)).join(",")}]`;
}

function blob(bytes: Uint8Array): string {
  return `{{${Buffer.from(bytes).toString("base64")}}}`;
}

// JSON's escapes are Ion's, too.
function text(value: string): string {
  return JSON.stringify(value);
}

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
const KEYWORDS: ReadonlySet<string> = new Set(["null", "true", "false", "nan"]);
/** A symbol that looks like a reference to a symbol table. */
const REFERENCE = /^\$\d+$/;

function symbol(name: string): string {
  if (IDENTIFIER.test(name) && !KEYWORDS.has(name) && !REFERENCE.test(name)) return name;
  return `'${JSON.stringify(name)
    .slice(1, -1)
    .replaceAll("'", String.raw`\'`)
    .replaceAll(String.raw`\"`, '"')}'`;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** A decimal: without an exponent where a point can say it ("8.5", "103."), else with one ("6d2"). */
function decimal(number: string): string {
  const [, sign = "", whole = "", fraction = "", exponentText = "0"] = NUMBER.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+(?=\d)/, "");
  const trimmed = digits.replace(/0+$/, "") || "0";
  const exponent = trimmed === "0" ? 0 : Number(exponentText) - fraction.length + digits.length - trimmed.length;
  if (exponent === 0) return `${sign}${trimmed}.`;
  if (exponent > 0) return `${sign}${trimmed}d${exponent}`;
  if (-exponent < trimmed.length) return `${sign}${trimmed.slice(0, exponent)}.${trimmed.slice(exponent)}`;
  return `${sign}${trimmed}d${exponent}`;
}
