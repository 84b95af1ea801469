// Which options a configuration has and what each may be, as data: types vanish at run time, and a configuration may be plain
// JavaScript. The tables are typed by the interfaces, so that an option without a check does not compile. Pure.

import type {
  EnvironmentConfig,
  EnvironmentUnitConfig,
  ExternalConfig,
  OwnedElsewhere,
  RoleConfig,
  SystemConfig,
  TestCommand,
  UnitConfig,
} from "./define-system.ts";
import { listOf } from "./environments.ts";
import type { ReportProblem } from "./environments.ts";

/** Reports what is wrong with the form of a value. */
type Check = (value: unknown, path: readonly string[], report: ReportProblem) => void;

/** Reports all values of a configuration that are not of the form that `SystemConfig` says. */
export function checkShape(config: unknown, report: ReportProblem): void {
  SYSTEM(config, [], report);
}

/** A member of a value, if it is an object that has it. */
export function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

const text = check("text", (value) => typeof value === "string");
const bool = check("true or false", (value) => typeof value === "boolean");
const anything: Check = () => undefined;
const seconds = check("a number of seconds above 0", (value) => typeof value === "number" && value > 0);

const parameterValue = check(
  "text, a number, a truth value, a list of texts, output(...), stackName(...) or environmentName()",
  (value) =>
    ["string", "number", "boolean"].includes(typeof value) ||
    (Array.isArray(value) && value.every((each) => typeof each === "string")) ||
    (member(value, "kind") === "output" &&
      typeof member(value, "unit") === "string" &&
      typeof member(value, "output") === "string") ||
    (member(value, "kind") === "stackName" && typeof member(value, "unit") === "string") ||
    member(value, "kind") === "environmentName",
);

const binding = check(
  '{ value: "https://..." } or { stub: "UNIT", output: "Url" }',
  (value) =>
    typeof member(value, "value") === "string" ||
    (typeof member(value, "stub") === "string" && typeof member(value, "output") === "string"),
);

const OWNED: Check = object<OwnedElsewhere>({ type: text, resource: text, property: required(text), owner: text });

const TEST: Check = object<TestCommand>({
  run: required(text),
  name: text,
  directory: text,
  variables: record(text),
  timeoutSeconds: seconds,
  environments: list(text),
});

const TESTS: Check = list((value, path, report) => {
  if (typeof value !== "string") TEST(value, path, report);
});

const DONE = oneOf("stack", "tests", "accepted");
const POLICY = oneOf("stop", "continue", "rollback");

const UNIT: Check = object<UnitConfig>({
  path: text,
  template: text,
  cdkStack: text,
  tier: oneOf("shared", "infrastructure", "business", "edge"),
  parameters: record(parameterValue),
  dependsOn: list(text),
  stackName: text,
  tests: TESTS,
  done: DONE,
  ownedElsewhere: list(OWNED),
});

const ROLE: Check = object<RoleConfig>({ arn: required(text), externalId: text, sessionName: text });

const ENVIRONMENT: Check = object<EnvironmentConfig>({
  extends: text,
  isAbstract: bool,
  target: oneOf("local", "aws"),
  account: text,
  region: text,
  profile: text,
  role: (value, path, report) => {
    if (typeof value !== "string") ROLE(value, path, report);
  },
  parameters: record(parameterValue),
  units: record(object<EnvironmentUnitConfig>({ parameters: record(parameterValue), stackName: text })),
  externals: record(binding),
  context: record(anything),
  stackName: text,
  isProtected: bool,
  approval: oneOf("none", "ask"),
  done: DONE,
  onFailure: POLICY,
  promotesFrom: text,
});

const SYSTEM: Check = object<SystemConfig>({
  name: required(text),
  units: record(UNIT),
  environments: record(ENVIRONMENT),
  sharedEnvironment: text,
  externals: record(object<ExternalConfig>({ parameter: required(text), description: text })),
  stackName: text,
  tests: TESTS,
  onFailure: POLICY,
  ownedElsewhere: list(OWNED),
  declare: oneOf("all"),
  resourceTypes: list(text),
});

function check(what: string, isRight: (value: unknown) => boolean): Check {
  return (value, path, report) => {
    if (!isRight(value)) report(path, `"${path.join(".")}" must be ${what}, but is ${shown(value)}.`);
  };
}

function oneOf(...values: readonly string[]): Check {
  return check(`one of ${listOf(values)}`, (value) => typeof value === "string" && values.includes(value));
}

function list(each: Check): Check {
  return (value, path, report) => {
    if (Array.isArray(value)) value.forEach((item, index) => each(item, [...path, String(index)], report));
    else report(path, `"${path.join(".")}" must be a list, but is ${shown(value)}.`);
  };
}

function record(each: Check): Check {
  return (value, path, report) => {
    if (!isObject(value)) report(path, `"${path.join(".")}" must be an object, but is ${shown(value)}.`);
    else for (const [name, item] of entriesOf(value)) each(item, [...path, name], report);
  };
}

type Needed = Check & { readonly isNeeded?: true };

function required(inner: Check): Needed {
  const outer: Check = (value, path, report) => inner(value, path, report);
  return Object.assign(outer, { isNeeded: true as const });
}

function object<Config>(members: { readonly [Name in keyof Required<Config>]: Needed }): Check {
  const checks = new Map<string, Needed>(Object.entries(members));
  return (value, path, report) => {
    if (!isObject(value)) {
      const what = path.length === 0 ? "The configuration" : `"${path.join(".")}"`;
      report(path, `${what} must be an object, but is ${shown(value)}.`);
      return;
    }
    for (const [name, item] of entriesOf(value)) {
      const inner = checks.get(name);
      if (inner !== undefined) inner(item, [...path, name], report);
      else report([...path, name], `There is no option "${name}" here. There is ${listOf([...checks.keys()])}.`);
    }
    for (const [name, inner] of checks)
      if (inner.isNeeded === true && member(value, name) === undefined)
        report(path, `${path.length === 0 ? "The configuration" : `"${path.join(".")}"`} needs "${name}".`);
  };
}

// A member that is undefined is one that is not given.
function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

/** Whether a value is an object, and neither a list nor null. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) return typeof value;
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
