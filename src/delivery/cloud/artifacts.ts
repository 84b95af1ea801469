// Artifacts in the bootstrap bucket: objects named by their content, written once for an account and region, and copied
// as they are from one to another.

import { OperatorError } from "../../kernel/errors.ts";
import type { Bucket } from "./bucket.ts";

export interface Artifacts {
  /** Uploads unless the key is there; a key is its content's hash, so what is there is the same. */
  ensure(key: string, content: Uint8Array | string): Promise<void>;
  /** As ensure, with the bytes that another bucket has under the key. */
  copyFrom(source: Bucket, key: string): Promise<void>;
  /** The bytes of a key that a release names. Throws ERR_ARTIFACT_GONE. */
  read(key: string): Promise<Uint8Array>;
  /** Throws ERR_ARTIFACT_GONE if the bucket does not have the key. */
  require(key: string): Promise<void>;
}

/** LIMIT: ours: fewer than the SDK has sockets (50), beyond which it warns and everything else waits, too. */
const MOST_AT_ONCE = 32;

/** Opens the artifacts of a bucket; what was found or uploaded once is not asked for again. */
export function openArtifacts(bucket: Bucket): Artifacts {
  const present = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  /** Runs `work` when it is its turn. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    // Whoever ends hands its place on, so that nobody can come in between.
    if (running === MOST_AT_ONCE) await new Promise<void>((resolve) => void waiting.push(resolve));
    else running += 1;
    try {
      await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  function once(key: string, work: () => Promise<void>): Promise<void> {
    let done = present.get(key);
    if (done === undefined) {
      done = inTurn(work);
      present.set(key, done);
      done.catch(() => present.delete(key));
    }
    return done;
  }

  async function requireBytes(from: Bucket, key: string): Promise<Uint8Array> {
    const bytes = await from.readBytes(key);
    if (bytes === undefined) throw gone(from, key);
    return bytes;
  }

  return {
    ensure: (key, content) =>
      once(key, async () => {
        if (!(await bucket.has(key))) await bucket.put(key, content);
      }),
    copyFrom: (source, key) =>
      once(key, async () => {
        const isSame = source.urlOf("") === bucket.urlOf("");
        if (isSame || (await bucket.has(key))) return;
        await bucket.put(key, await requireBytes(source, key));
      }),
    read: (key) => requireBytes(bucket, key),
    require: (key) =>
      once(key, async () => {
        if (!(await bucket.has(key))) throw gone(bucket, key);
      }),
  };
}

function gone(bucket: Bucket, key: string): OperatorError {
  return new OperatorError({
    code: "ERR_ARTIFACT_GONE",
    message: `Bucket "${bucket.name}" does not have "${key}" any more, which a release is made of. Someone, or a lifecycle rule, has deleted it.`,
    hints: ["stackyard deploy", "Keep lifecycle rules away from the bucket."],
  });
}
