// Partition keys out of records, by a query in JQ. Pure. AWS: "Create partitioning keys with inline parsing".

import { evaluateJq, requireKnown } from "./jq/evaluate.ts";
import { JqError, parseJq, queryKeys } from "./jq/parse.ts";
import { notImplemented } from "./errors.ts";
import { partitionName } from "./prefix.ts";

/** The keys that a query gives; throws NotImplemented for a query that cannot be read here. */
export function keysOfQuery(query: string): readonly string[] {
  try {
    const parsed = parseJq(query);
    requireKnown(parsed);
    return queryKeys(parsed);
  } catch (error) {
    if (error instanceof JqError) throw notImplemented(`this query in JQ (${error.message})`);
    throw error;
  }
}

/** The keys of a record, by the names that prefixes take; or why there are none. */
export function extractKeys(
  query: string,
  data: Uint8Array,
): { readonly keys: Readonly<Record<string, string>> } | { readonly problem: string } {
  try {
    const [found] = evaluateJq(parseJq(query), JSON.parse(Buffer.from(data).toString()));
    const entries = Object.entries((found ?? {}) as Readonly<Record<string, unknown>>);
    // AWS: keys that are null have no partition.
    const values = entries.flatMap(([key, value]) =>
      typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? [[partitionName("Query", key), String(value)] as const]
        : [],
    );
    return { keys: Object.fromEntries(values) };
  } catch (error) {
    if (error instanceof JqError) return { problem: error.message };
    if (error instanceof SyntaxError) return { problem: "The record is not valid JSON." };
    throw error;
  }
}
