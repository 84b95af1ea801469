// Which headers, cookies and query strings a cache key has, and which go to the origin. Pure.

import { matchesWildcards } from "./paths.ts";

/** Says of a name whether it is chosen. */
export type Selection = (name: string) => boolean;

export const NONE: Selection = () => false;
export const ALL: Selection = () => true;

/** What one of two selections chooses. */
export function either(one: Selection, other: Selection): Selection {
  return (name) => one(name) || other(name);
}

/** A policy's choice of cookies or query strings, whose names have cases. */
export function selectionOf(behaviour: string | undefined, names: readonly string[]): Selection {
  if (behaviour === "all") return ALL;
  const isListed: Selection = (name) => names.some((each) => isSame(each, name));
  if (behaviour === "whitelist") return isListed;
  return behaviour === "allExcept" ? (name) => !isListed(name) : NONE;
}

/** A choice of headers, whose names have no cases. */
export function headerSelection(names: readonly string[]): Selection {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return (name) => lower.has(name.toLowerCase());
}

/** AWS: names of cookies can have wildcards: "userid_*". */
function isSame(pattern: string, name: string): boolean {
  return matchesWildcards(pattern, name);
}
