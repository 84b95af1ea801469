// Layers: unpacked like code, laid over each other in order, and shown to a sandbox as /opt.
// AWS: "Adding layers to functions": Lambda merges the layers' folders; of files with one path the last layer's is seen.

import { createHash } from "node:crypto";
import { symlinkSync } from "node:fs";
import { access, link, lstat, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Lays unpacked layers over each other, in a folder below `codeDir` that is named by what is in it, and returns that
 * folder. Files are hard links: a large layer in many combinations takes its place once.
 */
export async function mergeLayers(codeDir: string, layerDirs: readonly string[]): Promise<string> {
  const [only] = layerDirs;
  if (only !== undefined && layerDirs.length === 1) return only;
  const target = join(codeDir, `layers-${createHash("sha256").update(layerDirs.join("\n")).digest("hex")}`);
  if (await exists(target)) return target;
  const staging = await mkdtemp(join(codeDir, "unpacking-"));
  try {
    for (const layerDir of layerDirs) await layOver(layerDir, staging);
    await rename(staging, target).catch(async (error: unknown) => {
      // RACE: another one has merged the same layers first.
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return target;
}

async function layOver(source: string, target: string): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    const there = await lstat(to).catch(() => undefined);
    if (there !== undefined && !(there.isDirectory() && entry.isDirectory())) await rm(to, { recursive: true });
    if (entry.isDirectory()) {
      await mkdir(to, { recursive: true });
      await layOver(from, to);
    } else await link(from, to);
  }
}

/**
 * Shows merged layers in a sandbox's own /opt: by links, so that a process that was booted ahead gets them, too.
 */
export async function showLayers(mergedDir: string, optDir: string): Promise<void> {
  for (const name of await readdir(mergedDir)) symlinkSync(join(mergedDir, name), join(optDir, name));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
