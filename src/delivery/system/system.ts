// A system as the rest of the delivery sees it: the configuration with all that was inferred filled in, as plain data.

import { relative } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { EnvironmentConfig, ParameterValue, TestCommand, Tier } from "./define-system.ts";
import type { Template } from "./template.ts";

export interface Unit {
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
  readonly tier: Tier;
  /** Absolute path of the template's file. */
  readonly templatePath: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Declared by the configuration, beyond what is inferred. */
  readonly dependsOn: readonly string[];
  /** Run after the unit's stack was deployed. */
  readonly tests?: readonly TestCommand[];
}

export interface Environment extends EnvironmentConfig {
  readonly name: string;
  readonly target: "local" | "aws";
}

export interface System {
  readonly name: string;
  /** Absolute: the folder of the configuration. */
  readonly directory: string;
  /** Absolute path of the configuration; undefined if everything was inferred. */
  readonly configPath: string | undefined;
  /** The configuration as messages name it. */
  readonly configFile: string | undefined;
  /** Absolute: the folder which the paths in messages are relative to. */
  readonly base: string;
  readonly units: readonly Unit[];
  /** At least one; the first is the default. */
  readonly environments: readonly Environment[];
  /** Run at the end of each release. */
  readonly tests?: readonly TestCommand[];
}

/** The name of a unit's stack in an environment. */
export function stackNameOf(system: { readonly name: string }, environment: string, unit: string): string {
  return `${system.name}-${environment}-${unit}`;
}

/** A path as messages name it: relative to `base`, unless it leads out of it. */
export function shownPath(base: string, path: string): string {
  const short = relative(base, path);
  return short.startsWith("..") ? path : short;
}

/** The environment of the name, or the system's first one. Throws ERR_UNKNOWN_ENVIRONMENT. */
export function requireEnvironment(system: System, name: string | undefined): Environment {
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
