// Templated targets: a set of operations with a parameter or two of their own. Pure. AWS: "Using templated targets in EventBridge
// Scheduler".

import { type Arn, parseArn } from "../../../kernel/arns.ts";
import { invalid, notImplemented } from "../errors.ts";
import type { TargetRecord } from "../records.ts";
import type { Target } from "./target.ts";

type Template = (target: TargetRecord, arn: Arn) => Target;

const TEMPLATES: Readonly<Record<string, Template>> = {
  events: (target) => {
    const { EventBridgeParameters: parameters } = target;
    if (parameters === undefined) throw invalid("EventBridgeParameters must be specified for an event bus.");
    requireJson(target);
    return {
      api: "eventBridge",
      operation: "PutEvents",
      scopeArn: target.Arn,
      requestOf: (Detail) => ({ Entries: [{ EventBusName: target.Arn, ...parameters, Detail }] }),
    };
  },
  firehose: (target) => ({
    api: "firehose",
    operation: "PutRecord",
    scopeArn: target.Arn,
    requestOf: (Data) => ({ DeliveryStreamName: nameOf(target.Arn), Record: { Data } }),
  }),
  kinesis: (target) => {
    const { KinesisParameters: parameters } = target;
    if (parameters === undefined) throw invalid("KinesisParameters must be specified for a stream.");
    return {
      api: "kinesis",
      operation: "PutRecord",
      scopeArn: target.Arn,
      requestOf: (Data) => ({ StreamName: nameOf(target.Arn), PartitionKey: parameters.PartitionKey, Data }),
    };
  },
  lambda: (target) => {
    requireJson(target);
    return {
      api: "lambda",
      operation: "Invoke",
      scopeArn: target.Arn,
      requestOf: (Payload) => ({ FunctionName: target.Arn, InvocationType: "Event", Payload }),
    };
  },
  sns: (target) => ({
    api: "sns",
    operation: "Publish",
    scopeArn: target.Arn,
    requestOf: (Message) => ({ TopicArn: target.Arn, Message }),
  }),
  sqs: (target, { account, resource }) => {
    const { MessageGroupId } = target.SqsParameters ?? {};
    if (resource.endsWith(".fifo") && MessageGroupId === undefined)
      throw invalid("SqsParameters must be specified for a FIFO queue.");
    return {
      api: "sqs",
      operation: "SendMessage",
      scopeArn: target.Arn,
      requestOf: (MessageBody, origin) => ({
        MessageBody,
        QueueUrl: `${origin}/${account}/${resource}`,
        ...(MessageGroupId === undefined ? {} : { MessageGroupId }),
      }),
    };
  },
  states: (target) => {
    requireJson(target);
    return {
      api: "sfn",
      operation: "StartExecution",
      scopeArn: target.Arn,
      requestOf: (input) => ({ stateMachineArn: target.Arn, input }),
    };
  },
};

/** AWS has templates for these, too; what they start is not there. */
const NOT_YET = new Set(["codebuild", "codepipeline", "ecs", "inspector", "sagemaker"]);

/** The target that an ARN means; throws where there is no template for it. */
export function templated(target: TargetRecord): Target {
  const arn = parseArn(target.Arn);
  const template = arn === undefined ? undefined : TEMPLATES[arn.service];
  if (arn !== undefined && template !== undefined) return template(target, arn);
  if (arn !== undefined && NOT_YET.has(arn.service)) throw notImplemented(`A target of ${arn.service}`);
  throw invalid(`Provided Arn is not in correct format.`);
}

// AWS: Target, Input: templated Lambda, Step Functions and EventBridge targets take well-formed JSON.
function requireJson({ Input }: TargetRecord): void {
  if (Input === undefined) return;
  try {
    JSON.parse(Input);
  } catch {
    throw invalid("Invalid RequestJson provided. Reason The input is not well-formed JSON.");
  }
}

/** "name" of "arn:aws:kinesis:REGION:ACCOUNT:stream/name". */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
