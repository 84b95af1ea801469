// Blobs as files: DIR/ab/cd/abcd..., written beside the others under a temporary name and renamed when complete. A
// name therefore always leads to whole content, whenever the process dies. Knows nothing of yards or objects.

import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { invariant } from "../kernel/errors.ts";
import type { Blob, BlobStore } from "./blobs.ts";

export interface FileBlobsOptions {
  /**
   * "process" survives `kill -9`: the operating system has the bytes. "power" also asks the disk to have them before
   * `put` resolves.
   */
  readonly durability?: "process" | "power";
}

const INCOMING = "incoming";
const READ_ONLY = 0o444;

/**
 * Blobs in `dir`, which one process at a time owns. What earlier processes left half written is removed here.
 * INVARIANT: a file under its final name is complete and never changes.
 */
export function createFileBlobs(dir: string, options: FileBlobsOptions = {}): BlobStore {
  const root = resolve(dir);
  const isPowerSafe = options.durability === "power";
  rmSync(join(root, INCOMING), { recursive: true, force: true });
  mkdirSync(join(root, INCOMING), { recursive: true });
  const incoming = mkdtempSync(join(root, INCOMING, "run-"));
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
    // Known content costs no write at all: a redeployed package, an object copied over itself.
    if (!existsSync(path(blob.sha256))) {
      await keep(async (file) => {
        await file.writeFile(content);
        return blob.sha256;
      });
    }
    return blob;
  }

  async function putStream(content: Readable): Promise<Blob> {
    const hash = createHash("sha256");
    let bytes = 0;
    const sha256 = await keep(async (file) => {
      for await (const chunk of content) {
        const piece: Uint8Array = typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Uint8Array);
        hash.update(piece);
        bytes += piece.byteLength;
        await writeWhole(file, piece);
      }
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

  return {
    put,
    path,
    open: (sha256, range) => createReadStream(path(sha256), { ...range, highWaterMark: 256 * 1024 }),
    read: (sha256) => readFile(path(sha256)),
  };
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
