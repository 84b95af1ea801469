// Loads one unit: its template, and all that the configuration says of it.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { CONTRACTS_FOLDER, readContractFiles } from "../contracts/contract-files.ts";
import type { ContractSources } from "../contracts/contract.ts";
import { isCdkApp, loadCdkUnit } from "./cdk-units.ts";
import type { CdkApps } from "./cdk-units.ts";
import type { SystemConfig, TestCommand, UnitConfig } from "./define-system.ts";
import { findTemplate, findUnitFolder, TEMPLATE_FILES } from "./find-units.ts";
import { placeInConfig } from "./system.ts";
import type { Environment, System, Unit, UnitOutline } from "./system.ts";
import { loadTemplate } from "./template.ts";
import type { TemplateCache } from "./template-cache.ts";

/** What a unit is loaded from, and for. */
export interface UnitSource {
  readonly root: string;
  readonly config: SystemConfig;
  readonly units: Readonly<Record<string, UnitConfig>>;
  readonly place: Pick<System, "configFile" | "positionOf">;
  readonly environment: Environment | undefined;
  readonly apps: CdkApps;
  readonly templates: TemplateCache | undefined;
  shown(path: string): string;
}

/** Loads a unit; without one the diagnostics say why. */
export async function loadUnit(
  source: UnitSource,
  name: string,
): Promise<{ unit?: Unit; diagnostics: readonly Diagnostic[] }> {
  const config = source.units[name] ?? {};
  const directory = findUnitFolder(source.root, name, config);
  const outline = outlineOfUnit(source.root, name, config);
  const isOfApp =
    directory !== undefined &&
    (config.cdkStack !== undefined ||
      (config.template === undefined && findTemplate(directory) === undefined && isCdkApp(directory)));
  const { template, diagnostics } = isOfApp
    ? await loadCdkUnit(source, { name, directory, config })
    : await loadFromTemplate(source, name, config, directory);
  if (template === undefined) return { diagnostics };
  const { contracts, diagnostics: faults } = await loadContracts(outline.directory, source.shown);
  const unit: Unit = {
    ...template,
    ...outline,
    dependsOn: [...new Set([...(config.dependsOn ?? []), ...template.dependsOn])],
    ...(template.dependsOn.length === 0 ? {} : { appDependsOn: template.dependsOn }),
    parameters: config.parameters ?? {},
    tests: testsOf(config.tests),
    ownedElsewhere: [...(config.ownedElsewhere ?? []), ...(source.config.ownedElsewhere ?? [])],
    ...(config.done === undefined ? {} : { done: config.done }),
    ...(contracts === undefined ? {} : { contracts }),
  };
  return { unit, diagnostics: [...diagnostics, ...faults] };
}

// The reader of schemas is loaded only where there are some.
async function loadContracts(
  directory: string,
  shown: (path: string) => string,
): Promise<{ contracts?: ContractSources; diagnostics: readonly Diagnostic[] }> {
  if (!existsSync(join(directory, CONTRACTS_FOLDER))) return { diagnostics: [] };
  const { parseContracts } = await import("../contracts/parse-contracts.ts");
  return parseContracts(await readContractFiles(directory, shown));
}

/** The parts of a unit that come from its template, or the CDK app that makes it. */
export type UnitTemplate = Pick<
  Unit,
  "directory" | "templatePath" | "template" | "dependsOn" | "assets" | "cdkApp" | "stackName"
>;

/** What is known of a unit without its template. */
export function outlineOfUnit(root: string, name: string, config: UnitConfig): UnitOutline {
  return {
    name,
    directory: findUnitFolder(root, name, config) ?? join(root, name),
    tier: config.tier ?? "business",
    ...(config.stackName === undefined ? {} : { stackName: config.stackName }),
  };
}

/** Tests in their long form. */
export function testsOf(tests: readonly (string | TestCommand)[] = []): readonly TestCommand[] {
  return tests.map((test) => (typeof test === "string" ? { run: test } : test));
}

async function loadFromTemplate(
  { place, shown, templates }: UnitSource,
  name: string,
  config: UnitConfig,
  directory: string | undefined,
): Promise<{ template?: UnitTemplate; diagnostics: readonly Diagnostic[] }> {
  const file =
    directory === undefined || config.template !== undefined
      ? join(directory ?? "", config.template ?? "")
      : findTemplate(directory);
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
  const { template, diagnostics } = await loadTemplate(file, shown(file), templates);
  return { template: { directory, templatePath: file, template, dependsOn: [] }, diagnostics };
}
