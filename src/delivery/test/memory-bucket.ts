// A bucket in memory for tests: every write gives a new tag, and conditions hold as in S3.

import type { Bucket } from "../cloud/bucket.ts";

/** An empty bucket. */
export function memoryBucket(): Bucket {
  const objects = new Map<string, { readonly content: Uint8Array; readonly etag: string }>();
  let writes = 0;

  function write(key: string, content: Uint8Array | string): string {
    writes += 1;
    const etag = `"${writes}"`;
    objects.set(key, { content: Buffer.from(content), etag });
    return etag;
  }

  return {
    name: "memory",
    ensure: () => Promise.resolve(),
    read(key) {
      const found = objects.get(key);
      if (found === undefined) return Promise.resolve(undefined);
      return Promise.resolve({ text: Buffer.from(found.content).toString("utf8"), etag: found.etag });
    },
    readBytes: (key) => Promise.resolve(objects.get(key)?.content),
    has: (key) => Promise.resolve(objects.has(key)),
    put: (key, content) => Promise.resolve(write(key, content)),
    create: (key, text) => Promise.resolve(objects.has(key) ? undefined : write(key, text)),
    replace: (key, text, etag) => Promise.resolve(objects.get(key)?.etag === etag ? write(key, text) : undefined),
    remove(key, etag) {
      if (etag === undefined || objects.get(key)?.etag === etag) objects.delete(key);
      return Promise.resolve();
    },
    list: (prefix) =>
      Promise.resolve(
        [...objects]
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, { etag }]) => ({ key, etag }))
          .sort((a, b) => (a.key < b.key ? -1 : 1)),
      ),
    urlOf: (key) => `memory:${key}`,
    destroy: () => undefined,
  };
}
