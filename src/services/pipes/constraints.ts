// Limits of Pipes, from the service's model (botocore 1.43, pipes/2015-10-07).

import type { Constraint, Constraints } from "../../service/constraints.ts";

const NAME: Constraint = { length: [1, 64], pattern: "[\\.\\-_A-Za-z0-9]+" };
const ARN_PATTERN =
  "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-]+):([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\\d{1})?)?:(\\d{12})?:(.+)";
const ARN: Constraint = { length: [1, 1_600], pattern: ARN_PATTERN };
const ARN_OR_URL: Constraint = {
  length: [1, 1_600],
  pattern: `smk://(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]*[A-Za-z0-9]):[0-9]{1,5}|${ARN_PATTERN}`,
};
const ARN_PREFIX: Constraint = { length: [1, 1_600] };
const PIPE_ARN: Constraint = {
  length: [1, 1_600],
  pattern: "arn:aws([a-z]|-)*:([a-zA-Z0-9\\-]+):([a-z]|\\d|-)*:([0-9]{12})?:(.+)",
};
const STATE: Constraint = { oneOf: ["RUNNING", "STOPPED"] };
const TEMPLATE: Constraint = { length: [0, 8_192] };
const DESCRIPTION: Constraint = { length: [0, 512] };
const ROLE: Constraint = {
  length: [1, 1_600],
  pattern: "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z0-9+=,.@\\-_/]+",
};

function streamSource(path: string): Readonly<Record<string, Constraint>> {
  return {
    [`${path}.BatchSize`]: { range: [1, 10_000] },
    [`${path}.MaximumBatchingWindowInSeconds`]: { range: [0, 300] },
    [`${path}.MaximumRecordAgeInSeconds`]: { range: [-1, 604_800] },
    [`${path}.MaximumRetryAttempts`]: { range: [-1, 10_000] },
    [`${path}.ParallelizationFactor`]: { range: [1, 10] },
    [`${path}.OnPartialBatchItemFailure`]: { oneOf: ["AUTOMATIC_BISECT"] },
    [`${path}.DeadLetterConfig.Arn`]: ARN,
  };
}

const PARAMETERS: Readonly<Record<string, Constraint>> = {
  Name: NAME,
  Description: DESCRIPTION,
  DesiredState: STATE,
  RoleArn: ROLE,
  Target: ARN,
  Enrichment: { length: [0, 1_600] },
  "EnrichmentParameters.InputTemplate": TEMPLATE,
  "TargetParameters.InputTemplate": TEMPLATE,
  "TargetParameters.LambdaFunctionParameters.InvocationType": { oneOf: ["REQUEST_RESPONSE", "FIRE_AND_FORGET"] },
  "LogConfiguration.Level": { oneOf: ["OFF", "ERROR", "INFO", "TRACE"] },
  "LogConfiguration.IncludeExecutionData.member": { oneOf: ["ALL"] },
  "LogConfiguration.CloudwatchLogsLogDestination.LogGroupArn": {
    length: [1, 1_600],
    pattern:
      "(^arn:aws([a-z]|-)*:logs:([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\\d{1})?):(\\d{12}):log-group:[\\.\\-_/#A-Za-z0-9]{1,512}(:\\*)?)",
  },
  "LogConfiguration.FirehoseLogDestination.DeliveryStreamArn": {
    length: [1, 1_600],
    pattern:
      "(^arn:aws([a-z]|-)*:firehose:([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\\d{1})?):(\\d{12}):deliverystream/[a-zA-Z0-9_.-]{1,64})",
  },
  "LogConfiguration.S3LogDestination.BucketName": { length: [3, 63] },
  "LogConfiguration.S3LogDestination.BucketOwner": { pattern: "\\d{12}" },
  "LogConfiguration.S3LogDestination.OutputFormat": { oneOf: ["json", "plain", "w3c"] },
  "LogConfiguration.S3LogDestination.Prefix": { length: [0, 256] },
  "TargetParameters.KinesisStreamParameters.PartitionKey": { length: [0, 256] },
  "TargetParameters.SqsQueueParameters.MessageGroupId": { length: [0, 100] },
  "TargetParameters.SqsQueueParameters.MessageDeduplicationId": { length: [0, 100] },
  "TargetParameters.EventBridgeEventBusParameters.DetailType": { length: [1, 128] },
  "TargetParameters.EventBridgeEventBusParameters.Source": { length: [1, 256] },
  "TargetParameters.EventBridgeEventBusParameters.Resources": { length: [0, 10] },
  "TargetParameters.CloudWatchLogsParameters.LogStreamName": { length: [1, 256] },
  "SourceParameters.FilterCriteria.Filters": { length: [0, 5] },
  "SourceParameters.FilterCriteria.Filters.member.Pattern": { length: [0, 4_096] },
  "SourceParameters.SqsQueueParameters.BatchSize": { range: [1, 10_000] },
  "SourceParameters.SqsQueueParameters.MaximumBatchingWindowInSeconds": { range: [0, 300] },
  ...streamSource("SourceParameters.KinesisStreamParameters"),
  ...streamSource("SourceParameters.DynamoDBStreamParameters"),
};

export const constraints: Constraints = {
  CreatePipe: {
    ...PARAMETERS,
    Source: ARN_OR_URL,
    "SourceParameters.KinesisStreamParameters.StartingPosition": { oneOf: ["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"] },
    "SourceParameters.DynamoDBStreamParameters.StartingPosition": { oneOf: ["TRIM_HORIZON", "LATEST"] },
    Tags: { length: [1, 50] },
    "Tags.key": { length: [1, 128] },
    "Tags.value": { length: [0, 256] },
  },
  DeletePipe: { Name: NAME },
  DescribePipe: { Name: NAME },
  ListPipes: {
    NamePrefix: NAME,
    DesiredState: STATE,
    SourcePrefix: ARN_PREFIX,
    TargetPrefix: ARN_PREFIX,
    NextToken: { length: [1, 2_048] },
    Limit: { range: [1, 100] },
  },
  ListTagsForResource: { resourceArn: PIPE_ARN },
  StartPipe: { Name: NAME },
  StopPipe: { Name: NAME },
  TagResource: {
    resourceArn: PIPE_ARN,
    tags: { length: [1, 50] },
    "tags.key": { length: [1, 128] },
    "tags.value": { length: [0, 256] },
  },
  UntagResource: { resourceArn: PIPE_ARN, tagKeys: { length: [0, 50] } },
  UpdatePipe: PARAMETERS,
};
