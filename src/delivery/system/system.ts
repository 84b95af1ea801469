// A system as the rest of the delivery sees it: the configuration with all that was inferred filled in, as plain data.

import { relative } from "node:path";
import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { ContractSources } from "../contracts/contract.ts";
import type {
  Done,
  EnvironmentConfig,
  ExternalConfig,
  FailurePolicy,
  OwnedElsewhere,
  ParameterValue,
  TestCommand,
  Tier,
} from "./define-system.ts";
import type { Template } from "./template.ts";

/** What is known of a unit without its template. */
export interface UnitOutline {
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
  readonly tier: Tier;
  /** The pattern of its stack's name, if it has one of its own. */
  readonly stackName?: string;
}

export interface Unit extends UnitOutline {
  /** Absolute path of the template's file. */
  readonly templatePath: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Declared by the configuration or by a CDK app, beyond what is inferred. */
  readonly dependsOn: readonly string[];
  /** Those of them that a CDK app declares. */
  readonly appDependsOn?: readonly string[];
  /** Run after the unit's stack was deployed. */
  readonly tests?: readonly TestCommand[];
  /** When it counts as done; undefined where the environment decides. */
  readonly done?: Done;
  /** Properties that something else changes, those of the whole system included. */
  readonly ownedElsewhere?: readonly OwnedElsewhere[];
  /** What its template needs beside the code that it names by local paths. */
  readonly assets?: readonly UnitAsset[];
  /** The CDK app that makes its template, absolute: whatever changes in its folder, but for its output, may change the template. */
  readonly cdkApp?: { readonly directory: string; readonly output: string };
  /** What stands in its folder "contracts"; undefined if there is none. */
  readonly contracts?: ContractSources;
}

/** A file which a unit's template names by its key in the artifact bucket already. */
export interface UnitAsset {
  /** As people call it. */
  readonly name: string;
  readonly key: string;
  readonly source:
    | { readonly kind: "folder" | "file"; readonly path: string }
    | { readonly kind: "text"; readonly path: string; readonly text: string };
}

/** An environment with all that it inherits filled in. */
export interface Environment extends EnvironmentConfig {
  readonly name: string;
  readonly target: "local" | "aws";
  /** The fork of the embedded cloud in which it is; the embedded cloud itself if this is not given. */
  readonly fork?: string;
}

/** What is known of a system without its templates: enough to find its stacks. */
export interface SystemOutline {
  readonly name: string;
  /** Absolute: the folder of the configuration. */
  readonly directory: string;
  readonly units: readonly UnitOutline[];
  /** At least one; the first is the default. Abstract ones are left out. */
  readonly environments: readonly Environment[];
  /** The environment that holds the units of tier `shared`; undefined if every environment has its own. */
  readonly sharedEnvironment?: string;
  /** The pattern of stack names; undefined for "{system}-{environment}-{unit}". */
  readonly stackName?: string;
}

export interface System extends SystemOutline {
  /** Absolute path of the configuration; undefined if everything was inferred. */
  readonly configPath: string | undefined;
  /** The configuration as messages name it. */
  readonly configFile: string | undefined;
  /** Absolute: the folder which the paths in messages are relative to. */
  readonly base: string;
  readonly units: readonly Unit[];
  /** Units that live in another environment, whose outputs can be read and which are never deployed from here. */
  readonly borrowed?: readonly BorrowedUnit[];
  readonly externals?: Readonly<Record<string, ExternalConfig>>;
  /** Run at the end of each release. */
  readonly tests?: readonly TestCommand[];
  readonly onFailure?: FailurePolicy;
  /** Absolute paths of the files with resource types of the user's own. */
  readonly resourceTypes?: readonly string[];
  /** Whether every dependency has to be declared. */
  readonly declare?: "all";
  /** The place of a value in the configuration, or of its nearest parent that has one. */
  positionOf?(path: readonly string[]): SourcePosition | undefined;
}

/** A unit of another environment. */
export interface BorrowedUnit {
  readonly unit: Unit;
  /** Where its stack is. */
  readonly environment: Environment;
}

/** Names of stacks, where nothing else is said. */
const STACK_NAME = "{system}-{environment}-{unit}";

/** The name of a unit's stack in an environment, by the pattern that is closest: of the unit there, the environment, the unit, or the system. */
export function stackNameOf(
  system: Pick<SystemOutline, "name"> & Partial<SystemOutline>,
  environment: string,
  unit: string,
): string {
  const place = system.environments?.find((each) => each.name === environment);
  const pattern =
    place?.units?.[unit]?.stackName ??
    system.units?.find((each) => each.name === unit)?.stackName ??
    place?.stackName ??
    system.stackName ??
    STACK_NAME;
  return pattern
    .replaceAll("{system}", system.name)
    .replaceAll("{environment}", environment)
    .replaceAll("{unit}", unit);
}

/**
 * The system as one environment has it: without the stubs that are not bound there, and with the units of tier `shared` only in their
 * environment; elsewhere they are borrowed.
 */
export function systemIn(system: System, environment: Environment): System {
  const { sharedEnvironment } = system;
  const home = system.environments.find((each) => each.name === sharedEnvironment);
  const isHome = home?.name === environment.name;
  const shared = home === undefined || isHome ? [] : system.units.filter((unit) => unit.tier === "shared");
  const absent = new Set<string>(
    system.units.flatMap((unit) => (livesIn(system, environment, unit) || shared.includes(unit) ? [] : [unit.name])),
  );
  // Nobody waits for what is not here; a value that is read from it is another matter, and an error.
  const units = system.units
    .filter((unit) => livesIn(system, environment, unit))
    .map((unit) => ({ ...unit, dependsOn: unit.dependsOn.filter((name) => !absent.has(name)) }));
  if (home === undefined) return { ...system, units };
  return { ...system, units, borrowed: shared.map((unit) => ({ unit, environment: home })) };
}

/** The environment that has the shared units, seen from another one; undefined if it is that one itself, or there is none. */
export function sharedHomeOf(
  system: Pick<SystemOutline, "sharedEnvironment" | "environments">,
  environment: Pick<Environment, "name">,
): Environment | undefined {
  const home = system.environments.find((each) => each.name === system.sharedEnvironment);
  return home?.name === environment.name ? undefined : home;
}

/** Whether a unit is deployed in an environment: shared ones have one of their own, stubs only stand where they are bound. */
export function livesIn(system: SystemOutline, environment: Environment, unit: UnitOutline): boolean {
  if (system.sharedEnvironment !== undefined)
    if ((unit.tier === "shared") !== (environment.name === system.sharedEnvironment)) return false;
  return !stubsOf(system.environments).has(unit.name) || stubsOf([environment]).has(unit.name);
}

/** The units that stand for external services in some of the environments. */
function stubsOf(environments: readonly Environment[]): ReadonlySet<string> {
  return new Set(
    environments.flatMap(({ externals }) =>
      Object.values(externals ?? {}).flatMap((binding) =>
        binding !== undefined && "stub" in binding ? [binding.stub] : [],
      ),
    ),
  );
}

/** The place of a value in the configuration as a diagnostic takes it; of the whole file if nothing better is known. */
export function placeInConfig(
  system: Pick<System, "configFile" | "positionOf">,
  path: readonly string[],
): Pick<Diagnostic, "position"> {
  const position = system.positionOf?.(path);
  if (position !== undefined) return { position };
  return system.configFile === undefined ? {} : { position: { file: system.configFile, line: 1, column: 1 } };
}

/** A path as messages name it: relative to `base`, unless it leads out of it. */
export function shownPath(base: string, path: string): string {
  const short = relative(base, path);
  return short.startsWith("..") ? path : short;
}

/** The environment of the name, or the system's first one. Throws ERR_UNKNOWN_ENVIRONMENT. */
export function requireEnvironment(
  system: Pick<SystemOutline, "name" | "environments">,
  name: string | undefined,
): Environment {
  const found = name === undefined ? system.environments[0] : system.environments.find((each) => each.name === name);
  if (found !== undefined) return found;
  const known = system.environments.map((each) => `"${each.name}"`).join(", ");
  throw new OperatorError({
    code: "ERR_UNKNOWN_ENVIRONMENT",
    message: `System "${system.name}" has no environment "${name ?? ""}". It has ${known}.`,
    hints: [`stackyard deploy --env ${system.environments[0]?.name ?? "dev"}`],
  });
}

/** What makes a deployment impossible, all at once. */
export class DiagnosticsError extends Error {
  override readonly name = "DiagnosticsError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => each.summary).join(" "));
    this.diagnostics = diagnostics;
  }
}
