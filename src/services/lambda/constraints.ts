// Lambda's limits on members, as its service model has them; Timeout and MemorySize as the service enforces them
// ("Lambda quotas"). Members that are refused as a whole have none.

import type { Constraint, Constraints } from "../../service/constraints.ts";
import { durableConfigConstraints, durableConstraints, durableExecutionName } from "./durable/constraints.ts";
import { layerConstraints } from "./layers/constraints.ts";
import { urlConstraints } from "./urls/constraints.ts";

const functionName: Constraint = {
  length: [1, 140],
  pattern:
    "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
};
const runtime: Constraint = {
  oneOf: [
    "nodejs",
    "nodejs4.3",
    "nodejs6.10",
    "nodejs8.10",
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "java8",
    "java8.al2",
    "java11",
    "python2.7",
    "python3.6",
    "python3.7",
    "python3.8",
    "python3.9",
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "dotnet6",
    "dotnet8",
    "nodejs4.3-edge",
    "go1.x",
    "ruby2.5",
    "ruby2.7",
    "provided",
    "provided.al2",
    "nodejs18.x",
    "python3.10",
    "java17",
    "ruby3.2",
    "ruby3.3",
    "ruby3.4",
    "python3.11",
    "nodejs20.x",
    "provided.al2023",
    "python3.12",
    "java21",
    "python3.13",
    "nodejs22.x",
    "nodejs24.x",
    "python3.14",
    "java25",
    "dotnet10",
    "ruby4.0",
  ],
};
const role: Constraint = { pattern: "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+" };
const handler: Constraint = { length: [0, 128], pattern: "[^\\s]+" };
const s3Bucket: Constraint = { length: [3, 63], pattern: "[0-9A-Za-z\\.\\-_]*(?<!\\.)" };
const s3Key: Constraint = { length: [1, 1024] };
const description: Constraint = { length: [0, 256] };
const timeout: Constraint = { range: [1, 900] };
const memorySize: Constraint = { range: [128, 10240] };
const targetArn: Constraint = { pattern: "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()" };
const variableName: Constraint = { pattern: "[a-zA-Z]([a-zA-Z0-9_])+" };
const layerVersionArn: Constraint = {
  length: [1, 140],
  pattern: "arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+",
};
const tracingConfigMode: Constraint = { oneOf: ["Active", "PassThrough"] };
const architectures: Constraint = { length: [1, 1] };
const architecture: Constraint = { oneOf: ["x86_64", "arm64"] };
const ephemeralMb: Constraint = { range: [512, 10240] };
const applyOn: Constraint = { oneOf: ["PublishedVersions", "None"] };
const logFormat: Constraint = { oneOf: ["JSON", "Text"] };
const applicationLogLevel: Constraint = { oneOf: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] };
const systemLogLevel: Constraint = { oneOf: ["DEBUG", "INFO", "WARN"] };
const logGroup: Constraint = { length: [1, 512], pattern: "[\\.\\-_/#A-Za-z0-9]+" };
const qualifiedName: Constraint = {
  length: [1, 256],
  pattern:
    "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?",
};
const qualifier: Constraint = { length: [1, 128], pattern: "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+" };
const qualifierOrNone: Constraint = { length: [1, 128], pattern: "(|[a-zA-Z0-9$_-]+)" };
const maxItems: Constraint = { range: [1, 10000] };
const aliasName: Constraint = { length: [1, 128], pattern: "(?!^[0-9]+$)([a-zA-Z0-9-_]+)" };
const functionVersion: Constraint = { length: [1, 1024], pattern: "(\\$LATEST(\\.PUBLISHED)?|[0-9]+)" };
const weightedVersion: Constraint = { length: [1, 1024], pattern: "[0-9]+" };
const versionWeight: Constraint = { range: [0.0, 1.0] };
const sourceArn: Constraint = {
  pattern: "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
};
const maximumRetryAttempts: Constraint = { range: [0, 2] };
const maximumEventAgeInSeconds: Constraint = { range: [60, 21600] };
const destination: Constraint = {
  length: [0, 350],
  pattern:
    "$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
};
const resource: Constraint = {
  length: [1, 256],
  pattern:
    "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)",
};
const filterPattern: Constraint = { length: [0, 4096], pattern: ".*" };
const maximumBatchingWindowInSeconds: Constraint = { range: [0, 300] };
const parallelizationFactor: Constraint = { range: [1, 10] };
const maximumRecordAgeInSeconds: Constraint = { range: [-1, 604800] };
const streamRetryAttempts: Constraint = { range: [-1, 10000] };
const tumblingWindowInSeconds: Constraint = { range: [0, 900] };
const functionResponseTypes: Constraint = { length: [0, 1] };
const functionResponseType: Constraint = { oneOf: ["ReportBatchItemFailures"] };
const maximumConcurrency: Constraint = { range: [2, 1000] };
const metrics: Constraint = { length: [0, 3] };
const metric: Constraint = { oneOf: ["EventCount", "ErrorCount", "KafkaMetrics"] };

export const constraints: Constraints = {
  ...layerConstraints(runtime),
  ...urlConstraints,
  ...durableConstraints,
  CreateFunction: {
    ...durableConfigConstraints,
    FunctionName: functionName,
    Runtime: runtime,
    Role: role,
    Handler: handler,
    "Code.S3Bucket": s3Bucket,
    "Code.S3Key": s3Key,
    "Code.S3ObjectVersion": s3Key,
    "Layers.member": layerVersionArn,
    Description: description,
    Timeout: timeout,
    MemorySize: memorySize,
    PackageType: { oneOf: ["Zip", "Image"] },
    "DeadLetterConfig.TargetArn": targetArn,
    "Environment.Variables.key": variableName,
    "TracingConfig.Mode": tracingConfigMode,
    Architectures: architectures,
    "Architectures.member": architecture,
    "EphemeralStorage.Size": ephemeralMb,
    "SnapStart.ApplyOn": applyOn,
    "LoggingConfig.LogFormat": logFormat,
    "LoggingConfig.ApplicationLogLevel": applicationLogLevel,
    "LoggingConfig.SystemLogLevel": systemLogLevel,
    "LoggingConfig.LogGroup": logGroup,
  },
  GetFunction: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
  },
  GetFunctionConfiguration: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
  },
  UpdateFunctionCode: {
    FunctionName: functionName,
    S3Bucket: s3Bucket,
    S3Key: s3Key,
    S3ObjectVersion: s3Key,
    Architectures: architectures,
    "Architectures.member": architecture,
  },
  UpdateFunctionConfiguration: {
    ...durableConfigConstraints,
    FunctionName: functionName,
    Role: role,
    Handler: handler,
    "Layers.member": layerVersionArn,
    Description: description,
    Timeout: timeout,
    MemorySize: memorySize,
    "Environment.Variables.key": variableName,
    Runtime: runtime,
    "DeadLetterConfig.TargetArn": targetArn,
    "TracingConfig.Mode": tracingConfigMode,
    "EphemeralStorage.Size": ephemeralMb,
    "SnapStart.ApplyOn": applyOn,
    "LoggingConfig.LogFormat": logFormat,
    "LoggingConfig.ApplicationLogLevel": applicationLogLevel,
    "LoggingConfig.SystemLogLevel": systemLogLevel,
    "LoggingConfig.LogGroup": logGroup,
  },
  DeleteFunction: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
  },
  ListFunctions: {
    FunctionVersion: { oneOf: ["ALL"] },
    MaxItems: maxItems,
  },
  PublishVersion: {
    FunctionName: functionName,
    Description: description,
  },
  ListVersionsByFunction: {
    FunctionName: qualifiedName,
    MaxItems: maxItems,
  },
  CreateAlias: {
    FunctionName: functionName,
    Name: aliasName,
    FunctionVersion: functionVersion,
    Description: description,
    "RoutingConfig.AdditionalVersionWeights.key": weightedVersion,
    "RoutingConfig.AdditionalVersionWeights.value": versionWeight,
  },
  GetAlias: {
    FunctionName: functionName,
    Name: aliasName,
  },
  UpdateAlias: {
    FunctionName: functionName,
    Name: aliasName,
    FunctionVersion: functionVersion,
    Description: description,
    "RoutingConfig.AdditionalVersionWeights.key": weightedVersion,
    "RoutingConfig.AdditionalVersionWeights.value": versionWeight,
  },
  DeleteAlias: {
    FunctionName: functionName,
    Name: aliasName,
  },
  ListAliases: {
    FunctionName: functionName,
    FunctionVersion: functionVersion,
    MaxItems: maxItems,
  },
  AddPermission: {
    FunctionName: qualifiedName,
    StatementId: { length: [1, 100], pattern: "([a-zA-Z0-9-_]+)" },
    Action: { pattern: "(lambda:[*]|lambda:[a-zA-Z]+|[*])" },
    Principal: { pattern: "[^\\s]+" },
    SourceArn: sourceArn,
    SourceAccount: { length: [0, 12], pattern: "\\d{12}" },
    EventSourceToken: { length: [0, 256], pattern: "[a-zA-Z0-9._\\-]+" },
    Qualifier: qualifier,
    PrincipalOrgID: { length: [12, 34], pattern: "o-[a-z0-9]{10,32}" },
    FunctionUrlAuthType: { oneOf: ["NONE", "AWS_IAM"] },
  },
  RemovePermission: {
    FunctionName: qualifiedName,
    StatementId: { length: [1, 100], pattern: "([a-zA-Z0-9-_.]+)" },
    Qualifier: qualifier,
  },
  GetPolicy: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
  },
  Invoke: {
    DurableExecutionName: durableExecutionName,
    FunctionName: qualifiedName,
    InvocationType: { oneOf: ["Event", "RequestResponse", "DryRun"] },
    LogType: { oneOf: ["None", "Tail"] },
    Qualifier: qualifier,
  },
  PutProvisionedConcurrencyConfig: {
    FunctionName: functionName,
    Qualifier: qualifierOrNone,
    ProvisionedConcurrentExecutions: { range: [1, Infinity] },
  },
  GetProvisionedConcurrencyConfig: { FunctionName: functionName, Qualifier: qualifierOrNone },
  DeleteProvisionedConcurrencyConfig: { FunctionName: functionName, Qualifier: qualifierOrNone },
  ListProvisionedConcurrencyConfigs: { FunctionName: functionName, MaxItems: { range: [1, 50] } },
  PutFunctionRecursionConfig: { FunctionName: functionName, RecursiveLoop: { oneOf: ["Allow", "Terminate"] } },
  GetFunctionRecursionConfig: { FunctionName: functionName },
  PutRuntimeManagementConfig: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
    UpdateRuntimeOn: { oneOf: ["Auto", "Manual", "FunctionUpdate"] },
    RuntimeVersionArn: {
      length: [26, 2048],
      pattern: "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}::runtime:.+",
    },
  },
  GetRuntimeManagementConfig: { FunctionName: qualifiedName, Qualifier: qualifier },
  InvokeAsync: { FunctionName: qualifiedName },
  InvokeWithResponseStream: {
    FunctionName: qualifiedName,
    InvocationType: { oneOf: ["RequestResponse", "DryRun"] },
    LogType: { oneOf: ["None", "Tail"] },
    Qualifier: qualifier,
  },
  PutFunctionEventInvokeConfig: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
    MaximumRetryAttempts: maximumRetryAttempts,
    MaximumEventAgeInSeconds: maximumEventAgeInSeconds,
    "DestinationConfig.OnSuccess.Destination": destination,
    "DestinationConfig.OnFailure.Destination": destination,
  },
  UpdateFunctionEventInvokeConfig: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
    MaximumRetryAttempts: maximumRetryAttempts,
    MaximumEventAgeInSeconds: maximumEventAgeInSeconds,
    "DestinationConfig.OnSuccess.Destination": destination,
    "DestinationConfig.OnFailure.Destination": destination,
  },
  GetFunctionEventInvokeConfig: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
  },
  DeleteFunctionEventInvokeConfig: {
    FunctionName: qualifiedName,
    Qualifier: qualifier,
  },
  ListFunctionEventInvokeConfigs: {
    FunctionName: qualifiedName,
    MaxItems: { range: [1, 50] },
  },
  PutFunctionConcurrency: {
    FunctionName: functionName,
    ReservedConcurrentExecutions: { range: [0, Infinity] },
  },
  GetFunctionConcurrency: {
    FunctionName: functionName,
  },
  DeleteFunctionConcurrency: {
    FunctionName: functionName,
  },
  TagResource: {
    Resource: resource,
  },
  UntagResource: {
    Resource: resource,
  },
  ListTags: {
    Resource: resource,
  },
  CreateEventSourceMapping: {
    EventSourceArn: sourceArn,
    FunctionName: qualifiedName,
    BatchSize: maxItems,
    "FilterCriteria.Filters.member.Pattern": filterPattern,
    MaximumBatchingWindowInSeconds: maximumBatchingWindowInSeconds,
    ParallelizationFactor: parallelizationFactor,
    StartingPosition: { oneOf: ["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"] },
    "DestinationConfig.OnSuccess.Destination": destination,
    "DestinationConfig.OnFailure.Destination": destination,
    MaximumRecordAgeInSeconds: maximumRecordAgeInSeconds,
    MaximumRetryAttempts: streamRetryAttempts,
    TumblingWindowInSeconds: tumblingWindowInSeconds,
    FunctionResponseTypes: functionResponseTypes,
    "FunctionResponseTypes.member": functionResponseType,
    "ScalingConfig.MaximumConcurrency": maximumConcurrency,
    "MetricsConfig.Metrics": metrics,
    "MetricsConfig.Metrics.member": metric,
    "LoggingConfig.SystemLogLevel": systemLogLevel,
  },
  UpdateEventSourceMapping: {
    FunctionName: qualifiedName,
    BatchSize: maxItems,
    "FilterCriteria.Filters.member.Pattern": filterPattern,
    MaximumBatchingWindowInSeconds: maximumBatchingWindowInSeconds,
    "DestinationConfig.OnSuccess.Destination": destination,
    "DestinationConfig.OnFailure.Destination": destination,
    MaximumRecordAgeInSeconds: maximumRecordAgeInSeconds,
    MaximumRetryAttempts: streamRetryAttempts,
    ParallelizationFactor: parallelizationFactor,
    TumblingWindowInSeconds: tumblingWindowInSeconds,
    FunctionResponseTypes: functionResponseTypes,
    "FunctionResponseTypes.member": functionResponseType,
    "ScalingConfig.MaximumConcurrency": maximumConcurrency,
    "MetricsConfig.Metrics": metrics,
    "MetricsConfig.Metrics.member": metric,
    "LoggingConfig.SystemLogLevel": systemLogLevel,
  },
  ListEventSourceMappings: {
    EventSourceArn: sourceArn,
    FunctionName: qualifiedName,
    MaxItems: maxItems,
  },
};
