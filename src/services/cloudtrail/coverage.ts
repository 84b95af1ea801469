// Which calls the event history has. AWS: "CloudTrail concepts": the history has management events; data events, which
// are of high volume, are never in it.

import type { AuditCoverage } from "../../service/audit.ts";
import type { ServiceId } from "../../model/model.ts";

/**
 * Data events, by service. AWS: "Logging data events", and the CloudTrail pages of the services. Reads are left out where
 * their names say that they are.
 */
const DATA_EVENTS: Readonly<Record<ServiceId, RegExp>> = {
  apigatewaymanagementapi: /^/,
  // AWS: "Amazon S3 CloudTrail events": object-level actions.
  s3: /Object(?!LockConfiguration)|Objects$|MultipartUpload|^UploadPart/,
  // AWS: "Logging DynamoDB operations by using AWS CloudTrail": data plane events.
  dynamodb: /Item$|Items$|^(Batch)?Execute|^Query$|^Scan$/,
  "dynamodb-streams": /^GetRecords$|^GetShardIterator$/,
  // AWS: "Logging Amazon Simple Queue Service API calls using AWS CloudTrail": data events.
  sqs: /Message$|MessageBatch$|MessageVisibility/,
  // AWS: "Logging AWS SNS API calls using AWS CloudTrail": Publish and PublishBatch.
  sns: /^Publish/,
  // AWS: "Logging AWS Lambda API calls using AWS CloudTrail": Invoke. Inferred: what durable functions ask of their own state.
  lambda: /^Invoke|^CheckpointDurableExecution$|^GetDurableExecutionState$/,
  // AWS: "Logging CloudWatch Logs API and console operations in AWS CloudTrail" does not list PutLogEvents.
  "cloudwatch-logs": /^PutLogEvents$/,
  cloudwatch: /^PutMetricData$/,
  eventbridge: /^PutEvents$/,
  kinesis: /^PutRecords?$|^GetRecords$|^GetShardIterator$|^SubscribeToShard$/,
  firehose: /^PutRecord/,
  // AWS: "Logging Amazon SES API calls with AWS CloudTrail": sending mail is a data event.
  ses: /^Send/,
  sesv2: /^Send/,
  xray: /^Put(TraceSegments|TelemetryRecords)$/,
};

/** Names of operations that only look. AWS marks their events readOnly. */
const READS =
  /^(BatchCheck|BatchDescribe|BatchGet|Check|Describe|Detect|Estimate|Evaluate|Filter|Get|Head|List|Lookup|Poll|Preview|Query|Receive|Scan|Search|Select|Simulate|StartLiveTail|Test|Validate|Verify)/;

/** AWS marks the issuing of credentials readOnly; it is what tells whose a temporary access key is. */
const ISSUES_CREDENTIALS = /^AssumeRole|^GetFederationToken$|^GetSessionToken$/;

/** AWS: "Logging AWS KMS API calls with AWS CloudTrail": cryptographic operations are read events. */
const CRYPTOGRAPHIC = /^(Decrypt|DeriveSharedSecret|Encrypt|Generate|ReEncrypt|Sign)/;

/** True for operations whose events AWS marks readOnly. */
export function isReadOnly(service: ServiceId, operation: string): boolean {
  if (service === "kms" && CRYPTOGRAPHIC.test(operation)) return true;
  // Of user pools, an administrator's operation is that of its name without "Admin"; and what they verify is changed by it.
  if (service === "cognito-identity-provider") return READS.test(operation.replace(/^Admin|^Verify/, ""));
  return READS.test(operation) || (service === "sts" && ISSUES_CREDENTIALS.test(operation));
}

/**
 * Which calls of an operation are recorded. DEVIATION: AWS has every read of the control plane in the history. Here a
 * read is recorded only when it was denied: a row for each poll of DescribeStacks would cost more than the poll.
 */
export function coverageOf(service: ServiceId, operation: string): AuditCoverage {
  if (DATA_EVENTS[service]?.test(operation) === true) return "none";
  if (service === "sts" && ISSUES_CREDENTIALS.test(operation)) return "all";
  return isReadOnly(service, operation) ? "denied" : "all";
}
