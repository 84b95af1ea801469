// What a value may be: one type, numbers in range, sets without duplicates. Numbers are put into their normal form in
// the same pass, so that an item is walked once.
// AWS: wording and order after dynalite's test-suite, which was run against AWS, but for empty strings and binaries,
// which are allowed outside keys since May 2020 (Developer Guide, "Supported data types and naming rules").

import { normalizeNumber } from "./decimal.ts";
import type { AttributeValue, Item } from "./attribute-value.ts";

/** LIMIT: of the service: lists and maps inside each other, of which the item itself is the 32nd. */
const DEEPEST_NESTING = 31;
const TOO_DEEP =
  "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";

const TYPES: ReadonlySet<string> = new Set(["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"]);
const INVALID = "One or more parameter values were invalid: ";

/** The problem of an item whose lists and maps are too deep inside each other. */
export function depthProblem(item: Item): string | undefined {
  return Object.values(item).some((value) => isTooDeep(value, 1)) ? TOO_DEEP : undefined;
}

function isTooDeep(value: AttributeValue, depth: number): boolean {
  const members = value.L ?? (value.M === undefined ? undefined : Object.values(value.M));
  if (members === undefined) return false;
  return depth > DEEPEST_NESTING || members.some((member) => isTooDeep(member, depth + 1));
}

/** The first problem of an item's values in AWS's words. Brings the item's numbers into normal form. */
export function itemProblem(item: Item): string | undefined {
  for (const name of Object.keys(item)) {
    const value = item[name];
    const problem = value === undefined ? undefined : valueProblem(value, 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The same for one value. */
export function valueProblem(value: AttributeValue, depth = 1): string | undefined {
  // The two types that nearly all values have take the short way.
  const names = Object.keys(value);
  const [only] = names;
  if (names.length === 1) {
    if (only === "S" && value.S !== undefined) return undefined;
    if (only === "BOOL" && value.BOOL !== undefined) return undefined;
  }
  let count = 0;
  for (const name of names) {
    if (!TYPES.has(name) || value[name as keyof AttributeValue] === undefined) continue;
    count++;
    const problem = typeProblem(value, name, depth);
    if (problem !== undefined) return problem;
  }
  if (count === 0) return "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
  if (count > 1)
    return "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes";
  return undefined;
}

function typeProblem(value: AttributeValue, type: string, depth: number): string | undefined {
  if (type === "N" && value.N !== undefined) {
    const result = normalizeNumber(value.N);
    if ("problem" in result) return result.problem;
    value.N = result.number;
    return undefined;
  }
  if (type === "NULL" && value.NULL === false)
    return `${INVALID}Null attribute value types must have the value of true`;
  if (type === "M" && value.M !== undefined) {
    if (depth > DEEPEST_NESTING) return TOO_DEEP;
    for (const name of Object.keys(value.M)) {
      const member = value.M[name];
      const problem = member === undefined ? undefined : valueProblem(member, depth + 1);
      if (problem !== undefined) return problem;
    }
  }
  if (type === "L" && value.L !== undefined) {
    if (depth > DEEPEST_NESTING) return TOO_DEEP;
    for (const member of value.L) {
      const problem = valueProblem(member, depth + 1);
      if (problem !== undefined) return problem;
    }
  }
  if (type === "SS" || type === "NS" || type === "BS") return setProblem(value);
  return undefined;
}

function setProblem(value: AttributeValue): string | undefined {
  if (value.SS !== undefined) {
    // AWS: the two spaces are AWS's.
    if (value.SS.length === 0) return `${INVALID}An string set  may not be empty`;
    if (new Set(value.SS).size < value.SS.length)
      return `${INVALID}Input collection [${value.SS.join(", ")}] contains duplicates.`;
  }
  if (value.NS !== undefined) {
    if (value.NS.length === 0) return `${INVALID}An number set  may not be empty`;
    for (const [index, number] of value.NS.entries()) {
      const result = normalizeNumber(number);
      if ("problem" in result) return result.problem;
      value.NS[index] = result.number;
    }
    if (new Set(value.NS).size < value.NS.length) return "Input collection contains duplicates";
  }
  if (value.BS !== undefined) {
    if (value.BS.length === 0) return `${INVALID}Binary sets should not be empty`;
    const texts = value.BS.map((bytes) => Buffer.from(bytes).toString("base64"));
    if (new Set(texts).size < texts.length)
      return `${INVALID}Input collection [${texts.join(", ")}]of type BS contains duplicates.`;
  }
  return undefined;
}
