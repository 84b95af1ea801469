// The code of a function that is debugged: a copy in a folder whose name stays while its content changes, so that an editor's
// mapping of folders stays right. Source maps in it lead to the files that the person edits.

import { existsSync, readFileSync } from "node:fs";
import { chmod, cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

/** Copies unpacked code to `folder`. `sourceDir` is the folder that was bundled or zipped, if it is known. */
export async function copyForInspection(
  taskRoot: string,
  folder: string,
  sourceDir: string | undefined,
): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await cp(taskRoot, folder, { recursive: true });
  await chmod(folder, 0o700);
  if (sourceDir !== undefined) await pointMapsTo(folder, sourceDir);
  return folder;
}

async function pointMapsTo(folder: string, sourceDir: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  const maps = files.filter((file) => /\.[cm]?js\.map$/.test(file) && !file.split("/").includes("node_modules"));
  for (const file of maps) {
    const path = join(folder, file);
    const changed = pointMapTo(await readFile(path, "utf8"), dirname(join(sourceDir, relative(folder, path))));
    await chmod(path, 0o600);
    await writeFile(path, changed);
  }
}

/** A source map whose sources are files of this machine, with their text. What is none stays as it is. */
function pointMapTo(text: string, mapDir: string): string {
  try {
    const map = JSON.parse(text) as { sources: string[]; sourceRoot?: string; sourcesContent?: (string | null)[] };
    const sources = map.sources.map((source) => resolve(mapDir, map.sourceRoot ?? "", source));
    const sourcesContent = sources.map((source, index) =>
      existsSync(source) ? readFileSync(source, "utf8") : (map.sourcesContent?.[index] ?? null),
    );
    return JSON.stringify({ ...map, sourceRoot: "", sources, sourcesContent });
  } catch {
    return text;
  }
}
