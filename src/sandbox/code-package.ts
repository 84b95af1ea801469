// Deployment packages: zips, unpacked once into folders named by their content. Nothing in a zip may reach outside its
// folder, and nothing may be larger than AWS allows.

import { constants } from "node:fs";
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { CodePackageError } from "./sandboxes.ts";
import type { CodePackage } from "./sandboxes.ts";
import { withFoundInterpreter } from "./interpreters.ts";

// LIMIT: AWS: "Lambda quotas": a deployment package has at most 250 MB unzipped, layers included.
const MOST_UNZIPPED_BYTES = 262_144_000;

// Record signatures and sizes of the zip format (APPNOTE.TXT, 4.3).
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_OF_DIRECTORY_BYTES = 22;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const LONGEST_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;

const FILE_TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;

const inflate = promisify(inflateRaw);

interface ZipEntry {
  readonly path: string;
  readonly isFolder: boolean;
  readonly isExecutable: boolean;
  readonly method: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

/**
 * Unpacks `code` below `folder` if it is not there yet, and returns its own folder, whose files are read-only. Many may
 * ask for one package at once: the first to finish wins. Rejects with a CodePackageError.
 */
export async function unpackCode(folder: string, code: CodePackage): Promise<string> {
  const target = join(folder, code.sha256);
  if (await exists(target)) return target;
  const zip = await readFile(code.zipPath);
  const entries = listEntries(zip);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const staging = await mkdtemp(join(folder, "unpacking-"));
  try {
    for (const entry of entries) await unpackEntry(zip, entry, staging);
    await rename(staging, target).catch(async (error: unknown) => {
      // RACE: another one has put the same content there first; its folder is as good as ours.
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return target;
}

/** How large a package is when it is unpacked. Rejects with a CodePackageError. */
export async function measureCode(code: CodePackage): Promise<number> {
  return listEntries(await readFile(code.zipPath)).reduce((total, { bytes }) => total + bytes, 0);
}

/** The files of a zip in memory that `isWanted` names, by their paths. Rejects with a CodePackageError. */
export async function readPackage(
  zip: Uint8Array,
  isWanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const files = new Map<string, Uint8Array>();
  for (const entry of listEntries(bytes))
    if (!entry.isFolder && isWanted(entry.path)) files.set(entry.path, await readEntry(bytes, entry));
  return files;
}

/** Reads the central directory; throws a CodePackageError for what is not a zip, too large, or points outside. */
function listEntries(zip: Buffer): readonly ZipEntry[] {
  const end = findEndOfDirectory(zip);
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (at + DIRECTORY_ENTRY_BYTES > zip.length || zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw notAZip();
    const nameBytes = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + DIRECTORY_ENTRY_BYTES, at + DIRECTORY_ENTRY_BYTES + nameBytes);
    // Programs on Unix keep the file's mode in the upper half of the external attributes; others leave it zero.
    const mode = zip.readUInt16LE(at + 40);
    const entry: ZipEntry = {
      path: safePath(name),
      isFolder: name.endsWith("/"),
      isExecutable: (mode & 0o111) !== 0,
      method: zip.readUInt16LE(at + 10),
      compressedBytes: zip.readUInt32LE(at + 20),
      bytes: zip.readUInt32LE(at + 24),
      headerOffset: zip.readUInt32LE(at + 42),
    };
    if ((mode & FILE_TYPE_MASK) === SYMBOLIC_LINK)
      throw new CodePackageError("unsafe-path", `The deployment package holds a symbolic link, "${name}".`);
    if (entry.method !== STORED && entry.method !== DEFLATED) throw notAZip();
    // What is not compressed has one size. Two would let many entries share large bytes that no limit counts.
    if (entry.method === STORED && entry.compressedBytes !== entry.bytes) throw notAZip();
    total += entry.bytes;
    if (total > MOST_UNZIPPED_BYTES)
      throw new CodePackageError("too-large", `Unzipped size must be smaller than ${MOST_UNZIPPED_BYTES} bytes`);
    entries.push(entry);
    at += DIRECTORY_ENTRY_BYTES + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function findEndOfDirectory(zip: Buffer): number {
  const first = Math.max(0, zip.length - END_OF_DIRECTORY_BYTES - LONGEST_COMMENT_BYTES);
  for (let at = zip.length - END_OF_DIRECTORY_BYTES; at >= first; at--) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw notAZip();
}

/** A relative path that stays inside its folder. */
function safePath(name: string): string {
  const parts = name.split(/[/\\]/).filter((part) => part !== "" && part !== ".");
  const isAbsolute = /^([/\\]|[A-Za-z]:)/.test(name);
  if (isAbsolute || parts.includes("..") || name.includes("\0") || parts.length === 0)
    throw new CodePackageError("unsafe-path", `The deployment package holds a path outside itself, "${name}".`);
  return parts.join("/");
}

async function unpackEntry(zip: Buffer, entry: ZipEntry, folder: string): Promise<void> {
  const path = join(folder, entry.path);
  const content = entry.isFolder ? undefined : await readEntry(zip, entry);
  try {
    await mkdir(content === undefined ? path : dirname(path), { recursive: true });
    if (content === undefined) return;
    // "wx": a file that is there already is a second entry of one name, of which only one could be meant.
    await writeFile(path, withFoundInterpreter(content), { flag: "wx" });
    await chmod(path, entry.isExecutable ? 0o555 : 0o444);
  } catch (error) {
    throw CONTRADICTIONS.has((error as NodeJS.ErrnoException).code ?? "") ? notAZip() : error;
  }
}

/** How the file system tells that entries contradict each other, or have names which no file can have. */
const CONTRADICTIONS = new Set(["EEXIST", "ENOTDIR", "EISDIR", "ENAMETOOLONG"]);

async function readEntry(zip: Buffer, entry: ZipEntry): Promise<Uint8Array> {
  const at = entry.headerOffset;
  if (at + LOCAL_HEADER_BYTES > zip.length || zip.readUInt32LE(at) !== LOCAL_HEADER) throw notAZip();
  const start = at + LOCAL_HEADER_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const raw = zip.subarray(start, start + entry.compressedBytes);
  if (entry.method === STORED) return raw;
  try {
    // The bound keeps a package that lies about its size from filling the memory.
    const content = await inflate(raw, { maxOutputLength: Math.max(1, entry.bytes) });
    if (content.length !== entry.bytes) throw notAZip();
    return content;
  } catch (cause) {
    throw cause instanceof CodePackageError ? cause : notAZip();
  }
}

function notAZip(): CodePackageError {
  return new CodePackageError(
    "not-a-zip",
    "Could not unzip uploaded file. Please check your file, then try to upload again.",
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
