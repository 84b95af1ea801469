// Dimensions in the form in which they tell metrics apart: by name, whatever the order in which they were given. Pure.

import { hash } from "node:crypto";

export type Dimensions = readonly (readonly [name: string, value: string])[];

/** Dimensions as requests have them, in the order of their names. */
export function parseDimensions(
  given: readonly { readonly Name: string; readonly Value: string }[] | undefined,
): Dimensions {
  return (given ?? [])
    .map(({ Name, Value }) => [Name, Value] as const)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}

/** Dimensions as answers have them. */
export function dimensionList(dimensions: Dimensions): { Name: string; Value: string }[] {
  return dimensions.map(([Name, Value]) => ({ Name, Value }));
}

/** A short key for dimensions: 30 of them would not fit into a key of the store. */
export function hashDimensions(dimensions: Dimensions): string {
  if (dimensions.length === 0) return "";
  return hash("sha256", JSON.stringify(dimensions), "base64url").slice(0, 22);
}
