// How S3 lists keys: in UTF-8 order, below a prefix, rolled up at a delimiter, a page at a time. Pure: it walks whatever
// `walk` gives, so the same fold lists objects, versions and uploads.

/** Where a walk begins and ends: `from` inclusive, `before` exclusive. */
interface KeyRange {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

export interface ListingRequest {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  readonly limit: number;
  /** Only keys, and common prefixes, after this one. */
  readonly after?: string | undefined;
  /** The page begins within this key's rows, because the page before ended there: `skip` says which are done. */
  readonly within?: { readonly key: string; readonly skip: (row: never) => boolean } | undefined;
}

export interface Listing<Row> {
  readonly rows: readonly Row[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The last key or common prefix of the page: the next page's `after`. */
  readonly last?: string;
  /** True if `last` is a common prefix. */
  readonly isLastRolledUp: boolean;
}

/**
 * One page. `walk` yields rows in key order from a bound on; after a common prefix it is called again with the bound
 * behind all of that prefix's keys, so a million keys below one folder cost one step.
 */
export function listPage<Row>(
  request: ListingRequest & {
    readonly within?: { readonly key: string; readonly skip: (row: Row) => boolean } | undefined;
  },
  walk: (range: KeyRange) => Iterable<Row>,
  keyOf: (row: Row) => string,
): Listing<Row> {
  const { prefix, delimiter, limit, after, within } = request;
  const rows: Row[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  let isLastRolledUp = false;
  const page = (isTruncated: boolean): Listing<Row> => ({
    rows,
    commonPrefixes,
    isTruncated,
    ...(last === undefined ? {} : { last }),
    isLastRolledUp,
  });
  // AWS: max-keys=0 gives an empty page that is not truncated.
  if (limit === 0) return page(false);

  const before = prefix === "" ? undefined : afterAllWithPrefix(prefix);
  let from: string | undefined = firstKey(request);
  walking: while (true) {
    for (const row of walk({ from, before })) {
      const key = keyOf(row);
      if (within === undefined ? after !== undefined && key === after : key === within.key && within.skip(row))
        continue;
      const rolledUp = rollUp(key, prefix, delimiter);
      // Only where no bound lies behind the prefix (it ends with the highest character) are its keys met again.
      if (rolledUp !== undefined && rolledUp === after) continue;
      const isFull = rows.length + commonPrefixes.length >= limit;
      if (isFull) return page(true);
      if (rolledUp === undefined) {
        rows.push(row);
        last = key;
        isLastRolledUp = false;
        continue;
      }
      commonPrefixes.push(rolledUp);
      last = rolledUp;
      isLastRolledUp = true;
      from = afterAllWithPrefix(rolledUp);
      if (from === undefined) return page(false);
      continue walking;
    }
    return page(false);
  }
}

/** Where the walk starts: at the prefix, or behind what was listed already, whichever is later. */
function firstKey({ prefix, delimiter, after, within }: ListingRequest): string | undefined {
  const marker = within?.key ?? after;
  if (marker === undefined || compareUtf8(marker, prefix) < 0) return prefix === "" ? undefined : prefix;
  // AWS (inferred): a marker at or below a common prefix means that this prefix has been listed.
  const rolledUp = within === undefined ? rollUp(marker, prefix, delimiter) : undefined;
  return rolledUp === undefined ? marker : (afterAllWithPrefix(rolledUp) ?? marker);
}

/** The common prefix that a key is rolled up into: up to the first delimiter behind the prefix. */
function rollUp(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "" || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

/** The smallest text, in UTF-8 order, above all that start with `prefix`; undefined if there is none. */
export function afterAllWithPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    // Surrogates are no characters: the one after U+D7FF is U+E000.
    const next = point === 0xd7ff ? 0xe000 : point + 1;
    if (next <= 0x10ffff) return points.join("") + String.fromCodePoint(next);
  }
  return undefined;
}

/** Orders texts by their UTF-8 bytes: unlike UTF-16 order, U+FFFF comes before U+10000. */
export function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Encodes a key for encoding-type=url. AWS: percent-encoded UTF-8 as in forms (a space is "+"), with "/" and "*" kept.
 */
export function encodeKey(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+");
}
