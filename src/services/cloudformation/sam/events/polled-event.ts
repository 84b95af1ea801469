// Events whose source Lambda polls: an event source mapping, and what the function's role needs for the source and for the place of failures.

import { isRecord, canonicalJson } from "../../template/values.ts";
import { isIntrinsic, isSet, pick, SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";
import { allowPolicy, bucketPolicy, DESTINATION_ACTIONS, managedPolicyArn } from "../role-policies.ts";
import type { ExpandEvent, FunctionEvent, FunctionHandle } from "./event.ts";
import type { RoleDraft } from "../function-role.ts";

/** What goes into the mapping as it is, whatever the source. */
const SAME = [
  "BatchSize",
  "BisectBatchOnFunctionError",
  "Enabled",
  "FilterCriteria",
  "FunctionResponseTypes",
  "KmsKeyArn",
  "LoggingConfig",
  "MaximumBatchingWindowInSeconds",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "MetricsConfig",
  "ParallelizationFactor",
  "ProvisionedPollerConfig",
  "Queues",
  "ScalingConfig",
  "SourceAccessConfigurations",
  "StartingPosition",
  "StartingPositionTimestamp",
  "Topics",
  "TumblingWindowInSeconds",
];

/** What a kind of source adds to its mapping and to the function's role. */
export interface PolledSource {
  readonly arn?: unknown;
  readonly mapping?: Values;
  /** What SAM's own policies are called that the role needs. */
  readonly managedPolicy?: string;
  readonly policies?: readonly Values[];
}

/** Adds the mapping, and what the role needs. */
export function addMapping(
  event: FunctionEvent,
  handle: FunctionHandle,
  role: RoleDraft,
  draft: Draft,
  source: PolledSource,
): void {
  const { logicalId, properties } = event;
  requireFilters(event);
  const { KafkaBootstrapServers: servers } = properties;
  const { config, policy } = destinationConfig(event);
  draft.add(logicalId, "AWS::Lambda::EventSourceMapping", handle.attributes, {
    ...pick(properties, SAME),
    DestinationConfig: config,
    EventSourceArn: source.arn,
    FunctionName: handle.ref,
    SelfManagedEventSource:
      Array.isArray(servers) && servers.length > 0 ? { Endpoints: { KafkaBootstrapServers: servers } } : undefined,
    ...source.mapping,
  });
  if (source.managedPolicy !== undefined) role.managedPolicyArns.push(managedPolicyArn(source.managedPolicy));
  for (const one of source.policies ?? []) addPolicy(role, one);
  if (policy !== undefined) addPolicy(role, policy);
}

/** AWS: a document that the role has already is not added under another name. */
function addPolicy(role: RoleDraft, policy: Values): void {
  const written = canonicalJson(policy["PolicyDocument"]);
  if (role.policies.some((present) => canonicalJson(present.policy["PolicyDocument"]) === written)) return;
  role.policies.push({ policy, place: "last" });
}

function requireFilters({ name, properties }: FunctionEvent): void {
  const { FilterCriteria: criteria } = properties;
  if (!isRecord(criteria) || isIntrinsic(criteria)) return;
  const names = Object.keys(criteria);
  if (names.length > 0 && !(names.length === 1 && names[0] === "Filters"))
    throw new SamError(
      `Event with id [${name}] is invalid. FilterCriteria field has a wrong format`,
      properties,
      "FilterCriteria",
    );
}

function polledEvent(type: string, member: string, managedPolicy: string): ExpandEvent {
  return (event, handle, role, draft) => {
    requireNoConsumer(event, type);
    addMapping(event, handle, role, draft, { arn: event.properties[member], managedPolicy });
  };
}

/** AWS: only Kafka has groups of consumers. */
export function requireNoConsumer({ logicalId, properties }: FunctionEvent, type: string): void {
  if (!isSet(properties["ConsumerGroupId"])) return;
  throw new SamError(
    `Event with id [${logicalId}] is invalid. Property ConsumerGroupId not defined for resource of type ${type}.`,
    properties,
    "ConsumerGroupId",
  );
}

export const sqsEvent: ExpandEvent = polledEvent("SQS", "Queue", "AWSLambdaSQSQueueExecutionRole");
export const dynamoDbEvent: ExpandEvent = polledEvent("DynamoDB", "Stream", "AWSLambdaDynamoDBExecutionRole");
export const kinesisEvent: ExpandEvent = polledEvent("Kinesis", "Stream", "AWSLambdaKinesisExecutionRole");

/** Where batches go that the function did not take, and the right to send them there, if the kind of place is named. */
function destinationConfig({ logicalId, properties }: FunctionEvent): {
  readonly config?: unknown;
  readonly policy?: Values;
} {
  const { DestinationConfig: config } = properties;
  if (!isRecord(config) || !isSet(config)) return {};
  const invalid = (message: string, owner: object, member: string): SamError =>
    new SamError(`Event with id [${logicalId}] is invalid. ${message}`, owner, member);
  const { OnFailure: onFailure } = config;
  if (!isRecord(onFailure))
    throw invalid("Property 'DestinationConfig.OnFailure' should be a map.", config, "OnFailure");
  const { Type: type, ...destination } = onFailure;
  if (!isSet(type)) return { config };
  const { Destination: target } = destination;
  const taken = { config: { ...config, OnFailure: destination } };
  if (type === "Kafka") return taken;
  if (type === "S3") return { ...taken, policy: bucketPolicy(logicalId, target) };
  if (type !== "SQS" && type !== "SNS")
    throw invalid("The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'", onFailure, "Type");
  const action = DESTINATION_ACTIONS.get(type) ?? "";
  return { ...taken, policy: allowPolicy(`${logicalId}${type}Policy`, action, target) };
}
