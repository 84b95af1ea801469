// Finds known values inside other text: an ARN in a policy, a queue's URL in a variable, a name in a bundle. One pass over
// the text, whatever the number of values. Pure.

// LIMIT: shorter values ("30", "true", "dev") occur everywhere by chance; of those only whole texts count.
const SHORTEST_PART = 8;

/** A search for a set of values. */
export interface ValueSearch {
  /** The values that a text contains, each once. */
  in(text: string): readonly string[];
  /** The same with the offset of each first occurrence. */
  firstIn(text: string): readonly { readonly value: string; readonly offset: number }[];
}

/**
 * Prepares a search. A value counts only as a whole word of identifiers: `.../orders` is not in `.../orders-dead`, but it is
 * in `.../orders/index/*`.
 */
export function searchFor(values: Iterable<string>): ValueSearch {
  const whole = new Set(values);
  whole.delete("");
  // Longest first: the ARN of a function's alias rather than the function's.
  const parts = [...whole].filter((value) => value.length >= SHORTEST_PART).sort((a, b) => b.length - a.length);
  const pattern =
    parts.length === 0 ? undefined : new RegExp(`(?<![\\w-])(?:${parts.map(escape).join("|")})(?![\\w-])`, "g");

  function firstIn(text: string): readonly { value: string; offset: number }[] {
    const found = new Map<string, number>();
    if (whole.has(text)) found.set(text, 0);
    else if (pattern !== undefined && text.length >= SHORTEST_PART)
      for (const match of text.matchAll(pattern)) if (!found.has(match[0])) found.set(match[0], match.index);
    return [...found].map(([value, offset]) => ({ value, offset }));
  }
  return { firstIn, in: (text) => firstIn(text).map(({ value }) => value) };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Every text inside a value of JSON, with its path. */
export function* textsIn(
  value: unknown,
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; text: string }> {
  if (typeof value === "string") yield { path, text: value };
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* textsIn(item, [...path, String(index)]);
  else if (typeof value === "object" && value !== null)
    for (const [name, member] of Object.entries(value)) {
      // Keys count as well: conditions of policies and header maps name things on their left side.
      yield { path: [...path, name], text: name };
      yield* textsIn(member, [...path, name]);
    }
}
