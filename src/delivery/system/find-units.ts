// Where a system's units are: folders with a template of a known name.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { UnitConfig } from "./define-system.ts";

/** File names of templates, the first that exists wins. */
export const TEMPLATE_FILES = ["template.yaml", "template.yml", "template.json"] as const;

// Where a unit's folder may stand below the system's.
const UNIT_PARENTS = [".", "units", "stacks", "services"] as const;

/** The template in a folder, if it has one. */
export function findTemplate(directory: string): string | undefined {
  return TEMPLATE_FILES.map((name) => join(directory, name)).find((path) => existsSync(path));
}

/** The folder of a unit, as the configuration says or found by the unit's name. */
export function findUnitFolder(root: string, name: string, config: UnitConfig): string | undefined {
  if (config.path !== undefined) return resolve(root, config.path);
  return UNIT_PARENTS.map((parent) => join(root, parent, name)).find((path) => existsSync(path));
}

/** A unit for each folder with a template: the system's own folder, or those below it. */
export async function inferUnits(root: string): Promise<Readonly<Record<string, UnitConfig>>> {
  if (findTemplate(root) !== undefined) return { app: { path: "." } };
  const units: Record<string, UnitConfig> = {};
  for (const parent of UNIT_PARENTS) {
    const directory = join(root, parent);
    if (!existsSync(directory)) continue;
    const entries = await readdir(directory, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (!entry.isDirectory() || entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (findTemplate(join(directory, entry.name)) === undefined) continue;
      units[entry.name] ??= { path: join(parent, entry.name) };
    }
  }
  return units;
}
