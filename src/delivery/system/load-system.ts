// Finds out what system a folder holds: from its stackyard.config.ts, or from its templates if it has none.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { SystemConfig, TestCommand, UnitConfig } from "./define-system.ts";
import { checkConfig } from "./check-config.ts";
import { findConfig, loadConfig } from "./load-config.ts";
import { DiagnosticsError, shownPath } from "./system.ts";
import type { Environment, System, Unit } from "./system.ts";
import { loadTemplate } from "./template.ts";

/** File names of templates, the first that exists wins. */
const TEMPLATE_FILES = ["template.yaml", "template.yml", "template.json"] as const;

// Where a unit's folder may stand below the system's.
const UNIT_PARENTS = [".", "units", "stacks", "services"] as const;

/**
 * Reads the system in `directory`; paths in messages are relative to `base`, which is the system's folder if not given. Throws a DiagnosticsError for whatever is wrong with configuration and templates, and
 * ERR_NO_SYSTEM if there is neither. Warnings are returned.
 */
export async function loadSystem(
  directory: string,
  base: string = directory,
): Promise<{ system: System; diagnostics: readonly Diagnostic[] }> {
  const root = resolve(directory);
  const shown = (path: string): string => shownPath(resolve(base), path);
  const configFile = findConfig(root);
  const config: SystemConfig =
    configFile === undefined ? await inferConfig(root) : await loadConfig(configFile, shown(configFile));
  const problems = checkConfig(config, configFile === undefined ? undefined : shown(configFile));
  if (problems.some((each) => each.severity === "error")) throw new DiagnosticsError(problems);

  const found = Object.entries<UnitConfig>(config.units ?? (await inferUnits(root)));
  const loaded = await Promise.all(found.map(([name, unit]) => loadUnit(root, name, unit, configFile, shown)));
  const diagnostics = [...problems, ...loaded.flatMap((each) => each.diagnostics)];
  if (diagnostics.some((each) => each.severity === "error")) throw new DiagnosticsError(diagnostics);

  const environments = Object.entries(config.environments ?? { dev: {} }).map(([name, environment]): Environment => ({
    ...environment,
    name,
    target: environment.target ?? "local",
  }));
  const units = loaded.flatMap((each) => (each.unit === undefined ? [] : [each.unit]));
  const system: System = {
    name: config.name,
    directory: root,
    configPath: configFile,
    configFile: configFile === undefined ? undefined : shown(configFile),
    base: resolve(base),
    units,
    environments,
    tests: testsOf(config.tests),
  };
  return { system, diagnostics };
}

/** Whether a folder itself has a configuration or a template, so that nothing needs to be inferred from folders below. */
export function holdsSystem(directory: string): boolean {
  return findConfig(directory) !== undefined || findTemplate(directory) !== undefined;
}

async function inferConfig(root: string): Promise<SystemConfig> {
  const units = await inferUnits(root);
  if (Object.keys(units).length === 0) {
    throw new OperatorError({
      code: "ERR_NO_SYSTEM",
      message: `There is no system in "${root}": neither a stackyard.config.ts nor a template.yaml, here or one folder below.`,
      hints: ["stackyard up DIRECTORY", "Write a stackyard.config.ts: see README.md"],
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
  root: string,
  name: string,
  config: UnitConfig,
  configFile: string | undefined,
  shown: (path: string) => string,
): Promise<{ unit?: Unit; diagnostics: readonly Diagnostic[] }> {
  const directory =
    config.path === undefined
      ? UNIT_PARENTS.map((parent) => join(root, parent, name)).find((path) => existsSync(path))
      : resolve(root, config.path);
  const file =
    directory === undefined
      ? undefined
      : config.template === undefined
        ? findTemplate(directory)
        : join(directory, config.template);
  if (directory === undefined || file === undefined || !existsSync(file)) {
    const wanted = config.template ?? TEMPLATE_FILES[0];
    const position = configFile === undefined ? undefined : { file: shown(configFile), line: 1, column: 1 };
    return {
      diagnostics: [
        {
          severity: "error",
          code: "CONFIG_NO_TEMPLATE",
          summary: "A unit has no template.",
          detail: `Unit "${name}" should have a template at ${join(config.path ?? name, wanted)}. Create it, or set "path" or "template" of the unit.`,
          ...(position === undefined ? {} : { position }),
        },
      ],
    };
  }
  const { template, diagnostics } = await loadTemplate(file, shown(file));
  const unit: Unit = {
    name,
    directory,
    templatePath: file,
    tier: config.tier ?? "business",
    template,
    parameters: config.parameters ?? {},
    dependsOn: config.dependsOn ?? [],
    tests: testsOf(config.tests),
  };
  return { unit, diagnostics };
}

function testsOf(tests: readonly (string | TestCommand)[] = []): readonly TestCommand[] {
  return tests.map((test) => (typeof test === "string" ? { run: test } : test));
}

function findTemplate(directory: string): string | undefined {
  return TEMPLATE_FILES.map((name) => join(directory, name)).find((path) => existsSync(path));
}
