// What HTTP APIs can do with AWS services directly. AWS: "AWS service integration subtype reference".

import type { ServiceId, Protocol } from "../../../model/model.ts";
import type { AwsApis } from "../../../service/apis.ts";

export interface Parameter {
  readonly isRequired: boolean;
  readonly form: "text" | "number" | "time" | "bytes" | "json";
}

export interface Subtype {
  readonly service: ServiceId;
  readonly operation: string;
  /** In which the answer is written. */
  readonly protocol: Protocol;
  /** By name; all have Region, and are read in this order. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  call(aws: AwsApis, input: Record<string, unknown>): Promise<object>;
}

const required = (form: Parameter["form"] = "text"): Parameter => ({ isRequired: true, form });
const optional = (form: Parameter["form"] = "text"): Parameter => ({ isRequired: false, form });
const Region = optional();

const STATE_MACHINE = { StateMachineArn: required(), Name: optional(), Input: optional(), Region } as const;

/** By name. AppConfig-GetConfiguration is not among them: Stackyard has no AppConfig. */
export const SUBTYPES: Readonly<Record<string, Subtype>> = {
  "EventBridge-PutEvents": {
    service: "eventbridge",
    operation: "PutEvents",
    protocol: "awsJson1_1",
    parameters: {
      Detail: required(),
      DetailType: required(),
      Source: required(),
      Time: optional("time"),
      EventBusName: optional(),
      Resources: optional("json"),
      Region,
      TraceHeader: optional(),
    },
    call: (aws, input) => aws.eventBridge.putEvents({ Entries: [input] }),
  },
  "SQS-SendMessage": {
    service: "sqs",
    operation: "SendMessage",
    // Inferred, no source found: SQS answers in XML here, as the integration speaks the query protocol.
    protocol: "awsQuery",
    parameters: {
      QueueUrl: required(),
      MessageBody: required(),
      DelaySeconds: optional("number"),
      MessageAttributes: optional("json"),
      MessageDeduplicationId: optional(),
      MessageGroupId: optional(),
      MessageSystemAttributes: optional("json"),
      Region,
    },
    call: (aws, input) => aws.sqs.sendMessage(input as unknown as Parameters<typeof aws.sqs.sendMessage>[0]),
  },
  "SQS-ReceiveMessage": {
    service: "sqs",
    operation: "ReceiveMessage",
    protocol: "awsQuery",
    parameters: {
      QueueUrl: required(),
      AttributeNames: optional("json"),
      MaxNumberOfMessages: optional("number"),
      MessageAttributeNames: optional("json"),
      ReceiveRequestAttemptId: optional(),
      VisibilityTimeout: optional("number"),
      WaitTimeSeconds: optional("number"),
      Region,
    },
    call: (aws, input) => aws.sqs.receiveMessage(input as unknown as Parameters<typeof aws.sqs.receiveMessage>[0]),
  },
  "SQS-DeleteMessage": {
    service: "sqs",
    operation: "DeleteMessage",
    protocol: "awsQuery",
    parameters: { ReceiptHandle: required(), QueueUrl: required(), Region },
    call: (aws, input) => aws.sqs.deleteMessage(input as unknown as Parameters<typeof aws.sqs.deleteMessage>[0]),
  },
  "SQS-PurgeQueue": {
    service: "sqs",
    operation: "PurgeQueue",
    protocol: "awsQuery",
    parameters: { QueueUrl: required(), Region },
    call: (aws, input) => aws.sqs.purgeQueue(input as unknown as Parameters<typeof aws.sqs.purgeQueue>[0]),
  },
  "Kinesis-PutRecord": {
    service: "kinesis",
    operation: "PutRecord",
    protocol: "awsJson1_1",
    parameters: {
      StreamName: required(),
      Data: required("bytes"),
      PartitionKey: required(),
      SequenceNumberForOrdering: optional(),
      ExplicitHashKey: optional(),
      Region,
    },
    call: (aws, input) => aws.kinesis.putRecord(input as unknown as Parameters<typeof aws.kinesis.putRecord>[0]),
  },
  "StepFunctions-StartExecution": {
    service: "sfn",
    operation: "StartExecution",
    protocol: "awsJson1_0",
    parameters: STATE_MACHINE,
    call: (aws, input) => aws.sfn.startExecution(camelCased<Parameters<typeof aws.sfn.startExecution>[0]>(input)),
  },
  "StepFunctions-StartSyncExecution": {
    service: "sfn",
    operation: "StartSyncExecution",
    protocol: "awsJson1_0",
    parameters: { ...STATE_MACHINE, TraceHeader: optional() },
    call: (aws, input) =>
      aws.sfn.startSyncExecution(camelCased<Parameters<typeof aws.sfn.startSyncExecution>[0]>(input)),
  },
  "StepFunctions-StopExecution": {
    service: "sfn",
    operation: "StopExecution",
    protocol: "awsJson1_0",
    parameters: { ExecutionArn: required(), Cause: optional(), Error: optional(), Region },
    call: (aws, input) => aws.sfn.stopExecution(camelCased<Parameters<typeof aws.sfn.stopExecution>[0]>(input)),
  },
};

/** Step Functions' members begin in lower case; its parameters here do not. */
function camelCased<T>(input: Record<string, unknown>): T {
  const renamed = Object.entries(input).map(([name, value]) => [
    `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    value,
  ]);
  return Object.fromEntries(renamed) as T;
}
