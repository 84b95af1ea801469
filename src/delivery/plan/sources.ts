// What a plan was made from: for each unit a hash over its template, its artifacts and what the environment binds its
// parameters to. Equal hashes deploy the same bytes.

import type { Builder } from "../build/build.ts";
import { hashOf } from "../build/zip.ts";
import { makeUnitVersion, versionId } from "../release/unit-version.ts";
import { boundValuesOf } from "../system/parameters.ts";
import type { Environment, System } from "../system/system.ts";

/** The hash of each unit that builds, by name. */
export async function hashSources(
  system: System,
  environment: Environment,
  builder: Builder,
): Promise<Readonly<Record<string, string>>> {
  const hashes = await Promise.all(
    system.units.map(async (unit): Promise<readonly [string, string]> => {
      const built = await builder.build(unit).catch(() => undefined);
      if (built === undefined) return [unit.name, "does not build"];
      const { version } = makeUnitVersion(unit, built, [], system);
      return [unit.name, hashOf(JSON.stringify([versionId(version), boundValuesOf(environment, unit)]))];
    }),
  );
  return Object.fromEntries(hashes);
}
