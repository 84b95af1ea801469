// The language of `stackyard.config.ts`: what a team writes down about its system. Only types and constructors of plain
// values; no imports, because every configuration bundles this file in.

/**
 * When a unit is rolled out. Units of tier `shared` come before those of `infrastructure`, and both before all others;
 * `business` and `edge` units wait only for the units that they refer to.
 */
export type Tier = "shared" | "infrastructure" | "business" | "edge";

/** A parameter's value that is read from an output of another unit's stack. */
export interface OutputReference<Unit extends string = string> {
  readonly kind: "output";
  readonly unit: Unit;
  readonly output: string;
}

/** A parameter's value that is the name of another unit's stack, for templates which import by `${Stack}-Name`. */
export interface StackNameReference<Unit extends string = string> {
  readonly kind: "stackName";
  readonly unit: Unit;
}

/** What a template's parameter can be given. A list is joined by commas, as CloudFormation takes it. */
export type ParameterValue<Unit extends string = string> =
  | string
  | number
  | boolean
  | readonly string[]
  | OutputReference<Unit>
  | StackNameReference<Unit>;

/** A command that shows whether what was deployed works: it fails with any exit code but 0. */
export interface TestCommand {
  /** Run by the shell, in the unit's folder; for tests of the system in the configuration's. */
  readonly run: string;
  /** How it is called in the release's evidence; the command itself if it is not given. */
  readonly name?: string;
  /** After that long it has failed. 300 if it is not given. */
  readonly timeoutSeconds?: number;
}

/**
 * What a release does after a failure. `stop`: begins no further unit. `continue` (the default): units that do not wait for
 * the failed one go on. `rollback`: the whole release goes back to the state before.
 */
export type FailurePolicy = "stop" | "continue" | "rollback";

/** One unit: a stack template, its code, its tests. */
export interface UnitConfig<Unit extends string = string> {
  /** The unit's folder, relative to the configuration. Found by the unit's name if it is not given. */
  readonly path?: string;
  /** The template's file, relative to the unit's folder. `template.yaml`, `.yml` or `.json` if it is not given. */
  readonly template?: string;
  /** "business" if it is not given. */
  readonly tier?: Tier;
  /** Values of the template's parameters, the same in every environment. */
  readonly parameters?: Readonly<Record<string, ParameterValue<Unit>>>;
  /** Units to wait for, beyond those that the templates and parameters show. */
  readonly dependsOn?: readonly Unit[];
  /** Run after the unit's stack was deployed. */
  readonly tests?: readonly (string | TestCommand)[];
}

/** One environment: an account and region of a cloud. */
export interface EnvironmentConfig<Unit extends string = string> {
  /** The embedded cloud ("local", the default), or AWS with the credentials that the AWS SDK finds. */
  readonly target?: "local" | "aws";
  /** The account's 12 digits (AWS: deploying anywhere else is refused), or its name in the embedded cloud. */
  readonly account?: string;
  /** The region, such as "eu-central-1". */
  readonly region?: string;
  /** Given to each unit whose template declares a parameter of the name. */
  readonly parameters?: Readonly<Record<string, ParameterValue<Unit>>>;
  /** What a release into it does after a failure. */
  readonly onFailure?: FailurePolicy;
  /** Values for one unit only; they win over all others. */
  readonly units?: Readonly<
    Partial<Record<Unit, { readonly parameters: Readonly<Record<string, ParameterValue<Unit>>> }>>
  >;
}

/** All that a `stackyard.config.ts` describes. */
export interface SystemConfig<Unit extends string = string> {
  /** Lower-case letters, digits and hyphens; the first part of every stack's name. */
  readonly name: string;
  /** By name. Every folder with a template is a unit if they are not given. */
  readonly units?: Readonly<Record<Unit, UnitConfig<NoInfer<Unit>>>>;
  /** By name; the first one is the default. One local environment "dev" if they are not given. */
  readonly environments?: Readonly<Record<string, EnvironmentConfig<NoInfer<Unit>>>>;
  /** Run at the end of each release, after the tests of the units. */
  readonly tests?: readonly (string | TestCommand)[];
}

/** Declares a system. It returns its argument; its use is the type, which knows the names of the units. */
export function defineSystem<const Unit extends string = string>(config: SystemConfig<Unit>): SystemConfig<Unit> {
  return config;
}

/** Binds a parameter to an output of another unit; the unit is deployed after that one. */
export function output<const Unit extends string>(unit: Unit, name: string): OutputReference<Unit> {
  return { kind: "output", unit, output: name };
}

/** Binds a parameter to the name of another unit's stack; the unit is deployed after that one. */
export function stackName<const Unit extends string>(unit: Unit): StackNameReference<Unit> {
  return { kind: "stackName", unit };
}
