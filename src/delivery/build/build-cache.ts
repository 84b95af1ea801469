// Remembers on disk what was built from what, so that a deployment which changes nothing bundles nothing. A build is believed as long
// as everything that it looked at is the same: the files that went in, the settings beside them, and the listings of the folders in which
// a new file could take the place of one that went in.

import { mkdir, readdir, readFile, readlink, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { randomUUID } from "node:crypto";
import { hashOf, LEFT_OUT } from "./zip.ts";
import { pruneOldest } from "./prune.ts";

/** What a build looked at. Paths are absolute. */
export interface Evidence {
  /** Files whose content went in, or decides how others are read. */
  readonly files: readonly string[];
  /** Files that were not there, and would have been read. */
  readonly absent: readonly string[];
  /** Folders in which a new, removed or redirected name would change what an import means. */
  readonly folders: readonly string[];
}

/** A build as it is remembered. */
export interface CachedBuild {
  /** The artifact's key, and name of its file. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Absolute path to SHA-256 of each source file. */
  readonly inputs: ReadonlyMap<string, string>;
}

export interface BuildCache {
  /** What was built for an identity, if all that it looked at is unchanged. */
  load(identity: string): Promise<CachedBuild | undefined>;
  /** Remembers a build that began at the time, unless a file has changed since: nobody knows which of its contents went in. */
  save(identity: string, build: CachedBuild, evidence: Evidence, startedMs: number): Promise<void>;
  /** Looks at the disk anew from here on. */
  forget(): void;
}

interface FileState {
  readonly bytes: number;
  readonly mode: number;
  /** Of content, mode or name: a tool that gives a file its old time back does not get past it. */
  readonly changedAtMs: number;
}

interface StoredFile extends FileState {
  readonly hash: string;
}

interface Stored {
  readonly v: 1;
  readonly key: string;
  readonly inputs: readonly string[];
  readonly files: Readonly<Record<string, StoredFile>>;
  readonly absent: readonly string[];
  /** Hash of each folder's listing. */
  readonly folders: Readonly<Record<string, string>>;
}

// LIMIT: how many builds are kept; beyond it the older half goes.
const MOST_BUILDS = 2000;
// LIMIT: how coarse a disk's clock is. A file that was written that shortly before a build may have been written during it.
const COARSE_MS = 20;

/** Opens a cache in a folder, which is made when something is saved. */
export function openBuildCache(folder: string): BuildCache {
  const look = createLook();
  let count: number | undefined;

  async function load(identity: string): Promise<CachedBuild | undefined> {
    const stored = await readStored(recordOf(identity));
    if (stored === undefined || !(await isUnchanged(stored, look))) return undefined;
    const bytes = await readFile(join(folder, stored.key)).catch(() => undefined);
    // After a power failure a file may be there by half.
    if (bytes === undefined || !stored.key.startsWith(hashOf(bytes))) return undefined;
    const inputs = new Map(stored.inputs.map((path) => [path, stored.files[path]?.hash ?? ""]));
    return { key: stored.key, bytes, inputs };
  }

  async function save(identity: string, build: CachedBuild, evidence: Evidence, startedMs: number): Promise<void> {
    const paths = [...new Set([...build.inputs.keys(), ...evidence.files])];
    const files = await Promise.all(
      paths.map(async (path): Promise<readonly [string, StoredFile] | undefined> => {
        const state = await stateOf(path);
        const hash = build.inputs.get(path) ?? (await look.hash(path));
        if (state === undefined || hash === undefined || state.changedAtMs >= startedMs - COARSE_MS) return undefined;
        return [path, { ...state, hash }];
      }),
    );
    const folders = await Promise.all(
      evidence.folders.map(async (path) => [path, (await look.listing(path)) ?? ""] as const),
    );
    // RACE: a file vanished or changed while it was built. There is nothing to remember.
    if (files.includes(undefined)) return;
    const stored: Stored = {
      v: 1,
      key: build.key,
      inputs: [...build.inputs.keys()],
      files: Object.fromEntries(files.flatMap((each) => (each === undefined ? [] : [each]))),
      absent: evidence.absent,
      folders: Object.fromEntries(folders),
    };
    await mkdir(folder, { recursive: true });
    await replace(join(folder, build.key), build.bytes);
    await replace(recordOf(identity), JSON.stringify(stored));
    count = (count ?? (await readdir(folder)).length) + 2;
    if (count > 2 * MOST_BUILDS) count = await pruneOldest(folder);
  }

  function recordOf(identity: string): string {
    return join(folder, `${hashOf(identity).slice(0, 40)}.json`);
  }

  return { load, save, forget: look.forget };
}

async function isUnchanged(stored: Stored, look: Look): Promise<boolean> {
  const checks = [
    ...Object.entries(stored.files).map(async ([path, known]) => {
      const state = await look.state(path);
      if (state === undefined) return false;
      if (state.mode !== known.mode || state.bytes !== known.bytes) return false;
      // Checked-out files have new times and old content.
      return state.changedAtMs === known.changedAtMs || (await look.hash(path)) === known.hash;
    }),
    ...stored.absent.map(async (path) => (await look.state(path)) === undefined),
    ...Object.entries(stored.folders).map(async ([path, known]) => ((await look.listing(path)) ?? "") === known),
  ];
  return (await Promise.all(checks)).every(Boolean);
}

/** The disk as it was when it was first asked: many builds look at the same files and folders. */
interface Look {
  state(path: string): Promise<FileState | undefined>;
  hash(path: string): Promise<string | undefined>;
  /** Hash of the names in a folder and where its links lead. */
  listing(path: string): Promise<string | undefined>;
  forget(): void;
}

function createLook(): Look {
  const states = new Map<string, Promise<FileState | undefined>>();
  const hashes = new Map<string, Promise<string | undefined>>();
  const listings = new Map<string, Promise<string | undefined>>();
  return {
    state: (path) => once(states, path, () => stateOf(path)),
    hash: (path) => once(hashes, path, () => readFile(path).then(hashOf, () => undefined)),
    listing: (path) => once(listings, path, () => listingOf(path).catch(() => undefined)),
    forget() {
      states.clear();
      hashes.clear();
      listings.clear();
    },
  };
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}

async function stateOf(path: string): Promise<FileState | undefined> {
  const info = await stat(path).catch(() => undefined);
  return info === undefined ? undefined : { bytes: info.size, mode: info.mode, changedAtMs: info.ctimeMs };
}

async function listingOf(folder: string): Promise<string> {
  const isOfPackages = basename(folder) === "node_modules";
  const entries = (await readdir(folder, { withFileTypes: true })).filter(
    ({ name }) => !LEFT_OUT.has(name) && !(isOfPackages && name.startsWith(".")),
  );
  const names = await Promise.all(
    entries.map(async (entry) =>
      entry.isSymbolicLink() ? `${entry.name} -> ${await readlink(join(folder, entry.name))}` : entry.name,
    ),
  );
  return hashOf(names.sort().join("\n"));
}

async function readStored(file: string): Promise<Stored | undefined> {
  try {
    const stored: unknown = JSON.parse(await readFile(file, "utf8"));
    return typeof stored === "object" && stored !== null && Reflect.get(stored, "v") === 1
      ? (stored as Stored)
      : undefined;
  } catch {
    // Never built, or written by half when the machine went down: it is built.
    return undefined;
  }
}

// Other processes read the folder at the same time; a name always stands for a whole file.
async function replace(file: string, content: string | Uint8Array): Promise<void> {
  const fresh = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
  await writeFile(fresh, content);
  await rename(fresh, file);
}
