// The folders that all sandboxes of this machine share: unpacked code and layers, the SDK's links, and what the machine
// allows to be separated.

import { existsSync, realpathSync } from "node:fs";
import { access, chmod, lstat, mkdir, readdir, rename, rm, stat, symlink, utimes } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { unpackCode } from "./code-package.ts";
import { findIsolation } from "./isolation.ts";
import type { Isolation } from "./isolation.ts";
import { mergeLayers } from "./layers.ts";
import type { CodePackage } from "./sandboxes.ts";

/** Packages of AWS's Node runtimes: the SDK, and what it is made of. */
const SDK_SCOPES = ["@aws-sdk", "@smithy", "@aws-crypto"];

// A server says of each folder that it runs code from at least this often that it is used.
const TOUCH_AFTER_MS = 60 * 60_000;
// What nobody has used for so long is unpacked again when it is needed.
const UNUSED_MS = 24 * 60 * 60_000;

/** A folder that is made, or was, and when that was asked last. */
interface Work {
  readonly atMs: number;
  readonly folder: Promise<string>;
}

export interface CodeFolders {
  /** A folder that exists once `prepare` has resolved. */
  readonly folder: string;
  /** node_modules with the AWS SDK. */
  readonly modulesDir: string;
  /** Where folders for temporary files are, for all servers of this user. */
  readonly temporaryRoot: string;
  /** Once: makes the folders, and finds out what this machine allows. */
  prepare(): Promise<Isolation>;
  /** Removes what no server of this user has run for a day, at `nowMs` of the machine. */
  prune(nowMs: number): Promise<void>;
  /** The folder of the unpacked package. */
  unpack(code: CodePackage): Promise<string>;
  /** One folder with all that the layers bring; undefined without layers. */
  unpackLayers(layers: readonly CodePackage[]): Promise<string | undefined>;
}

/** The folders below `folder`. Sandboxes do not see `hidden`, and need `needed`. */
export function createCodeFolders(options: {
  readonly folder: string | undefined;
  readonly hidden: readonly string[];
  readonly needed: () => readonly string[];
}): CodeFolders {
  const folder = options.folder ?? defaultFolder();
  const codeDir = join(folder, "code");
  const modulesDir = join(codeDir, "node_modules");
  const temporaryRoot = join(folder, "tmp");
  const unpacked = new Map<string, Work>();
  const merged = new Map<string, Work>();
  let prepared: Promise<Isolation> | undefined;

  /** Makes a folder once, and says now and then that it is used: a prune of another server leaves it then. */
  function once(works: Map<string, Work>, key: string, make: () => Promise<string>): Promise<string> {
    const nowMs = Date.now();
    const known = works.get(key);
    if (known !== undefined && nowMs - known.atMs < TOUCH_AFTER_MS) return known.folder;
    const made = make().then(async (path) => {
      await utimes(path, new Date(nowMs), new Date(nowMs));
      return path;
    });
    works.set(key, { atMs: nowMs, folder: made });
    made.catch(() => works.delete(key));
    return made;
  }

  const unpack = (code: CodePackage): Promise<string> => once(unpacked, code.sha256, () => unpackCode(codeDir, code));

  async function prepareAll(): Promise<Isolation> {
    const own = ownModulesDir();
    await requireOwnFolder(folder);
    await Promise.all([linkSdk(own), sweepTemporary(temporaryRoot)]);
    await chmod(codeDir, UNLISTED);
    return findIsolation({
      hidden: options.hidden.map((path) => resolve(path)),
      readOnly: [codeDir],
      temporaryRoot,
      needed: [folder, realpathSync(own), ...options.needed()],
    });
  }

  /** Node finds `node_modules` in the folders above the code: for CommonJS and ES modules alike, without a hook. */
  async function linkSdk(own: string): Promise<void> {
    await mkdir(modulesDir, { recursive: true, mode: 0o700 });
    for (const scope of SDK_SCOPES) {
      const target = join(own, scope);
      if (!existsSync(target)) continue;
      const link = join(modulesDir, scope);
      await access(link).catch(async () => {
        await rm(link, { force: true });
        // RACE: another server may put the same link at the same moment.
        await symlink(target, link).catch(() => {});
      });
    }
  }

  return {
    folder,
    modulesDir,
    temporaryRoot,
    prepare: () => (prepared ??= prepareAll()),
    prune: (nowMs) => pruneFolders(codeDir, nowMs),
    unpack,
    async unpackLayers(layers) {
      if (layers.length === 0) return undefined;
      const folders = await Promise.all(layers.map(unpack));
      return once(merged, folders.join("\n"), () => mergeLayers(codeDir, folders));
    },
  };
}

/** Not below /tmp, which a sandbox may get for itself. */
function defaultFolder(): string {
  return join(existsSync("/var/tmp") ? "/var/tmp" : tmpdir(), `stackyard-${userInfo().uid}`);
}

/** The default place is known to all users of the machine: one that another has made must not be used. */
async function requireOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid } = await lstat(folder);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Error(`The folder of sandboxes, ${folder}, belongs to another user.`);
}

/** Removes what servers left that were killed: their folders carry their process ids. */
async function sweepTemporary(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  const left = names.filter((name) => !isRunning(Number.parseInt(name, 10)));
  await Promise.all(left.map((name) => rm(join(root, name), { recursive: true, force: true })));
}

/** Removes folders of code that were not used lately, and what a crash left half unpacked. */
async function pruneFolders(codeDir: string, nowMs: number): Promise<void> {
  const isOld = async (path: string): Promise<boolean> =>
    nowMs - (await stat(path).catch(() => ({ mtimeMs: nowMs }))).mtimeMs > UNUSED_MS;
  for (const name of await listUnlisted(codeDir)) {
    const path = join(codeDir, name);
    if (name === "node_modules" || !(await isOld(path))) continue;
    const aside = join(codeDir, `unpacking-${name.slice(-40)}-${process.pid}`);
    // RACE: another server may have begun to use it between the look and the move: then it goes back.
    if (!(await rename(path, aside).then(...SUCCEEDS))) continue;
    if ((await isOld(aside)) || !(await rename(aside, path).then(...SUCCEEDS)))
      await rm(aside, { recursive: true, force: true });
  }
}

// Folders of code are named by what is in them. Who cannot list them finds only those whose content they know already.
const UNLISTED = 0o311;

async function listUnlisted(codeDir: string): Promise<readonly string[]> {
  try {
    await chmod(codeDir, 0o700);
    return await readdir(codeDir);
  } catch {
    return [];
  } finally {
    await chmod(codeDir, UNLISTED).catch(() => {});
  }
}

const SUCCEEDS = [() => true, () => false] as const;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The node_modules that this program's own SDK packages come from. */
function ownModulesDir(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve("@aws-sdk/client-sts");
  return join(entry.slice(0, entry.lastIndexOf("@aws-sdk")), ".");
}
