// Events of type SQS, DynamoDB and Kinesis: event source mappings, which Lambda polls with the function's role.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Values } from "../draft.ts";
import { allowPolicy, managedPolicyArn } from "../role-policies.ts";
import { DESTINATION_ACTIONS } from "../invoke-config.ts";
import type { ExpandEvent, FunctionEvent } from "./event.ts";
import { requireProperties } from "./event.ts";
import type { RoleDraft } from "../function-role.ts";

/** What mappings of every kind of source take. */
export const SHARED: readonly string[] = [
  "BatchSize",
  "Enabled",
  "FilterCriteria",
  "FunctionResponseTypes",
  "KmsKeyArn",
  "MaximumBatchingWindowInSeconds",
  "MetricsConfig",
];

/** An event whose messages Lambda polls. `source` is the property that holds the source's ARN. */
function polledEvent(
  source: string,
  own: readonly string[],
  required: readonly string[],
  policyName: string,
): ExpandEvent {
  const known = new Set([source, "DestinationConfig", ...SHARED, ...own]);
  return (event, handle, role, draft) => {
    requireProperties(event, known, required);
    const { [source]: arn, DestinationConfig: destinations, ...settings } = event.properties;
    draft.add(event.logicalId, "AWS::Lambda::EventSourceMapping", handle.attributes, {
      ...settings,
      DestinationConfig: destinationConfig(event, destinations, role),
      EventSourceArn: arn,
      FunctionName: handle.ref,
    });
    role.managedPolicyArns.push(managedPolicyArn(policyName));
  };
}

export const sqsEvent: ExpandEvent = polledEvent(
  "Queue",
  ["ProvisionedPollerConfig", "ScalingConfig"],
  ["Queue"],
  "AWSLambdaSQSQueueExecutionRole",
);

const STREAMS = [
  "BisectBatchOnFunctionError",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "ParallelizationFactor",
  "StartingPosition",
  "StartingPositionTimestamp",
  "TumblingWindowInSeconds",
];

export const dynamoDbEvent: ExpandEvent = polledEvent(
  "Stream",
  STREAMS,
  ["Stream", "StartingPosition"],
  "AWSLambdaDynamoDBExecutionRole",
);

export const kinesisEvent: ExpandEvent = polledEvent(
  "Stream",
  STREAMS,
  ["Stream", "StartingPosition"],
  "AWSLambdaKinesisExecutionRole",
);

/** Where batches go that the function did not take, with the right to send them there. */
export function destinationConfig(event: FunctionEvent, config: unknown, role: RoleDraft): Values | undefined {
  if (config === undefined) return undefined;
  const onFailure = isRecord(config) ? config["OnFailure"] : undefined;
  if (!isRecord(onFailure) || onFailure["Destination"] === undefined) {
    throw new SamError(`Event with id [${event.logicalId}] is invalid. 'OnFailure' with a 'Destination' is required.`);
  }
  const { Type: type, Destination: target } = onFailure;
  if (type !== undefined) {
    const action = DESTINATION_ACTIONS.get(type);
    if (action === undefined || (type !== "SQS" && type !== "SNS")) {
      throw new SamError(
        `Event with id [${event.logicalId}] is invalid. The only valid values for 'Type' are 'SQS' and 'SNS'`,
        onFailure,
        "Type",
      );
    }
    role.policies.push({
      policy: allowPolicy(`${event.logicalId}${type}Policy`, action, target),
      place: "last",
    });
  }
  return { OnFailure: { Destination: target } };
}
