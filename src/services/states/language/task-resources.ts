// What a Task's "Resource" names: a function, an activity, a call of a service. Pure.
// AWS: developer guide, "Task workflow state", "Integrating optimized services with Step Functions" (which patterns each supports), "Learning to
// use AWS service SDK integrations".

/** How a task waits for what it began. */
export type IntegrationPattern = "request" | "sync" | "sync:2" | "waitForTaskToken";

/** A resource that is well formed. */
export type TaskResource =
  | { readonly kind: "function"; readonly arn: string }
  | { readonly kind: "activity"; readonly arn: string }
  | {
      /** A call that Step Functions knows better than from its model: "sqs:sendMessage". */
      readonly kind: "optimized";
      readonly arn: string;
      readonly service: string;
      readonly action: string;
      readonly pattern: IntegrationPattern;
    }
  | {
      /** Any call of a service's API, by the names of AWS's SDK for Java: "aws-sdk:dynamodb:describeTable". */
      readonly kind: "sdk";
      readonly arn: string;
      readonly service: string;
      readonly action: string;
      readonly pattern: "request" | "waitForTaskToken";
    };

/** Why a resource is refused. */
export type ResourceFault = "not-an-arn" | "not-recognized";

/** Parses a resource, or says what is wrong with it. */
export function parseTaskResource(arn: string): TaskResource | ResourceFault {
  const [, service, region, account, rest] = /^arn:[^:]+:([^:]+):([^:]*):([^:]*):(.+)$/s.exec(arn) ?? [];
  if (service === undefined || rest === undefined) return "not-an-arn";
  if (service === "lambda") return /^function:./.test(rest) ? { kind: "function", arn } : "not-an-arn";
  if (service !== "states") return "not-an-arn";
  if (rest.startsWith("activity:") && region !== "" && account !== "") return { kind: "activity", arn };
  if (region !== "" || account !== "") return "not-recognized";
  return parseIntegration(arn, rest);
}

function parseIntegration(arn: string, rest: string): TaskResource | ResourceFault {
  const { call, pattern } = splitPattern(rest);
  const [, sdkService, sdkAction] = /^aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]*)$/.exec(call) ?? [];
  if (sdkService !== undefined && sdkAction !== undefined) {
    if (pattern === "sync" || pattern === "sync:2") return "not-recognized";
    return { kind: "sdk", arn, service: sdkService, action: sdkAction, pattern };
  }
  const [service = "", action = "", ...more] = call.split(":");
  if (more.length > 0 || OPTIMIZED[service]?.[action]?.includes(pattern) !== true) return "not-recognized";
  return { kind: "optimized", arn, service, action, pattern };
}

function splitPattern(text: string): { readonly call: string; readonly pattern: IntegrationPattern } {
  for (const pattern of ["sync:2", "sync", "waitForTaskToken"] as const)
    if (text.endsWith(`.${pattern}`)) return { call: text.slice(0, -pattern.length - 1), pattern };
  return { call: text, pattern: "request" };
}

const REQUEST = ["request"] as const;
const JOB = ["request", "sync"] as const;
const CALLBACK = ["request", "waitForTaskToken"] as const;
const ANY = ["request", "sync", "waitForTaskToken"] as const;

type Calls = Readonly<Record<string, readonly IntegrationPattern[]>>;

const calls = (names: readonly string[], patterns: readonly IntegrationPattern[]): Calls =>
  Object.fromEntries(names.map((name) => [name, patterns]));

/** The optimized integrations, with the patterns of each call. */
const OPTIMIZED: Readonly<Record<string, Calls>> = {
  apigateway: { invoke: CALLBACK },
  athena: {
    ...calls(["getQueryExecution", "getQueryResults", "stopQueryExecution"], REQUEST),
    startQueryExecution: JOB,
  },
  batch: { submitJob: JOB },
  bedrock: { createModelCustomizationJob: ANY, invokeModel: CALLBACK },
  codebuild: {
    ...calls(["batchDeleteBuilds", "batchGetReports", "deleteBuildBatch", "stopBuild", "stopBuildBatch"], REQUEST),
    ...calls(["retryBuildBatch", "startBuild", "startBuildBatch"], JOB),
  },
  databrew: { startJobRun: JOB },
  dynamodb: calls(["deleteItem", "getItem", "putItem", "updateItem"], REQUEST),
  ecs: { runTask: ANY },
  eks: {
    ...calls(["createCluster", "createFargateProfile", "createNodegroup"], JOB),
    ...calls(["deleteCluster", "deleteFargateProfile", "deleteNodegroup"], JOB),
    call: CALLBACK,
    runJob: ANY,
  },
  elasticmapreduce: {
    ...calls(["addStep", "createCluster", "terminateCluster"], JOB),
    ...calls(
      ["cancelStep", "modifyInstanceFleetByName", "modifyInstanceGroupByName", "setClusterTerminationProtection"],
      REQUEST,
    ),
  },
  "emr-containers": {
    createVirtualCluster: REQUEST,
    ...calls(["deleteVirtualCluster", "startJobRun"], JOB),
  },
  "emr-serverless": calls(
    ["cancelJobRun", "createApplication", "deleteApplication", "startApplication", "startJobRun", "stopApplication"],
    JOB,
  ),
  events: { putEvents: CALLBACK },
  glue: { startJobRun: JOB },
  http: { invoke: REQUEST },
  lambda: { invoke: CALLBACK },
  mediaconvert: { createJob: JOB },
  sagemaker: {
    ...calls(["createEndpoint", "createEndpointConfig", "createModel", "updateEndpoint"], REQUEST),
    ...calls(
      [
        "createHyperParameterTuningJob",
        "createLabelingJob",
        "createProcessingJob",
        "createTrainingJob",
        "createTransformJob",
      ],
      JOB,
    ),
  },
  sns: { publish: CALLBACK },
  sqs: { sendMessage: CALLBACK },
  states: { startExecution: ["request", "sync", "sync:2", "waitForTaskToken"] },
};
