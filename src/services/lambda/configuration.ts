// A version's configuration: from the request's shape, with defaults and rules, and back to AWS's shape. Pure.

import type {
  Architecture,
  FunctionConfiguration,
  LoggingConfig,
  Runtime,
  TracingMode,
  UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import type { Sandboxes } from "../../sandbox/sandboxes.ts";
import { describeDurable } from "./durable/config.ts";
import { invalidParameter, notSupported, runtimeNotSupported } from "./errors.ts";
import { requireEnvironment } from "./environment-variables.ts";
import { LATEST, functionArn } from "./names.ts";
import type { NetworkFailure } from "./network/records.ts";
import { describeNetwork } from "./network/vpc-config.ts";
import type { Context, Scope } from "../../service/context.ts";
import type { VersionRecord } from "./records.ts";

/** Members that CreateFunction and UpdateFunctionConfiguration have in common. */
export type ConfigurationInput = Omit<UpdateFunctionConfigurationRequest, "FunctionName" | "RevisionId">;

/** The configuration part of a version. */
export type Configuration = Omit<VersionRecord, "v" | "version" | "code" | "modifiedAtMs" | "revisionId">;

/** Asks whether this machine runs a runtime. */
export type SupportsRuntime = Sandboxes["supports"];

/** AWS's defaults. */
export const DEFAULT_CONFIGURATION = {
  description: "",
  timeoutSeconds: 3,
  memoryMb: 128,
  ephemeralStorageMb: 512,
  architecture: "x86_64",
  tracingMode: "PassThrough",
} as const;

/** What `input` changes in a configuration; throws for what is wrong, and for what is not supported. */
export function readConfiguration(input: ConfigurationInput, supports: SupportsRuntime): Partial<Configuration> {
  refuseUnsupported(input);
  const variables = input.Environment?.Variables;
  if (variables !== undefined) requireEnvironment(variables);
  if (input.Runtime !== undefined) requireRuntime(input.Runtime, supports);
  const changes: Partial<Record<keyof Configuration, unknown>> = {
    role: input.Role,
    handler: input.Handler,
    runtime: input.Runtime,
    description: input.Description,
    timeoutSeconds: input.Timeout,
    memoryMb: input.MemorySize,
    ephemeralStorageMb: input.EphemeralStorage?.Size,
    environment: variables,
    tracingMode: input.TracingConfig?.Mode,
    logGroup: input.LoggingConfig?.LogGroup,
    logFormat: input.LoggingConfig?.LogFormat,
    applicationLogLevel: input.LoggingConfig?.ApplicationLogLevel,
    systemLogLevel: input.LoggingConfig?.SystemLogLevel,
  };
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  // An empty ARN takes the dead-letter queue away; it is kept as "", and shown as absent.
  if (input.DeadLetterConfig !== undefined)
    given["deadLetterArn"] = requireDeadLetter(input.DeadLetterConfig.TargetArn);
  return given;
}

function requireDeadLetter(arn: string | undefined): string {
  if (arn === undefined || arn === "" || /^arn:aws[a-zA-Z-]*:(sqs|sns):/.test(arn)) return arn ?? "";
  throw invalidParameter(`The target ARN of the dead-letter configuration is not of a queue or topic: ${arn}`);
}

function requireRuntime(runtime: string, supports: SupportsRuntime): void {
  const answer = supports(runtime);
  if (answer === true) return;
  throw answer.isInstallable ? invalidParameter(answer.reason) : runtimeNotSupported(answer.reason);
}

function refuseUnsupported(input: ConfigurationInput): void {
  const refuse = (isGiven: boolean, what: string): void => {
    if (isGiven) throw notSupported(what);
  };
  refuse((input.FileSystemConfigs?.length ?? 0) > 0, "file systems");
  refuse(input.ImageConfig !== undefined, "container images");
  refuse(input.KMSKeyArn !== undefined && input.KMSKeyArn !== "", "customer managed keys");
  refuse(input.SnapStart?.ApplyOn === "PublishedVersions", "SnapStart");
  refuse(input.CapacityProviderConfig !== undefined, "capacity providers");
}

/** A state as a request's answer tells it: what was just asked for is still under way. */
export type Progress = "creating" | "updating" | "settled";

/** A version as AWS shows it. */
export function describeVersion(
  scope: Scope,
  name: string,
  record: VersionRecord,
  options: { progress?: Progress; qualifier?: string } = {},
): FunctionConfiguration {
  const { progress = "settled" } = options;
  // AWS: an unqualified request shows the unqualified ARN, and "$LATEST" only where it was asked for.
  const qualifier = options.qualifier ?? (record.version === LATEST ? undefined : record.version);
  const logGroup = record.logGroup ?? `/aws/lambda/${name}`;
  return {
    FunctionName: name,
    FunctionArn: functionArn(scope, name, qualifier),
    Runtime: record.runtime as Runtime,
    Role: record.role,
    Handler: record.handler,
    CodeSize: record.code.bytes,
    Description: record.description,
    Timeout: record.timeoutSeconds,
    MemorySize: record.memoryMb,
    LastModified: formatModified(record.modifiedAtMs),
    CodeSha256: Buffer.from(record.code.sha256, "hex").toString("base64"),
    Version: record.version,
    ...(Object.keys(record.environment ?? {}).length === 0
      ? {}
      : { Environment: { Variables: { ...record.environment } } }),
    ...(record.deadLetterArn === undefined || record.deadLetterArn === ""
      ? {}
      : { DeadLetterConfig: { TargetArn: record.deadLetterArn } }),
    TracingConfig: { Mode: record.tracingMode as TracingMode },
    RevisionId: record.revisionId,
    ...describeNetwork(record),
    ...describeProgress(progress, record.network?.failure),
    PackageType: "Zip",
    Architectures: [record.architecture as Architecture],
    EphemeralStorage: { Size: record.ephemeralStorageMb },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: describeLogging(record, logGroup),
    ...describeDurable(record),
    ...((record.layers ?? []).length === 0
      ? {}
      : { Layers: record.layers?.map(({ arn, code }) => ({ Arn: arn, CodeSize: code.bytes })) }),
  };
}

/**
 * What runs the function. DEVIATION: AWS's ARN ends with the hash of its image; here it names the program of this machine:
 * "arn:aws:lambda:us-east-1::runtime:node-20.20.2".
 */
export function describeRuntimeVersion(
  { region, sandboxes }: Pick<Context, "region" | "sandboxes">,
  runtime: string,
): Pick<FunctionConfiguration, "RuntimeVersionConfig"> {
  const program = sandboxes.programOf(runtime)?.program.toLowerCase();
  if (program === undefined || runtime.startsWith("provided")) return {};
  return {
    RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:${region}::runtime:${program.replace(" ", "-")}` },
  };
}

/** AWS: "Configuring JSON and plain text log formats": levels bear on JSON only, and are INFO unless they are set. */
function describeLogging(record: VersionRecord, LogGroup: string): LoggingConfig {
  if (record.logFormat !== "JSON") return { LogFormat: "Text", LogGroup };
  return {
    LogFormat: "JSON",
    ApplicationLogLevel: record.applicationLogLevel ?? "INFO",
    SystemLogLevel: record.systemLogLevel ?? "INFO",
    LogGroup,
  };
}

/** Throws for levels without JSON, by the configuration that a request would leave behind. */
export function requireLogging(present: Partial<Configuration>, changes: Partial<Configuration>): void {
  const format = changes.logFormat ?? present.logFormat ?? "Text";
  if (format === "Text" && (changes.applicationLogLevel ?? changes.systemLogLevel) !== undefined)
    throw invalidParameter(
      "Log level is not supported for LogFormat Text. Set LogFormat to JSON to use ApplicationLogLevel and SystemLogLevel.",
    );
}

function describeProgress(progress: Progress, failure: NetworkFailure | undefined): FunctionConfiguration {
  if (progress === "creating")
    return { State: "Pending", StateReason: "The function is being created.", StateReasonCode: "Creating" };
  if (progress === "settled" && failure !== undefined)
    return {
      State: "Failed",
      StateReason: failure.reason,
      StateReasonCode: failure.code,
      LastUpdateStatus: "Failed",
      LastUpdateStatusReason: failure.reason,
      LastUpdateStatusReasonCode: failure.code,
    };
  if (progress === "settled") return { State: "Active", LastUpdateStatus: "Successful" };
  return {
    State: "Active",
    LastUpdateStatus: "InProgress",
  };
}

/** AWS writes these times with milliseconds and "+0000". */
function formatModified(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}
