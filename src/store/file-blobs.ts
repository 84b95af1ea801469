// Blobs as files: DIR/ab/cd/abcd..., written beside the others under a temporary name and renamed when complete. A
// name therefore always leads to whole content, whenever the process dies. What nobody names any more is pruned. Knows
// nothing of yards or objects.

import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { invariant } from "../kernel/errors.ts";
import { monotonicMs } from "../kernel/real-time.ts";
import { createBlobMarks } from "./blob-marks.ts";
import { createBlobGuard } from "./blob-guard.ts";
import type { Blob, BlobStore } from "./blobs.ts";

export interface FileBlobsOptions {
  /**
   * "process" survives `kill -9`: the operating system has the bytes. "power" also asks the disk to have them before
   * `put` resolves.
   */
  readonly durability?: "process" | "power";
  /** How long a new blob is kept although no record names it yet; a minute unless told. */
  readonly graceMs?: number;
}

/** Blobs with what only their owner does. */
export interface FileBlobs extends BlobStore {
  /**
   * Removes the blobs that nobody names, in small steps. `references` is called once, at the beginning, and yields the
   * names in all records as they were then; what is put, held or released after that stays as well. One prune at a time.
   */
  prune(references: () => AsyncIterable<readonly string[]>, signal?: AbortSignal): Promise<Pruned>;
}

export interface Pruned {
  readonly blobs: number;
  readonly bytes: number;
}

const GRACE_MS = 60_000;
const INCOMING = "incoming";
const READ_ONLY = 0o444;
/** What is at most so large is read and written in place: each trip to the thread pool costs more than the bytes do. */
const SMALL_BYTES = 64 * 1024;
/** The piece in which larger blobs are read. */
const PIECE_BYTES = 256 * 1024;

/**
 * Blobs in `dir`, which one process at a time owns. What earlier processes left half written is removed here.
 * INVARIANT: a file under its final name is complete and never changes.
 */
export function createFileBlobs(dir: string, options: FileBlobsOptions = {}): FileBlobs {
  const root = resolve(dir);
  const isPowerSafe = options.durability === "power";
  rmSync(join(root, INCOMING), { recursive: true, force: true });
  mkdirSync(join(root, INCOMING), { recursive: true });
  const incoming = mkdtempSync(join(root, INCOMING, "run-"));
  const guard = createBlobGuard(options.graceMs ?? GRACE_MS, monotonicMs);
  let written = 0;

  function path(sha256: string): string {
    invariant(/^[0-9a-f]{64}$/.test(sha256), `"${sha256}" is not the name of a blob.`);
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  function put(content: Uint8Array | Readable): Promise<Blob> {
    return content instanceof Readable ? putStream(content) : putBytes(content);
  }

  async function putBytes(content: Uint8Array): Promise<Blob> {
    const blob: Blob = { sha256: createHash("sha256").update(content).digest("hex"), bytes: content.byteLength };
    guard.touch(blob.sha256);
    // Known content costs no write at all: a redeployed package, an object copied over itself.
    if (existsSync(path(blob.sha256))) return blob;
    if (blob.bytes <= SMALL_BYTES && !isPowerSafe) keepSmall(blob.sha256, content);
    else
      await keep(async (file) => {
        await file.writeFile(content);
        return blob.sha256;
      });
    return blob;
  }

  function keepSmall(sha256: string, content: Uint8Array): void {
    const temporary = join(incoming, String(written++));
    const file = openSync(temporary, "wx", READ_ONLY);
    try {
      for (let offset = 0; offset < content.byteLength;) offset += writeSync(file, content, offset);
    } finally {
      closeSync(file);
    }
    const final = path(sha256);
    try {
      renameSync(temporary, final);
    } catch {
      // The first blob of its folder.
      mkdirSync(join(final, ".."), { recursive: true });
      renameSync(temporary, final);
    }
  }

  /** Small content is gathered first: most objects and code files are, and then need no temporary file while they come. */
  async function putStream(content: Readable): Promise<Blob> {
    const chunks = piecesOf(content);
    const gathered: Uint8Array[] = [];
    let bytes = 0;
    while (bytes <= SMALL_BYTES) {
      const next = await chunks.next();
      if (next.done === true) return putBytes(Buffer.concat(gathered));
      gathered.push(next.value);
      bytes += next.value.byteLength;
    }
    return putLarge(gathered, chunks);
  }

  async function putLarge(first: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array>): Promise<Blob> {
    const hash = createHash("sha256");
    let bytes = 0;
    const sha256 = await keep(async (file) => {
      const write = async (piece: Uint8Array): Promise<void> => {
        hash.update(piece);
        bytes += piece.byteLength;
        await writeWhole(file, piece);
      };
      for (const piece of first) await write(piece);
      for await (const piece of rest) await write(piece);
      return hash.digest("hex");
    });
    return { sha256, bytes };
  }

  /** Writes a temporary file and gives it the name that `write` resolves to. */
  async function keep(write: (file: FileHandle) => Promise<string>): Promise<string> {
    const temporary = join(incoming, String(written++));
    try {
      const file = await open(temporary, "wx", READ_ONLY);
      let sha256: string;
      try {
        sha256 = await write(file);
        if (isPowerSafe) await file.sync();
      } finally {
        await file.close();
      }
      const final = path(sha256);
      guard.touch(sha256);
      await mkdir(join(final, ".."), { recursive: true });
      // RACE: two writers of the same content both rename; the second replaces equal bytes, and open readers keep theirs.
      await rename(temporary, final);
      if (isPowerSafe) await syncFolder(join(final, ".."));
      return sha256;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  function openBlob(sha256: string, range?: { start: number; end: number }): Readable {
    const file = openSync(path(sha256), "r");
    const start = range?.start ?? 0;
    const bytes = Math.max(0, Math.min(range?.end ?? Infinity, fstatSync(file).size - 1) - start + 1);
    if (bytes > SMALL_BYTES)
      return createReadStream("", { fd: file, start, end: start + bytes - 1, highWaterMark: PIECE_BYTES });
    try {
      const content = Buffer.allocUnsafe(bytes);
      for (let offset = 0; offset < bytes;) offset += readSync(file, content, offset, bytes - offset, start + offset);
      return Readable.from([content], { objectMode: false });
    } finally {
      closeSync(file);
    }
  }

  // INVARIANT: a blob is unlinked only if no record named it when the prune began, and nobody has touched or held it
  // since. Whoever writes a record about a blob put it (touch), or read another record about it: either that one was
  // there when the prune began, or its blob was held from then on. The check and the unlinking are one turn.
  async function prune(references: () => AsyncIterable<readonly string[]>, signal?: AbortSignal): Promise<Pruned> {
    const stopWatching = guard.watch();
    const pruned = { blobs: 0, bytes: 0 };
    try {
      const marks = createBlobMarks();
      for await (const named of references()) for (const sha256 of named) marks.add(sha256);
      for await (const sha256 of names()) {
        // References that were not read to their end are no ground to remove anything.
        if (signal?.aborted === true) break;
        if (marks.has(sha256) || guard.protects(sha256)) continue;
        const file = path(sha256);
        const bytes = statSync(file).size;
        unlinkSync(file);
        pruned.blobs += 1;
        pruned.bytes += bytes;
      }
      return pruned;
    } finally {
      stopWatching();
    }
  }

  async function* names(): AsyncGenerator<string> {
    for (const first of await readdir(root)) {
      if (!FOLDER.test(first)) continue;
      for (const second of await readdir(join(root, first))) yield* await readdir(join(root, first, second));
    }
  }

  return {
    put,
    path,
    open: openBlob,
    read: (sha256) => readFile(path(sha256)),
    hold: guard.hold,
    prune,
  };
}

/** A folder of blobs: two hexadecimal digits. */
const FOLDER = /^[0-9a-f]{2}$/;

async function* piecesOf(content: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) yield typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Uint8Array);
}

async function writeWhole(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let offset = 0; offset < piece.byteLength;) {
    const { bytesWritten } = await file.write(piece, offset);
    offset += bytesWritten;
  }
}

/** A rename is safe from power loss only when the folder that holds the name is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
