// Listings of a bucket with versions against a model: random writes, deletes and histories, in pages of every size.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryStore } from "../../store/overlay.ts";
import type { ReadTx } from "../../store/store.ts";
import { listObjectsPage } from "./object-listing.ts";
import { compareUtf8 } from "./listing.ts";
import type { BucketRecord, ObjectRecord } from "./records.ts";
import { loadBucket, saveBucket, saveVersion } from "./repo.ts";

const BUCKET = "b";
// Keys that are prefixes of each other, and that stand right behind each other.
const KEYS = ["a", "a\u0000", "a\u0000\u0000", "a/", "a/b", "a/b/c", "a0", "b/x", "b/y", "é", "\u{10000}"];

function newStore() {
  const store = createMemoryStore();
  const bucket = {
    v: 1,
    bucketName: BUCKET,
    account: "1",
    region: "r",
    createdAtMs: 0,
    versioning: "Enabled",
  } as const;
  store.write((tx) => saveBucket(tx, { ...bucket, lastOrder: 0 }));
  return store;
}

function bucketOf(tx: ReadTx): BucketRecord {
  const bucket = loadBucket(tx, BUCKET);
  if (bucket === undefined) throw new Error("The bucket is there.");
  return bucket;
}

test("every listing agrees with the model, however long histories are", () => {
  // Goal: old versions and delete markers neither show nor hide others. Write, overwrite and delete at random, some keys
  // very often; then page through with and without a delimiter, and compare with what a plain map says.
  const step = fc.record({
    key: fc.constantFrom(...KEYS),
    times: fc.oneof(
      { weight: 4, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.integer({ min: 7, max: 30 }) },
    ),
    isDelete: fc.boolean(),
  });
  const listing = fc.record({
    prefix: fc.constantFrom("", "a", "a/", "b"),
    delimiter: fc.constantFrom("", "/", "\u0000"),
    limit: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 25 }),
      fc.array(listing, { minLength: 1, maxLength: 4 }),
      (steps, listings) => {
        const store = newStore();
        const model = new Map<string, number>();
        let bytes = 0;
        for (const { key, times, isDelete } of steps) {
          for (let time = 0; time < times; time++) {
            bytes += 1;
            const common = { v: 1, versionId: String(bytes), modifiedAtMs: bytes } as const;
            const object: ObjectRecord = { ...common, kind: "object", bytes, etag: "", body: [], metadata: {} };
            store.write((tx) =>
              saveVersion(tx, bucketOf(tx), key, isDelete ? { ...common, kind: "delete-marker" } : object),
            );
          }
          if (isDelete) model.delete(key);
          else model.set(key, bytes);
        }
        for (const { prefix, delimiter, limit } of listings) {
          const rows: [string, number][] = [];
          const prefixes: string[] = [];
          let after: string | undefined;
          for (let isTruncated = true; isTruncated;) {
            const page = store.read((tx) =>
              listObjectsPage(tx, bucketOf(tx), {
                prefix,
                delimiter,
                limit,
                ...(after === undefined ? {} : { after }),
              }),
            );
            expect(page.rows.length + page.commonPrefixes.length).toBeLessThanOrEqual(limit);
            rows.push(...page.rows.map(({ key, object }): [string, number] => [key, object.bytes]));
            prefixes.push(...page.commonPrefixes);
            ({ isTruncated, last: after } = page);
          }
          const below = [...model].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => compareUtf8(a, b));
          const cut = (key: string): string | undefined => {
            const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
            return at === -1 ? undefined : key.slice(0, at + delimiter.length);
          };
          expect(rows).toEqual(below.filter(([key]) => cut(key) === undefined));
          expect(prefixes).toEqual([...new Set(below.flatMap(([key]) => cut(key) ?? []))]);
        }
      },
    ),
  );
});
