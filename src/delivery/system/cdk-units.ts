// Units that are stacks of a CDK app: one a stack, named by its path in the app. An app is synthesised once, however many units it makes.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { CDK_FILE, knownAssembly, synthesise } from "./cdk-app.ts";
import type { SynthesisPlace } from "./cdk-app.ts";
import { readAssembly } from "./cdk-assembly.ts";
import type { CdkStack } from "./cdk-assembly.ts";
import { adoptTemplate } from "./cdk-template.ts";
import type { SystemConfig, UnitConfig } from "./define-system.ts";
import { listOf } from "./environments.ts";
import { findUnitFolder } from "./find-units.ts";
import type { InferredConfig } from "./load-config.ts";
import type { UnitSource, UnitTemplate } from "./load-unit.ts";
import { DiagnosticsError, placeInConfig } from "./system.ts";
import type { Environment } from "./system.ts";
import { loadTemplate } from "./template.ts";

/** The stacks of an app. */
interface CdkApp {
  /** The folder of its assembly. */
  readonly output: string;
  readonly stacks: readonly CdkStack[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The CDK apps of one loading of a system. */
export interface CdkApps {
  stacksOf(folder: string, place: SynthesisPlace, shown: (path: string) => string): Promise<CdkApp>;
}

/** Where an app goes of which no environment is known yet. */
export const AMBIENT: SynthesisPlace = {
  account: undefined,
  // LIMIT: where neither the app nor the shell says a region, that of the embedded cloud.
  region: process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? "us-east-1",
  context: {},
};

/** Whether a folder is a CDK app's. */
export function isCdkApp(folder: string): boolean {
  return existsSync(join(folder, CDK_FILE));
}

/** Opens apps, each once. Unless they are to be `fresh`, the assembly of the last synthesis is taken where there is one. */
export function createCdkApps(isFresh: boolean): CdkApps {
  const apps = new Map<string, Promise<CdkApp>>();
  return {
    stacksOf(folder, place, shown) {
      let app = apps.get(folder);
      if (app === undefined) {
        app = open(folder, place, shown, isFresh);
        apps.set(folder, app);
      }
      return app;
    },
  };
}

async function open(
  folder: string,
  place: SynthesisPlace,
  shown: (path: string) => string,
  isFresh: boolean,
): Promise<CdkApp> {
  const known = isFresh ? undefined : knownAssembly(folder, shown);
  const output = known ?? (await synthesise(folder, place, shown));
  return { output, ...readAssembly(output, shown) };
}

/** The system that a CDK app is where nothing else is said: a unit a stack, in one local environment. */
export function inferFromApp(name: string, { stacks, diagnostics }: CdkApp): InferredConfig {
  const regions = [...new Set(stacks.flatMap(({ region }) => (region === undefined ? [] : [region])))];
  const problems = diagnostics.filter((each) => each.severity === "error");
  if (regions.length > 1) {
    problems.push({
      severity: "error",
      code: "CDK_SEVERAL_REGIONS",
      summary: "The stacks of the CDK app are for several regions.",
      detail: `An environment is one region, but the app names ${listOf(regions)}. Write a stackyard.config.ts whose units name the stacks of one region by "cdkStack".`,
    });
  }
  if (problems.length > 0) throw new DiagnosticsError(problems);
  const units = stacks.map((stack): [string, UnitConfig] => [
    stack.unit,
    { path: ".", cdkStack: stack.path, stackName: stack.stackName },
  ]);
  const [region] = regions;
  const config: SystemConfig = {
    name,
    units: Object.fromEntries(units),
    environments: { dev: region === undefined ? {} : { region } },
  };
  // The app's own warnings come with its units.
  return { config, positionOf: () => undefined, diagnostics: [] };
}

/** Loads what a unit takes from the stack of the CDK app in its folder. */
export async function loadCdkUnit(
  source: UnitSource,
  unit: { readonly name: string; readonly directory: string; readonly config: UnitConfig },
): Promise<{ template?: UnitTemplate; diagnostics: readonly Diagnostic[] }> {
  const { environment, shown } = source;
  const { name, directory, config } = unit;
  const app = await source.apps.stacksOf(directory, placeOf(environment), shown);
  const stack = requireStack(app, name, config.cdkStack);
  const problem =
    typeof stack === "string"
      ? { code: "CDK_STACK_UNKNOWN", summary: "A unit is not one stack of its CDK app.", detail: stack }
      : misplacement(stack, environment);
  if (typeof stack === "string" || problem !== undefined) {
    const position = placeInConfig(source.place, ["units", name]);
    const diagnostic = problem === undefined ? [] : [{ severity: "error" as const, ...problem, ...position }];
    return { diagnostics: [...app.diagnostics, ...diagnostic] };
  }
  const { template, diagnostics } = await loadTemplate(stack.templateFile, shown(stack.templateFile));
  const { body, assets } = adoptTemplate(stack, template.body);
  return {
    template: {
      directory,
      templatePath: stack.templateFile,
      template: { ...template, body },
      dependsOn: stack.dependsOn.flatMap((path) => unitsOf(source, directory, path)),
      assets,
      cdkApp: { directory, output: app.output },
      stackName: stack.stackName,
    },
    diagnostics: [...app.diagnostics, ...diagnostics],
  };
}

function requireStack({ stacks }: CdkApp, unit: string, path: string | undefined): CdkStack | string {
  const [stack, other] = stacks.filter((each) => path === undefined || each.path === path);
  if (stack !== undefined && other === undefined) return stack;
  const asked = path === undefined ? "does not say which stack it is" : `is stack "${path}"`;
  return `Unit "${unit}" ${asked}; the app has ${listOf(stacks.map((each) => each.path))}. Name one of them by "cdkStack".`;
}

function misplacement(
  { path, account, region }: CdkStack,
  environment: Environment | undefined,
): Pick<Diagnostic, "code" | "summary" | "detail"> | undefined {
  if (environment?.target === "aws" && isOther(account, environment.account))
    return {
      code: "CDK_OTHER_ACCOUNT",
      summary: "A stack of the CDK app is for another account.",
      detail: `Stack "${path}" is for account ${account ?? ""}, but environment "${environment.name}" is account ${environment.account ?? ""}. Take the account from CDK_DEFAULT_ACCOUNT in the app.`,
    };
  if (isOther(region, environment?.region))
    return {
      code: "CDK_OTHER_REGION",
      summary: "A stack of the CDK app is for another region.",
      detail: `Stack "${path}" is for region ${region ?? ""}, but environment "${environment?.name ?? ""}" is in ${environment?.region ?? ""}. Take the region from CDK_DEFAULT_REGION in the app.`,
    };
  return undefined;
}

// The units that are a stack of the same app.
function unitsOf({ root, units }: UnitSource, directory: string, path: string): readonly string[] {
  return Object.entries(units).flatMap(([name, config]) =>
    config.cdkStack === path && findUnitFolder(root, name, config) === directory ? [name] : [],
  );
}

function isOther(ofStack: string | undefined, ofEnvironment: string | undefined): boolean {
  return ofStack !== undefined && ofEnvironment !== undefined && ofStack !== ofEnvironment;
}

function placeOf(environment: Environment | undefined): SynthesisPlace {
  const account = environment?.account;
  return {
    account: account !== undefined && /^\d{12}$/.test(account) ? account : undefined,
    region: environment?.region ?? AMBIENT.region,
    context: environment?.context ?? {},
  };
}
