// Checks what a configuration file exported: types vanish at run time, and a configuration may be plain JavaScript. Pure.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import type { SystemConfig } from "./define-system.ts";

const TIERS: ReadonlySet<unknown> = new Set(["shared", "infrastructure", "business", "edge"]);
const POLICIES: ReadonlySet<unknown> = new Set(["stop", "continue", "rollback"]);
const TARGETS: ReadonlySet<unknown> = new Set(["local", "aws"]);
// LIMIT: a stack's name has at most 128 letters, digits and hyphens ("CreateStack", StackName); three parts share them.
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** Reports all that is wrong with a configuration. `file` is how the author names it; undefined if it was inferred. */
export function checkConfig(config: SystemConfig, file: string | undefined): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report = (path: string, detail: string): void => {
    diagnostics.push({
      severity: "error",
      code: "CONFIG_INVALID",
      summary: "The configuration has a value that is not allowed.",
      detail,
      path,
      ...(file === undefined ? {} : { position: { file, line: 1, column: 1 } }),
    });
  };
  const checkName = (path: string, what: string, name: unknown): void => {
    if (typeof name !== "string" || !NAME.test(name))
      report(
        path,
        `The name of ${what} is ${JSON.stringify(name)}. It starts with a lower-case letter, followed by at most 39 lower-case letters, digits and hyphens.`,
      );
  };

  const checkTests = (path: string, tests: unknown): void => {
    if (tests === undefined) return;
    const isList = Array.isArray(tests) && tests.every((each) => typeof (member(each, "run") ?? each) === "string");
    if (!isList) report(path, 'Tests are a list of commands: "npm test", or { run: "npm test", timeoutSeconds: 60 }.');
  };

  checkName("name", "the system", config.name);
  checkTests("tests", config.tests);
  for (const [name, unit] of Object.entries<unknown>(config.units ?? {})) {
    checkName(`units.${name}`, "a unit", name);
    const tier = member(unit, "tier");
    if (tier !== undefined && !TIERS.has(tier))
      report(`units.${name}.tier`, `Tier ${JSON.stringify(tier)} is none of ${[...TIERS].join(", ")}.`);
    checkTests(`units.${name}.tests`, member(unit, "tests"));
  }
  for (const [name, environment] of Object.entries<unknown>(config.environments ?? {})) {
    checkName(`environments.${name}`, "an environment", name);
    const target = member(environment, "target");
    if (target !== undefined && !TARGETS.has(target))
      report(`environments.${name}.target`, `Target ${JSON.stringify(target)} is neither "local" nor "aws".`);
    if (target === "aws" && member(environment, "region") === undefined)
      report(`environments.${name}.region`, `Environment "${name}" deploys to AWS; name the region.`);
    const policy = member(environment, "onFailure");
    if (policy !== undefined && !POLICIES.has(policy))
      report(
        `environments.${name}.onFailure`,
        `Policy ${JSON.stringify(policy)} is none of ${[...POLICIES].join(", ")}.`,
      );
    const account = member(environment, "account");
    if (target === "aws" && account !== undefined && !(typeof account === "string" && /^\d{12}$/.test(account)))
      report(`environments.${name}.account`, `An account of AWS has 12 digits, but got ${JSON.stringify(account)}.`);
    for (const unit of Object.keys(Object(member(environment, "units"))))
      if (config.units !== undefined && !Object.hasOwn(config.units, unit))
        report(`environments.${name}.units.${unit}`, `The system has no unit "${unit}".`);
  }
  if (config.environments !== undefined && Object.keys(config.environments).length === 0)
    report("environments", "A system has at least one environment. Leave the member out for one named dev.");
  return diagnostics;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
