// Writes zip archives whose bytes depend on nothing but names and contents, so that equal code has an equal hash.

import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import type { Zippable } from "fflate";

/** A file of an archive. */
export interface ZipEntry {
  /** Path inside the archive, with slashes. */
  readonly path: string;
  readonly data: Uint8Array;
  readonly isExecutable?: boolean;
}

// Written from local-time parts and read by fflate as such, so it is 1 January 1980 in every time zone.
const FIXED_TIME = new Date(1980, 0, 1);
const UNIX = 3;

/** An archive of the files. Order, time zone and the files' own times do not matter. */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const files: Zippable = {};
  for (const { path, data, isExecutable = false } of sorted) {
    const mode = 0o100000 | (isExecutable ? 0o755 : 0o644);
    files[path] = [data, { mtime: FIXED_TIME, os: UNIX, attrs: (mode << 16) >>> 0, level: 6 }];
  }
  return zipSync(files);
}

/** The SHA-256 of bytes, in hexadecimal. */
export function hashOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Never part of a function: version control, our own state, other tools' output, caches that differ from run to run. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  ".git",
  ".stackyard",
  ".aws-sam",
  "cdk.out",
  "__pycache__",
  ".pytest_cache",
  ".venv",
  ".DS_Store",
]);

/** A folder's content. */
export interface FolderContent {
  readonly entries: readonly ZipEntry[];
  /** Absolute paths of all folders in it, itself included. */
  readonly folders: readonly string[];
}

/** Reads all files below a folder, links followed, without caches and version control unless it is to be whole. */
export async function readFolder(directory: string, isWhole = false, prefix = ""): Promise<FolderContent> {
  const names = await readdir(directory);
  const nested = await Promise.all(
    names.map(async (name): Promise<FolderContent> => {
      if (!isWhole && LEFT_OUT.has(name)) return NOTHING;
      const path = join(directory, name);
      const info = await stat(path);
      if (info.isDirectory()) return readFolder(path, isWhole, `${prefix}${name}/`);
      if (!info.isFile()) return NOTHING;
      const entry = { path: prefix + name, data: await readFile(path), isExecutable: (info.mode & 0o100) !== 0 };
      return { entries: [entry], folders: [] };
    }),
  );
  return {
    entries: nested.flatMap((each) => each.entries),
    folders: [directory, ...nested.flatMap((each) => each.folders)],
  };
}

const NOTHING: FolderContent = { entries: [], folders: [] };
