// Finds out what system a folder holds: from its stackyard.config.ts, or from what else is there if it has none.

import { join, resolve } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { createCdkApps } from "./cdk-units.ts";
import type { CdkApps } from "./cdk-units.ts";
import { checkConfig } from "./check-config.ts";
import type { CheckedConfig } from "./check-config.ts";
import { checkStackNames } from "./check-stack-names.ts";
import type { PositionOf } from "./config-positions.ts";
import { isObject, member } from "./config-shape.ts";
import type { SystemConfig, UnitConfig } from "./define-system.ts";
import { originsOf } from "./environments.ts";
import { inferUnits } from "./find-units.ts";
import { inferConfig, isInferable } from "./infer-config.ts";
import { findConfig, loadConfig } from "./load-config.ts";
import { loadUnit, outlineOfUnit, testsOf } from "./load-unit.ts";
import { DiagnosticsError, shownPath } from "./system.ts";
import type { System, SystemOutline } from "./system.ts";
import { openTemplateCache } from "./template-cache.ts";

export interface LoadOptions {
  /** The environment whose account, region and context CDK apps are told. The first one if it is not given. */
  readonly environment?: string | undefined;
  /** Where the configuration and templates that were read are remembered from one process to the next. Nowhere if it is not given. */
  readonly cacheFolder?: string | undefined;
}

/**
 * Reads the system in `directory`; paths in messages are relative to `base`, which is the system's folder if not given.
 * Throws a DiagnosticsError for all that is wrong with configuration and templates, and ERR_NO_SYSTEM if there is neither. Warnings are
 * returned.
 */
export async function loadSystem(
  directory: string,
  base: string = directory,
  options: LoadOptions = {},
): Promise<{ system: System; diagnostics: readonly Diagnostic[] }> {
  const apps = createCdkApps(true);
  const templates = options.cacheFolder === undefined ? undefined : openTemplateCache(options.cacheFolder);
  const source = await readSource(directory, base, apps, options.cacheFolder);
  const { root, shown, config, configPath, checked, positionOf, units } = source;
  // What is no configuration at all has no units to look at.
  if (checked.environments.length === 0) throw new DiagnosticsError(checked.diagnostics);
  const configFile = configPath === undefined ? undefined : shown(configPath);
  const environment = checked.environments.find((each) => each.name === options.environment) ?? checked.environments[0];
  const place = { configFile, positionOf };
  const unitSource = { root, shown, config, units, place, environment, apps, templates };
  const loaded = await Promise.all(Object.keys(units).map((name) => loadUnit(unitSource, name)));
  // Several units of one CDK app bring the same ones.
  const diagnostics = [...new Set([...checked.diagnostics, ...loaded.flatMap((each) => each.diagnostics)])];
  if (diagnostics.some((each) => each.severity === "error")) throw new DiagnosticsError(diagnostics);

  const system: System = {
    ...outlineOf(source),
    configPath,
    configFile,
    base: resolve(base),
    units: loaded.flatMap((each) => (each.unit === undefined ? [] : [each.unit])),
    tests: testsOf(config.tests),
    ...(config.externals === undefined ? {} : { externals: config.externals }),
    ...(config.onFailure === undefined ? {} : { onFailure: config.onFailure }),
    ...(config.declare === undefined ? {} : { declare: config.declare }),
    ...(config.resourceTypes === undefined
      ? {}
      : { resourceTypes: config.resourceTypes.map((file) => resolve(source.root, file)) }),
    positionOf,
  };
  const doubles = checkStackNames(system);
  if (doubles.length > 0) throw new DiagnosticsError([...diagnostics, ...doubles]);
  return { system, diagnostics };
}

/**
 * What can be said of the system in `directory` without its templates: its units, environments and stacks. For commands that must work
 * while a template is being written. Throws as loadSystem.
 */
export async function loadOutline(
  directory: string,
  base: string = directory,
  options: Pick<LoadOptions, "cacheFolder"> = {},
): Promise<SystemOutline> {
  const source = await readSource(directory, base, createCdkApps(false), options.cacheFolder);
  if (source.checked.diagnostics.some((each) => each.severity === "error"))
    throw new DiagnosticsError(source.checked.diagnostics);
  return outlineOf(source);
}

/** Whether a folder itself shows what its system is, so that nothing needs to be inferred from folders below. */
export function holdsSystem(directory: string): boolean {
  return findConfig(directory) !== undefined || isInferable(directory);
}

function configCacheIn(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : join(folder, "config");
}

/** A system before its templates are read. */
interface Source {
  readonly root: string;
  readonly shown: (path: string) => string;
  readonly config: SystemConfig;
  /** Absolute; undefined if everything was inferred. */
  readonly configPath: string | undefined;
  readonly positionOf: PositionOf;
  readonly units: Readonly<Record<string, UnitConfig>>;
  readonly checked: CheckedConfig;
}

async function readSource(
  directory: string,
  base: string,
  apps: CdkApps,
  cacheFolder: string | undefined,
): Promise<Source> {
  const root = resolve(directory);
  const shown = (path: string): string => shownPath(resolve(base), path);
  const configPath = findConfig(root);
  const { config, positionOf, diagnostics } =
    configPath === undefined
      ? await inferConfig(root, shown, apps)
      : {
          ...(await loadConfig(configPath, shown(configPath), { cacheFolder: configCacheIn(cacheFolder) })),
          diagnostics: [],
        };
  // Of units in no right form the check says so; there is nothing to look at.
  const units = config.units === undefined ? await inferUnits(root) : isObject(config.units) ? config.units : {};
  const place = configPath === undefined ? undefined : { file: shown(configPath), line: 1, column: 1 };
  const checked = checkConfig(config, Object.keys(units), (path) => positionOf(path) ?? place);
  return {
    root,
    shown,
    config,
    configPath,
    units,
    checked: { ...checked, diagnostics: [...diagnostics, ...checked.diagnostics] },
    positionOf: inherited(config, positionOf),
  };
}

// A value that an environment inherits stands where the environment that it extends says it.
function inherited(config: SystemConfig, positionOf: PositionOf): PositionOf {
  return (path) => {
    const [section, name, ...rest] = path;
    if (section !== "environments" || name === undefined) return positionOf(path);
    const environments: Readonly<Record<string, unknown>> = config.environments ?? {};
    const origin = originsOf(config.environments ?? {}, name).find((each) => {
      let value: unknown = environments[each];
      for (const step of rest) value = member(value, step);
      return value !== undefined;
    });
    return positionOf([section, origin ?? name, ...rest]);
  };
}

function outlineOf({ root, config, units, checked }: Source): SystemOutline {
  return {
    name: config.name,
    directory: root,
    units: Object.entries(units).map(([name, unit]) => outlineOfUnit(root, name, unit)),
    environments: checked.environments,
    ...(config.sharedEnvironment === undefined ? {} : { sharedEnvironment: config.sharedEnvironment }),
    ...(config.stackName === undefined ? {} : { stackName: config.stackName }),
  };
}
