// The language of `stackyard.config.ts`: what a team writes down about its system. Only types and constructors of plain
// values; no imports, because every configuration bundles this file in. docs/configuration.md is made from these types.

/**
 * When and where a unit is rolled out. Units of tier `shared` exist once per system, in the environment that
 * `sharedEnvironment` names; those of `infrastructure` come first in every environment; `business` and `edge` units
 * wait only for the units that they refer to.
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

/** A parameter's value that is the name of the environment which is deployed to: "dev", "pr-42". */
export interface EnvironmentNameReference {
  readonly kind: "environmentName";
}

/** What a template's parameter can be given. A list is joined by commas, as CloudFormation takes it. */
export type ParameterValue<Unit extends string = string> =
  | string
  | number
  | boolean
  | readonly string[]
  | OutputReference<Unit>
  | StackNameReference<Unit>
  | EnvironmentNameReference;

/** A command that shows whether what was deployed works: it fails with any exit code but 0. */
export interface TestCommand<Environment extends string = string> {
  /** Run by the shell. It gets credentials, endpoint and the outputs of the stacks as environment variables. */
  readonly run: string;
  /** How it is called in the release's evidence; the command itself if it is not given. */
  readonly name?: string;
  /** Where it runs, relative to the unit's folder, for tests of the system to the configuration's. That folder if it is not given. */
  readonly directory?: string;
  /** Further environment variables. */
  readonly variables?: Readonly<Record<string, string>>;
  /** After that long it has failed. 300 if it is not given. */
  readonly timeoutSeconds?: number;
  /** Runs only in these environments. In all if they are not given. */
  readonly environments?: readonly Environment[];
}

/**
 * What a release does after a failure. `stop`: begins no further unit. `continue` (the default): units that do not wait for
 * the failed one go on. `rollback`: the whole release goes back to the state before.
 */
export type FailurePolicy = "stop" | "continue" | "rollback";

/**
 * When a unit counts as done, so that what waits for it starts. `stack` (the default): when its stack is complete. `tests`: when its
 * tests have passed as well. `accepted`: when the cloud has begun the change, for types that take long, such as CloudFront distributions.
 */
export type Done = "stack" | "tests" | "accepted";

/** Properties that something else changes, such as an autoscaler: they are never drift. */
export interface OwnedElsewhere {
  /** All resources of the type; every type if neither this nor `resource` is given. */
  readonly type?: string;
  /** The logical id of one resource. */
  readonly resource?: string;
  /** The property below "Properties", with dots: "ProvisionedThroughput.ReadCapacityUnits". */
  readonly property: string;
  /** Who owns it, for people. */
  readonly owner?: string;
}

/** One unit: a stack template, its code, its tests. */
export interface UnitConfig<Unit extends string = string, Environment extends string = string> {
  /** The unit's folder, relative to the configuration. Found by the unit's name if it is not given. */
  readonly path?: string;
  /** The template's file, relative to the unit's folder. `template.yaml`, `.yml` or `.json` if it is not given. */
  readonly template?: string;
  /** The stack of the CDK app in the unit's folder that this unit is. Its only stack if it is not given. */
  readonly cdkStack?: string;
  /** "business" if it is not given. */
  readonly tier?: Tier;
  /** Values of the template's parameters, the same in every environment. */
  readonly parameters?: Readonly<Record<string, ParameterValue<Unit>>>;
  /** Units to wait for, beyond those that the templates and parameters show. */
  readonly dependsOn?: readonly Unit[];
  /** The stack's name; `{system}`, `{environment}` and `{unit}` stand for theirs. That of the environment, or of the system, if it is not given. */
  readonly stackName?: string;
  /** Run after the unit's stack was deployed. */
  readonly tests?: readonly (string | TestCommand<Environment>)[];
  /** When the unit counts as done. That of the environment if it is not given. */
  readonly done?: Done;
  /** Properties of its resources that something else changes. */
  readonly ownedElsewhere?: readonly OwnedElsewhere[];
}

/** A service that is not part of the system, such as a card provider, bound in each environment to a system of the provider or to a stub. */
export interface ExternalConfig {
  /** The parameter through which templates are told where it is. */
  readonly parameter: string;
  /** What it is, for people. */
  readonly description?: string;
}

/** What stands for an external service in an environment: a value, or an output of a unit that is deployed only where it is bound. */
export type ExternalBinding<Unit extends string = string> =
  | { readonly value: string }
  | { readonly stub: Unit; readonly output: string };

/** A role to assume in the environment's account. */
export interface RoleConfig {
  /** The role, such as "arn:aws:iam::123456789012:role/deploy". */
  readonly arn: string;
  /** What the role's trust policy asks for, if it does. */
  readonly externalId?: string;
  /** What the audit trail calls the session. "stackyard" if it is not given. */
  readonly sessionName?: string;
}

/** What an environment says about one unit; it wins over all else. */
export interface EnvironmentUnitConfig<Unit extends string = string> {
  /** Values of the unit's parameters here. */
  readonly parameters?: Readonly<Record<string, ParameterValue<Unit>>>;
  /** The stack's name, as in the unit. */
  readonly stackName?: string;
}

/** One environment: an account and region of a cloud. */
export interface EnvironmentConfig<
  Unit extends string = string,
  Environment extends string = string,
  External extends string = string,
> {
  /** Takes all that this one does not say from another environment; parameters, units, externals and context are merged by name. */
  readonly extends?: Environment;
  /** Only to be extended: nothing can be deployed there. Not inherited. */
  readonly isAbstract?: boolean;
  /** The embedded cloud ("local", the default), or AWS. */
  readonly target?: "local" | "aws";
  /** The account's 12 digits (AWS: deploying anywhere else is refused), or its name in the embedded cloud. */
  readonly account?: string;
  /** The region, such as "eu-central-1". */
  readonly region?: string;
  /** AWS: the profile of ~/.aws whose credentials are taken. What the AWS SDK finds by itself if it is not given. */
  readonly profile?: string;
  /** AWS: a role to assume with these credentials. */
  readonly role?: string | RoleConfig;
  /** Given to each unit whose template declares a parameter of the name. */
  readonly parameters?: Readonly<Record<string, ParameterValue<Unit>>>;
  /** What holds for one unit only; it wins over all else. */
  readonly units?: Readonly<Partial<Record<Unit, EnvironmentUnitConfig<Unit>>>>;
  /** What stands for each external service. Each one that the system declares must be bound. */
  readonly externals?: Readonly<Partial<Record<External, ExternalBinding<Unit>>>>;
  /** The context of CDK apps, beside that of cdk.json. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The names of stacks; `{system}`, `{environment}` and `{unit}` stand for theirs. */
  readonly stackName?: string;
  /** Destroying it needs `--allow-data-loss`. */
  readonly isProtected?: boolean;
  /** Whether somebody must say yes to a release: "none" (the default) or "ask". */
  readonly approval?: "none" | "ask";
  /** When its units count as done. "stack" if it is not given. */
  readonly done?: Done;
  /** What a release into it does after a failure. That of the system if it is not given. */
  readonly onFailure?: FailurePolicy;
  /** The environment that a release must have passed before. Not inherited. */
  readonly promotesFrom?: Environment;
}

/** All that a `stackyard.config.ts` describes. */
export interface SystemConfig<
  Unit extends string = string,
  Environment extends string = string,
  External extends string = string,
> {
  /** Lower-case letters, digits and hyphens; the first part of every stack's name. */
  readonly name: string;
  /** By name. Every folder with a template is a unit if they are not given. */
  readonly units?: Readonly<Record<Unit, UnitConfig<NoInfer<Unit>, NoInfer<Environment>>>>;
  /** By name; the first one that is not abstract is the default. One local environment "dev" if they are not given. */
  readonly environments?: Readonly<
    Record<Environment, EnvironmentConfig<NoInfer<Unit>, NoInfer<Environment>, NoInfer<External>>>
  >;
  /** The environment which holds the units of tier `shared`; all other environments read their outputs. Needed once there is a second environment. */
  readonly sharedEnvironment?: NoInfer<Environment>;
  /** By name. Declared here, bound in every environment. */
  readonly externals?: Readonly<Record<External, ExternalConfig>>;
  /** The names of stacks. "{system}-{environment}-{unit}" if it is not given. */
  readonly stackName?: string;
  /** Run at the end of each release, after the tests of the units. */
  readonly tests?: readonly (string | TestCommand<NoInfer<Environment>>)[];
  /** What a release does after a failure, where the environment does not say. "continue" if it is not given. */
  readonly onFailure?: FailurePolicy;
  /** Properties in all units that something else changes. */
  readonly ownedElsewhere?: readonly OwnedElsewhere[];
  /** With "all", a dependency between units that stands in no "dependsOn" is an error. */
  readonly declare?: "all";
  /**
   * Files with resource types of your own (`defineResource`), relative to this one: `stackyard up` starts the embedded cloud with them. On AWS they are
   * registered with CloudFormation.
   */
  readonly resourceTypes?: readonly string[];
}

/** Declares a system. It returns its argument; its use is the type, which knows the names of units, environments and externals. */
export function defineSystem<
  const Unit extends string = string,
  const Environment extends string = string,
  const External extends string = string,
>(config: SystemConfig<Unit, Environment, External>): SystemConfig<Unit, Environment, External> {
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

/** Binds a parameter to the name of the environment that is deployed to, whether the configuration names it or it was made at will. */
export function environmentName(): EnvironmentNameReference {
  return { kind: "environmentName" };
}
