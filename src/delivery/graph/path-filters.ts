// For people's CI: which files can change a unit, from what its code really imports. Pure.

import { relative, sep } from "node:path";
import type { UnitFiles } from "./unit-files.ts";

/** The patterns of each unit's files, relative to `base`, with slashes, sorted. Folders of plain files end with "**". */
export function pathFilters(units: readonly UnitFiles[], base: string): Readonly<Record<string, readonly string[]>> {
  const shown = (path: string): string => relative(base, path).split(sep).join("/");
  return Object.fromEntries(
    units.map(({ unit, template, configuration, code, contracts, app }) => {
      if (app !== undefined) {
        const inside = [shown(app.directory), "**"].filter((part) => part !== "").join("/");
        const made = [`!${shown(app.output)}/**`, `!${inside}/node_modules/**`];
        return [unit.name, [...(configuration === undefined ? [] : [shown(configuration)]), inside, ...made]];
      }
      const files = [
        template,
        ...(configuration === undefined ? [] : [configuration]),
        ...code.flatMap((each) => [...each.files, ...each.locks]),
      ];
      const folders = code.flatMap((each) =>
        each.folders.map((folder) => [shown(folder), "**"].filter((part) => part !== "").join("/")),
      );
      const promises = unit.contracts === undefined ? [] : [`${shown(contracts)}/**`];
      return [unit.name, [...new Set([...files.map(shown), ...folders, ...promises])].sort()];
    }),
  );
}
