// Keeps a folder of remembered things from growing for ever.

import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Deletes the older half of a folder's files; how many are left. */
export async function pruneOldest(folder: string): Promise<number> {
  const names = await readdir(folder);
  const aged = await Promise.all(
    names.map(async (name) => ({
      name,
      changedAtMs: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  const old = aged.sort((a, b) => a.changedAtMs - b.changedAtMs).slice(0, Math.ceil(aged.length / 2));
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
  return names.length - old.length;
}
