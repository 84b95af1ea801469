// AWS::Lambda::Function.

import type {
  CreateFunctionCommandInput,
  FunctionCode,
  RecursiveLoop,
  UpdateRuntimeOn,
  VpcConfig,
  VpcConfigResponse,
} from "@aws-sdk/client-lambda";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { DEFAULT_CONFIGURATION } from "../configuration.ts";
import { zipInline } from "./inline-code.ts";
import { everyFunction, given, ifThere, member, number, readTags, text, texts, writeTags } from "./properties.ts";

type Configuration = Omit<CreateFunctionCommandInput, "FunctionName" | "Code" | "Role" | "Tags"> & {
  readonly Role: string;
};

const CONFIGURED = [
  "DeadLetterConfig",
  "Description",
  "DurableConfig",
  "Environment",
  "EphemeralStorage",
  "Handler",
  "Layers",
  "LoggingConfig",
  "MemorySize",
  "Role",
  "Runtime",
  "Timeout",
  "TracingConfig",
  "VpcConfig",
];

/** A function. Ref is its name. */
export const functionType: ResourceType = {
  typeName: "AWS::Lambda::Function",
  properties: [
    ...CONFIGURED,
    "Architectures",
    "Code",
    "FunctionName",
    "PackageType",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "RuntimeManagementConfig",
    "Tags",
  ],
  keptNotEnforced: {
    Architectures: "runs the function on arm64 or x86_64; here it is the machine's own processor",
    RuntimeManagementConfig: "decides when the function gets a runtime's new version",
    TracingConfig: "samples invocations for X-Ray",
    VpcConfig: "runs the function in the subnets, behind the security groups; here it has the machine's network",
  },
  notSupported: ["Code.ImageUri", "Code.SourceKMSKeyArn", "DurableConfig.KMSKeyArn"],

  async create(properties, context) {
    const name = text(properties["FunctionName"]) ?? context.generateName({ maxLength: 64 });
    const input = {
      ...readConfiguration(properties),
      FunctionName: name,
      Code: readCode(properties),
      Tags: { ...context.tags, ...readTags(properties) },
    };
    try {
      await context.aws.lambda.createFunction(input);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceConflictException") throw error;
      // An interrupted run of this very step may have made it: its tags tell.
      const found = await context.aws.lambda.getFunction({ FunctionName: name });
      if (!isOurs(found.Tags, context))
        throw new AwsError({
          code: "AlreadyExists",
          message: `Resource of type 'AWS::Lambda::Function' with identifier '${name}' already exists.`,
          cause: error,
        });
      await update(name, properties, context);
    }
    await reserve(name, properties, context);
    await manage(name, properties, {}, context);
    return describe(name, context);
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.lambda.getFunction({ FunctionName: physicalId }));
    const configuration = found?.Configuration;
    if (found === undefined || configuration === undefined) return undefined;
    const which = { FunctionName: physicalId };
    const { RecursiveLoop } = await context.aws.lambda.getFunctionRecursionConfig(which);
    const { UpdateRuntimeOn } = await context.aws.lambda.getRuntimeManagementConfig(which);
    return given({
      FunctionName: configuration.FunctionName,
      RecursiveLoop,
      RuntimeManagementConfig: { UpdateRuntimeOn },
      Architectures: configuration.Architectures,
      Description: configuration.Description === "" ? undefined : configuration.Description,
      DeadLetterConfig: configuration.DeadLetterConfig,
      DurableConfig: configuration.DurableConfig,
      Environment: configuration.Environment && { Variables: configuration.Environment.Variables },
      EphemeralStorage: configuration.EphemeralStorage,
      Handler: configuration.Handler,
      Layers: configuration.Layers?.map(({ Arn }) => Arn),
      LoggingConfig: configuration.LoggingConfig,
      MemorySize: configuration.MemorySize,
      PackageType: configuration.PackageType,
      Role: configuration.Role,
      Runtime: configuration.Runtime,
      Timeout: configuration.Timeout,
      TracingConfig: configuration.TracingConfig,
      VpcConfig: shownNetwork(configuration.VpcConfig),
      ReservedConcurrentExecutions: found.Concurrency?.ReservedConcurrentExecutions,
      Tags: writeTags(found.Tags),
    });
  },

  list: async (context) => (await everyFunction(context)).map((FunctionName) => ({ FunctionName })),

  async update(physicalId, properties, previous, context) {
    const isChanged = (name: string): boolean => JSON.stringify(properties[name]) !== JSON.stringify(previous[name]);
    // Configuration first: new code must not meet old variables longer than it has to.
    if (CONFIGURED.some(isChanged)) await updateConfiguration(physicalId, properties, context);
    if (isChanged("Code") || isChanged("Architectures")) await updateCode(physicalId, properties, context);
    if (isChanged("ReservedConcurrentExecutions")) await reserve(physicalId, properties, context);
    await manage(physicalId, properties, previous, context);
    const state = await describe(physicalId, context);
    const tags = { ...context.tags, ...readTags(properties) };
    const gone = Object.keys(readTags(previous)).filter((key) => !(key in tags));
    const arn = String(state.attributes["Arn"]);
    if (gone.length > 0) await context.aws.lambda.untagResource({ Resource: arn, TagKeys: gone });
    if (Object.keys(tags).length > 0) await context.aws.lambda.tagResource({ Resource: arn, Tags: tags });
    return state;
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.lambda.deleteFunction({ FunctionName: physicalId }));
  },
};

async function update(name: string, properties: Properties, context: ResourceContext): Promise<void> {
  await updateConfiguration(name, properties, context);
  await updateCode(name, properties, context);
}

/** What the template no longer says goes back to its default. */
async function updateConfiguration(name: string, properties: Properties, context: ResourceContext): Promise<void> {
  await context.aws.lambda.updateFunctionConfiguration({
    FunctionName: name,
    Description: DEFAULT_CONFIGURATION.description,
    Timeout: DEFAULT_CONFIGURATION.timeoutSeconds,
    MemorySize: DEFAULT_CONFIGURATION.memoryMb,
    EphemeralStorage: { Size: DEFAULT_CONFIGURATION.ephemeralStorageMb },
    TracingConfig: { Mode: DEFAULT_CONFIGURATION.tracingMode },
    Environment: { Variables: {} },
    DeadLetterConfig: { TargetArn: "" },
    Layers: [],
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}` },
    ...readConfiguration(properties),
  });
}

async function updateCode(name: string, properties: Properties, context: ResourceContext): Promise<void> {
  const architectures = readArchitectures(properties);
  await context.aws.lambda.updateFunctionCode({
    FunctionName: name,
    ...readCode(properties),
    ...(architectures === undefined ? {} : { Architectures: architectures }),
  });
}

async function reserve(name: string, properties: Properties, context: ResourceContext): Promise<void> {
  const reserved = number(properties["ReservedConcurrentExecutions"]);
  if (reserved === undefined) await context.aws.lambda.deleteFunctionConcurrency({ FunctionName: name });
  else await context.aws.lambda.putFunctionConcurrency({ FunctionName: name, ReservedConcurrentExecutions: reserved });
}

/** What stands beside the configuration. A default that is not said is left alone. */
async function manage(
  FunctionName: string,
  properties: Properties,
  previous: Properties,
  { aws }: ResourceContext,
): Promise<void> {
  const loop = text(properties["RecursiveLoop"]);
  if (loop !== text(previous["RecursiveLoop"]))
    await aws.lambda.putFunctionRecursionConfig({
      FunctionName,
      RecursiveLoop: (loop ?? "Terminate") as RecursiveLoop,
    });
  const management = properties["RuntimeManagementConfig"];
  if (JSON.stringify(management) !== JSON.stringify(previous["RuntimeManagementConfig"]))
    await aws.lambda.putRuntimeManagementConfig(
      given({
        FunctionName,
        UpdateRuntimeOn: (text(member(management, "UpdateRuntimeOn")) ?? "Auto") as UpdateRuntimeOn,
        RuntimeVersionArn: text(member(management, "RuntimeVersionArn")),
      }),
    );
}

async function describe(name: string, context: ResourceContext): Promise<ResourceState> {
  const answer = await context.aws.lambda.getFunctionConfiguration({ FunctionName: name });
  const { FunctionArn: arn, SnapStart: snap, State, StateReason = "" } = answer;
  // AWS: CloudFormation waits for the function to be active.
  if (State === "Failed") {
    context.identify(name);
    throw new AwsError({ code: "NotStabilized", message: StateReason });
  }
  return { physicalId: name, attributes: { Arn: arn, SnapStartResponse: { ...snap } } };
}

function isOurs(tags: Readonly<Record<string, string>> = {}, context: ResourceContext): boolean {
  return (
    tags["aws:cloudformation:stack-id"] === context.stackId &&
    tags["aws:cloudformation:logical-id"] === context.logicalId
  );
}

function readArchitectures(properties: Properties): CreateFunctionCommandInput["Architectures"] {
  const list = properties["Architectures"];
  return Array.isArray(list) ? (list.map(String) as CreateFunctionCommandInput["Architectures"]) : undefined;
}

function readCode(properties: Properties): FunctionCode {
  const code = properties["Code"];
  const inline = text(member(code, "ZipFile"));
  if (inline !== undefined) return { ZipFile: zipInline(inline, text(properties["Runtime"]) ?? "") };
  return given({
    ImageUri: text(member(code, "ImageUri")),
    S3Bucket: text(member(code, "S3Bucket")),
    S3Key: text(member(code, "S3Key")),
    S3ObjectVersion: text(member(code, "S3ObjectVersion")),
  });
}

function shownNetwork(network: VpcConfigResponse | undefined): VpcConfig | undefined {
  if (network === undefined) return undefined;
  const { SubnetIds, SecurityGroupIds, Ipv6AllowedForDualStack } = network;
  return { SubnetIds, SecurityGroupIds, Ipv6AllowedForDualStack };
}

function readNetwork(config: unknown): Configuration["VpcConfig"] {
  if (config === undefined) return undefined;
  const list = (name: string): string[] => {
    const items = member(config, name);
    return Array.isArray(items) ? items.map(String) : [];
  };
  const allowsIpv6 = text(member(config, "Ipv6AllowedForDualStack"));
  return given({
    SubnetIds: list("SubnetIds"),
    SecurityGroupIds: list("SecurityGroupIds"),
    Ipv6AllowedForDualStack: allowsIpv6 === undefined ? undefined : allowsIpv6 === "true",
  });
}

function readDurable(config: unknown): Configuration["DurableConfig"] {
  if (config === undefined) return undefined;
  return given({
    ExecutionTimeout: number(member(config, "ExecutionTimeout")),
    RetentionPeriodInDays: number(member(config, "RetentionPeriodInDays")),
  });
}

function readConfiguration(properties: Properties): Configuration {
  const variables = member(properties["Environment"], "Variables");
  const size = number(member(properties["EphemeralStorage"], "Size"));
  const logging = properties["LoggingConfig"];
  return given({
    Architectures: readArchitectures(properties),
    VpcConfig: readNetwork(properties["VpcConfig"]),
    DeadLetterConfig:
      properties["DeadLetterConfig"] === undefined
        ? undefined
        : { TargetArn: text(member(properties["DeadLetterConfig"], "TargetArn")) },
    Description: text(properties["Description"]),
    DurableConfig: readDurable(properties["DurableConfig"]),
    Environment:
      typeof variables === "object" && variables !== null
        ? { Variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])) }
        : undefined,
    EphemeralStorage: size === undefined ? undefined : { Size: size },
    Handler: text(properties["Handler"]),
    Layers: texts(properties["Layers"]) as string[] | undefined,
    LoggingConfig: logging === undefined ? undefined : (logging as Configuration["LoggingConfig"]),
    MemorySize: number(properties["MemorySize"]),
    PackageType: text(properties["PackageType"]) as Configuration["PackageType"],
    Role: text(properties["Role"]) ?? "",
    Runtime: text(properties["Runtime"]) as Configuration["Runtime"],
    Timeout: number(properties["Timeout"]),
    TracingConfig:
      properties["TracingConfig"] === undefined
        ? undefined
        : (properties["TracingConfig"] as Configuration["TracingConfig"]),
  });
}
