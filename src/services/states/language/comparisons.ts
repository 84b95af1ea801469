// The comparisons of Choice rules, and what each compares with. Data.
// AWS: developer guide, "Choice workflow state": "Comparison operators".

/** What a comparison's operand is. */
export type Comparison = "boolean" | "number" | "path" | "string" | "timestamp";

const ORDERED = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];
const KINDS = { String: "string", Numeric: "number", Timestamp: "timestamp" } as const;

/** By the field's name. */
export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ...Object.entries(KINDS).flatMap(([kind, operand]) =>
    ORDERED.flatMap((operator): [string, Comparison][] => [
      [`${kind}${operator}`, operand],
      [`${kind}${operator}Path`, "path"],
    ]),
  ),
  ["BooleanEquals", "boolean"],
  ["BooleanEqualsPath", "path"],
  ["StringMatches", "string"],
  ["IsNull", "boolean"],
  ["IsPresent", "boolean"],
  ["IsNumeric", "boolean"],
  ["IsString", "boolean"],
  ["IsBoolean", "boolean"],
  ["IsTimestamp", "boolean"],
]);
