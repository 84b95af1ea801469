// Listing against a model that knows nothing of ranges: sort all keys, roll up, cut into pages.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterAllWithPrefix, compareUtf8, encodeKey, listPage, type ListingRequest } from "./listing.ts";

/** What the store does: keys in UTF-8 order within bounds. */
function walkOver(keys: readonly string[]) {
  const sorted = [...keys].sort(compareUtf8);
  return ({ from, before }: { from?: string | undefined; before?: string | undefined }): string[] =>
    sorted.filter(
      (key) =>
        (from === undefined || compareUtf8(key, from) >= 0) && (before === undefined || compareUtf8(key, before) < 0),
    );
}

function pageOf(keys: readonly string[], request: Partial<ListingRequest>) {
  return listPage(
    { prefix: "", delimiter: "", limit: 1000, ...request, within: undefined },
    walkOver(keys),
    (key) => key,
  );
}

/** All entries in order, keys and rolled-up prefixes, each once. */
function modelEntries(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const entries = new Set<string>();
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    entries.add(at === -1 ? key : key.slice(0, at + delimiter.length));
  }
  return [...entries].sort(compareUtf8);
}

// Characters that make trouble: the delimiter, its neighbours, both sides of the surrogate gap, the highest one.
const character = fc.constantFrom(
  "a",
  "b",
  "/",
  ".",
  "0",
  "\u{D7FF}",
  "\u{E000}",
  "\u{FFFF}",
  "\u{10000}",
  "\u{10FFFF}",
);
const text = (maxLength: number) => fc.string({ unit: character, maxLength });

test("pages of any size, joined, equal the model's list", () => {
  // Goal: nothing lost, nothing twice, right order, whatever the keys. Follow pages by their last entry.
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ unit: character, minLength: 1, maxLength: 6 }), { maxLength: 30 }),
      text(2),
      fc.constantFrom("", "/", "a", "b/"),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, limit) => {
        const expected = modelEntries(keys, prefix, delimiter);
        const actual: string[] = [];
        let after: string | undefined;
        for (let isTruncated = true; isTruncated;) {
          const page = pageOf(keys, { prefix, delimiter, limit, after });
          const entries = [...page.rows, ...page.commonPrefixes].sort(compareUtf8);
          expect(entries.length).toBeLessThanOrEqual(limit);
          expect(entries.at(-1)).toBe(page.last);
          actual.push(...entries);
          ({ isTruncated, last: after } = page);
        }
        expect(actual).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test("a key above all keys with a prefix has none of them at or above it", () => {
  // Goal: the bound that skips a folder. Compare against random keys.
  fc.assert(
    fc.property(text(4), text(6), (prefix, key) => {
      const bound = afterAllWithPrefix(prefix);
      if (bound === undefined) return;
      expect(compareUtf8(key, bound) >= 0).toBe(compareUtf8(key, prefix) >= 0 && !key.startsWith(prefix));
    }),
    { numRuns: 1000 },
  );
});

describe("single cases", () => {
  test("a folder of many keys is walked once", () => {
    // Goal: cost. Count the rows that the walk hands out.
    const keys = Array.from({ length: 1000 }, (_, index) => `a/${index}`);
    let seen = 0;
    const walk = walkOver([...keys, "b"]);
    const page = listPage(
      { prefix: "", delimiter: "/", limit: 10 },
      function* (range) {
        for (const key of walk(range)) {
          seen++;
          yield key;
        }
      },
      (key) => key,
    );
    expect(page.commonPrefixes).toEqual(["a/"]);
    expect(page.rows).toEqual(["b"]);
    expect(seen).toBe(2);
  });

  test("max-keys 0 is an empty page that is not truncated", () => {
    // Goal: the lower bound of the page size.
    expect(pageOf(["a"], { limit: 0 })).toEqual({
      rows: [],
      commonPrefixes: [],
      isTruncated: false,
      isLastRolledUp: false,
    });
  });

  test("encodes keys as forms do, but keeps slashes", () => {
    // AWS: "test_file(3).png will appear as test_file%283%29.png" (ListObjectsV2, EncodingType).
    expect(encodeKey("test_file(3).png")).toBe("test_file%283%29.png");
    expect(encodeKey("a b/c+d*é")).toBe("a+b/c%2Bd*%C3%A9");
  });
});
