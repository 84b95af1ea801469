// Checks what a configuration file exported, all of it: the form of each value, and what values say of each other. Pure.

import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import { checkShape, member } from "./config-shape.ts";
import type { SystemConfig } from "./define-system.ts";
import { listOf, resolveEnvironments } from "./environments.ts";
import type { ReportProblem } from "./environments.ts";
import type { Environment } from "./system.ts";

// LIMIT: a stack's name has at most 128 letters, digits and hyphens ("CreateStack", StackName); three parts share them.
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** A configuration's environments, resolved, and all that is wrong with it. */
export interface CheckedConfig {
  readonly environments: readonly Environment[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a configuration whose units are those named; `positionOf` gives the place of a value.
 */
export function checkConfig(
  config: SystemConfig,
  units: readonly string[],
  positionOf: (path: readonly string[]) => SourcePosition | undefined,
): CheckedConfig {
  const diagnostics: Diagnostic[] = [];
  const report: ReportProblem = (path, detail) => {
    const position = positionOf(path);
    diagnostics.push({
      severity: "error",
      code: "CONFIG_INVALID",
      summary: "The configuration has a value that is not allowed.",
      detail,
      path: path.join("."),
      ...(position === undefined ? {} : { position }),
    });
  };

  checkShape(config, report);
  checkName(["name"], "the system", config.name, report);
  for (const name of Object.keys(Object(config.units))) checkName(["units", name], "a unit", name, report);
  // What has no right form was said; what refers to other values is only read of those that have.
  if (diagnostics.length > 0) return { environments: [], diagnostics };

  const configs = config.environments ?? { dev: {} };
  for (const name of Object.keys(configs)) checkName(["environments", name], "an environment", name, report);
  const environments = resolveEnvironments(configs, config.externals ?? {}, report);
  if (environments.length === 0)
    report(
      ["environments"],
      "A system has at least one environment that is not abstract. Leave the member out for one named dev.",
    );
  checkReferences(config, units, report);
  checkStackNames(config, report);
  for (const environment of environments) checkEnvironment(config, environment, report);
  checkPromotions(environments, report);
  checkShared(config, environments, report);
  return { environments, diagnostics };
}

function checkName(path: readonly string[], what: string, name: unknown, report: ReportProblem): void {
  if (name === undefined || (typeof name === "string" && NAME.test(name))) return;
  report(
    path,
    `The name of ${what} is ${JSON.stringify(name)}. It starts with a lower-case letter, followed by at most 39 lower-case letters, digits and hyphens.`,
  );
}

// Names of units, environments and externals, wherever they are used.
function checkReferences(config: SystemConfig, units: readonly string[], report: ReportProblem): void {
  const environments = Object.keys(config.environments ?? { dev: {} });
  const externals = Object.keys(config.externals ?? {});
  const known = (path: readonly string[], what: string, name: unknown, names: readonly string[]): void => {
    if (typeof name === "string" && !names.includes(name))
      report(path, `The system has no ${what} "${name}". It has ${listOf(names)}.`);
  };
  const parameters = (path: readonly string[], values: unknown): void => {
    for (const [name, value] of Object.entries<unknown>(Object(values)))
      known([...path, name], "unit", member(value, "unit"), units);
  };
  const tests = (path: readonly string[], list: readonly unknown[] = []): void => {
    for (const [index, test] of list.entries())
      for (const [at, name] of Object.entries<unknown>(Object(member(test, "environments"))))
        known([...path, String(index), "environments", at], "environment", name, environments);
  };

  tests(["tests"], config.tests);
  known(["sharedEnvironment"], "environment", config.sharedEnvironment, environments);
  for (const [name, unit] of Object.entries(config.units ?? {})) {
    parameters(["units", name, "parameters"], unit.parameters);
    for (const [index, other] of (unit.dependsOn ?? []).entries())
      known(["units", name, "dependsOn", String(index)], "unit", other, units);
    tests(["units", name, "tests"], unit.tests);
  }
  for (const [name, environment] of Object.entries(config.environments ?? {})) {
    const path = ["environments", name];
    parameters([...path, "parameters"], environment.parameters);
    known([...path, "promotesFrom"], "environment", environment.promotesFrom, environments);
    for (const [unit, its] of Object.entries(environment.units ?? {})) {
      known([...path, "units", unit], "unit", unit, units);
      parameters([...path, "units", unit, "parameters"], its?.parameters);
    }
    for (const [external, binding] of Object.entries(environment.externals ?? {})) {
      known([...path, "externals", external], "external service", external, externals);
      known([...path, "externals", external, "stub"], "unit", member(binding, "stub"), units);
    }
  }
}

function checkEnvironment(config: SystemConfig, environment: Environment, report: ReportProblem): void {
  const { name, target, account } = environment;
  const path = ["environments", name];
  if (target === "aws" && environment.region === undefined)
    report([...path, "region"], `Environment "${name}" deploys to AWS; name the region.`);
  if (target === "aws" && account !== undefined && !/^\d{12}$/.test(account))
    report([...path, "account"], `An account of AWS has 12 digits, but got ${JSON.stringify(account)}.`);
  const arn = typeof environment.role === "string" ? environment.role : environment.role?.arn;
  const role = arn === undefined ? undefined : /^arn:aws[a-z-]*:iam::(\d{12}):role\/.+$/.exec(arn);
  if (role === null)
    report([...path, "role"], `A role is named by its ARN, such as "arn:aws:iam::123456789012:role/deploy".`);
  if (role !== null && role !== undefined && account !== undefined && role[1] !== account)
    report([...path, "role"], `Environment "${name}" is account ${account}, but its role belongs to ${role[1] ?? ""}.`);
  for (const external of Object.keys(config.externals ?? {}))
    if (environment.externals?.[external] === undefined && name !== config.sharedEnvironment)
      report(
        [...path, "externals"],
        `Environment "${name}" does not bind external service "${external}". Give it { value: ... } or { stub: UNIT, output: ... } below "externals".`,
      );
}

// AWS: "CreateStack", StackName: letters, digits and hyphens, the first a letter, at most 128.
function checkStackNames(config: SystemConfig, report: ReportProblem): void {
  const patterns: readonly (readonly [readonly string[], string | undefined])[] = [
    [["stackName"], config.stackName],
    ...Object.entries(config.units ?? {}).map(([unit, its]) => [["units", unit, "stackName"], its.stackName] as const),
    ...Object.entries(config.environments ?? {}).flatMap(([name, its]) => [
      [["environments", name, "stackName"], its.stackName] as const,
      ...Object.entries(its.units ?? {}).map(
        ([unit, own]) => [["environments", name, "units", unit, "stackName"], own?.stackName] as const,
      ),
    ]),
  ];
  for (const [path, pattern] of patterns) {
    if (pattern === undefined) continue;
    const sample = pattern.replaceAll(/\{(system|environment|unit)\}/g, "a");
    if (!/^[A-Za-z][-A-Za-z0-9]*$/.test(sample) || sample.length > 128)
      report(
        path,
        `"${pattern}" makes no name of a stack. It has letters, digits and hyphens, starts with a letter, and {system}, {environment} and {unit} stand for theirs.`,
      );
  }
}

function checkPromotions(environments: readonly Environment[], report: ReportProblem): void {
  const said = new Set<string>();
  for (const { name } of environments) {
    const way = [name];
    for (let next = fromOf(environments, name); next !== undefined; next = fromOf(environments, next)) {
      if (next === name && !way.some((each) => said.has(each)))
        report(
          ["environments", name, "promotesFrom"],
          `Environments promote from each other in a circle: ${[...way, name].map((each) => `"${each}"`).join(" from ")}. Remove one "promotesFrom".`,
        );
      if (way.includes(next)) break;
      way.push(next);
    }
    for (const each of way) said.add(each);
  }
}

function fromOf(environments: readonly Environment[], name: string): string | undefined {
  return environments.find((each) => each.name === name)?.promotesFrom;
}

function checkShared(config: SystemConfig, environments: readonly Environment[], report: ReportProblem): void {
  const shared = Object.entries(config.units ?? {}).find(([, unit]) => unit.tier === "shared")?.[0];
  const home = config.sharedEnvironment;
  if (shared !== undefined && home === undefined && environments.length > 1)
    report(
      ["units", shared, "tier"],
      `Unit "${shared}" is shared by ${environments.length} environments. Say which environment holds it: give the system a "sharedEnvironment".`,
    );
  if (
    home !== undefined &&
    Object.hasOwn(config.environments ?? {}, home) &&
    !environments.some((each) => each.name === home)
  )
    report(["sharedEnvironment"], `Environment "${home}" is abstract, so nothing can be deployed there.`);
}
