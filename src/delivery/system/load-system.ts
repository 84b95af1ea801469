// Finds out what system a folder holds: from its stackyard.config.ts, or from its templates if it has none.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { checkConfig } from "./check-config.ts";
import type { CheckedConfig } from "./check-config.ts";
import { isObject, member } from "./config-shape.ts";
import type { PositionOf } from "./config-positions.ts";
import type { SystemConfig, TestCommand, UnitConfig } from "./define-system.ts";
import { originsOf } from "./environments.ts";
import { findConfig, loadConfig } from "./load-config.ts";
import { DiagnosticsError, placeInConfig, shownPath } from "./system.ts";
import type { System, SystemOutline, Unit, UnitOutline } from "./system.ts";
import { loadTemplate } from "./template.ts";

/** File names of templates, the first that exists wins. */
const TEMPLATE_FILES = ["template.yaml", "template.yml", "template.json"] as const;

// Where a unit's folder may stand below the system's.
const UNIT_PARENTS = [".", "units", "stacks", "services"] as const;

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

/**
 * Reads the system in `directory`; paths in messages are relative to `base`, which is the system's folder if not given.
 * Throws a DiagnosticsError for all that is wrong with configuration and templates, and ERR_NO_SYSTEM if there is neither. Warnings are
 * returned.
 */
export async function loadSystem(
  directory: string,
  base: string = directory,
): Promise<{ system: System; diagnostics: readonly Diagnostic[] }> {
  const source = await readSource(directory, base);
  const { shown, config, configPath, checked, positionOf } = source;
  // What is no configuration at all has no units to look at.
  if (checked.environments.length === 0) throw new DiagnosticsError(checked.diagnostics);
  const configFile = configPath === undefined ? undefined : shown(configPath);
  const place = { configFile, positionOf };

  const loaded = await Promise.all(
    Object.entries(source.units).map(([name, unit]) => loadUnit(source, name, unit, place)),
  );
  const diagnostics = [...checked.diagnostics, ...loaded.flatMap((each) => each.diagnostics)];
  if (diagnostics.some((each) => each.severity === "error")) throw new DiagnosticsError(diagnostics);

  const units = loaded.flatMap((each) => (each.unit === undefined ? [] : [each.unit]));
  const system: System = {
    ...outlineOf(source),
    configPath,
    configFile,
    base: resolve(base),
    units,
    tests: testsOf(config.tests),
    ...(config.externals === undefined ? {} : { externals: config.externals }),
    ...(config.onFailure === undefined ? {} : { onFailure: config.onFailure }),
    positionOf,
  };
  return { system, diagnostics };
}

/**
 * What can be said of the system in `directory` without its templates: its units, environments and stacks. For commands that must work
 * while a template is being written. Throws as loadSystem.
 */
export async function loadOutline(directory: string, base: string = directory): Promise<SystemOutline> {
  const source = await readSource(directory, base);
  if (source.checked.diagnostics.some((each) => each.severity === "error"))
    throw new DiagnosticsError(source.checked.diagnostics);
  return outlineOf(source);
}

/** Whether a folder itself has a configuration or a template, so that nothing needs to be inferred from folders below. */
export function holdsSystem(directory: string): boolean {
  return findConfig(directory) !== undefined || findTemplate(directory) !== undefined;
}

async function readSource(directory: string, base: string): Promise<Source> {
  const root = resolve(directory);
  const shown = (path: string): string => shownPath(resolve(base), path);
  const configPath = findConfig(root);
  const { config, positionOf } =
    configPath === undefined
      ? { config: await inferConfig(root), positionOf: () => undefined }
      : await loadConfig(configPath, shown(configPath));
  // Of units in no right form the check says so; there is nothing to look at.
  const units = config.units === undefined ? await inferUnits(root) : isObject(config.units) ? config.units : {};
  const place = configPath === undefined ? undefined : { file: shown(configPath), line: 1, column: 1 };
  const checked = checkConfig(config, Object.keys(units), (path) => positionOf(path) ?? place);
  return { root, shown, config, configPath, units, checked, positionOf: inherited(config, positionOf) };
}

// A value that an environment inherits stands where the environment that it extends says it.
function inherited(config: SystemConfig, positionOf: PositionOf): PositionOf {
  return (path) => {
    const [section, name, ...rest] = path;
    if (section !== "environments" || name === undefined) return positionOf(path);
    const environments: Readonly<Record<string, unknown>> = config.environments ?? {};
    const origin = originsOf(config.environments ?? {}, name).find((each) => {
      let value: unknown = environments[each];
      for (const name of rest) value = member(value, name);
      return value !== undefined;
    });
    return positionOf([section, origin ?? name, ...rest]);
  };
}

function outlineOf({ root, config, units, checked }: Source): SystemOutline {
  return {
    name: config.name,
    directory: root,
    units: Object.entries(units).map(([name, unit]) => unitOutline(root, name, unit)),
    environments: checked.environments,
    ...(config.sharedEnvironment === undefined ? {} : { sharedEnvironment: config.sharedEnvironment }),
    ...(config.stackName === undefined ? {} : { stackName: config.stackName }),
  };
}

function unitOutline(root: string, name: string, config: UnitConfig): UnitOutline {
  return {
    name,
    directory: unitFolder(root, name, config) ?? join(root, name),
    tier: config.tier ?? "business",
    ...(config.stackName === undefined ? {} : { stackName: config.stackName }),
  };
}

function unitFolder(root: string, name: string, config: UnitConfig): string | undefined {
  if (config.path !== undefined) return resolve(root, config.path);
  return UNIT_PARENTS.map((parent) => join(root, parent, name)).find((path) => existsSync(path));
}

async function inferConfig(root: string): Promise<SystemConfig> {
  const units = await inferUnits(root);
  if (Object.keys(units).length === 0) {
    throw new OperatorError({
      code: "ERR_NO_SYSTEM",
      message: `There is no system in "${root}": neither a stackyard.config.ts nor a template.yaml, here or one folder below.`,
      hints: ["stackyard up DIRECTORY", "Write a stackyard.config.ts: see docs/configuration.md"],
    });
  }
  const name = basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return { name: name === "" ? "system" : name, units };
}

async function inferUnits(root: string): Promise<Record<string, UnitConfig>> {
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

async function loadUnit(
  { root, shown, config: system }: Source,
  name: string,
  config: UnitConfig,
  place: Pick<System, "configFile" | "positionOf">,
): Promise<{ unit?: Unit; diagnostics: readonly Diagnostic[] }> {
  const directory = unitFolder(root, name, config);
  const file =
    directory === undefined
      ? undefined
      : config.template === undefined
        ? findTemplate(directory)
        : join(directory, config.template);
  if (directory === undefined || file === undefined || !existsSync(file)) {
    const wanted = config.template ?? TEMPLATE_FILES[0];
    return {
      diagnostics: [
        {
          severity: "error",
          code: "CONFIG_NO_TEMPLATE",
          summary: "A unit has no template.",
          detail: `Unit "${name}" should have a template at ${join(config.path ?? name, wanted)}. Create it, or set "path" or "template" of the unit.`,
          ...placeInConfig(place, ["units", name]),
        },
      ],
    };
  }
  const { template, diagnostics } = await loadTemplate(file, shown(file));
  const unit: Unit = {
    ...unitOutline(root, name, config),
    directory,
    templatePath: file,
    template,
    parameters: config.parameters ?? {},
    dependsOn: config.dependsOn ?? [],
    tests: testsOf(config.tests),
    ownedElsewhere: [...(config.ownedElsewhere ?? []), ...(system.ownedElsewhere ?? [])],
    ...(config.done === undefined ? {} : { done: config.done }),
  };
  return { unit, diagnostics };
}

function testsOf(tests: readonly (string | TestCommand)[] = []): readonly TestCommand[] {
  return tests.map((test) => (typeof test === "string" ? { run: test } : test));
}

function findTemplate(directory: string): string | undefined {
  return TEMPLATE_FILES.map((name) => join(directory, name)).find((path) => existsSync(path));
}
