// What a schedule calls: which operation of which service, and the request that its input makes. A templated target is known by the ARN of
// what it calls, a universal one by "arn:aws:scheduler:::aws-sdk:SERVICE:ACTION". Both end up as one form: the request as JSON.
// AWS: "Managing targets in EventBridge Scheduler".

import { parseArn } from "../../../kernel/arns.ts";
import type { ServiceApis } from "../../../service/apis.ts";
import { invalid } from "../errors.ts";
import type { TargetRecord } from "../records.ts";
import { templated } from "./templated.ts";
import { universal } from "./universal.ts";

/** A request by its wire names, with text where the API has bytes or times. */
export type RequestJson = Readonly<Record<string, unknown>>;

/** A checked target. */
export interface Target {
  readonly api: keyof ServiceApis;
  /** The operation's own name, such as "SendMessage". */
  readonly operation: string;
  /** The ARN that says in which account and region the call is made; the schedule's where it says none. */
  readonly scopeArn?: string;
  /** The request that this input makes. `origin` is where queues have their URLs. */
  requestOf(input: string, origin: string): RequestJson;
}

/** Which service's targets have parameters of their own. */
const PARAMETERS: Readonly<Record<string, string>> = {
  EcsParameters: "ecs",
  EventBridgeParameters: "events",
  KinesisParameters: "kinesis",
  SageMakerPipelineParameters: "sagemaker",
  SqsParameters: "sqs",
};

// The parameters of another kind of target would have no effect. The wording is ours.
function requireOwnParameters(target: TargetRecord, service: string | undefined): void {
  const foreign = Object.entries(PARAMETERS).find(([name, owner]) => owner !== service && name in target);
  if (foreign !== undefined) throw invalid(`${foreign[0]} cannot be specified for the target ${target.Arn}.`);
}

/** What is called; throws for targets that are none, and for those that cannot be called here. */
export function requireTarget(target: TargetRecord): Target {
  const arn = parseArn(target.Arn);
  const isUniversal = target.Arn.startsWith("arn:aws:scheduler:::aws-sdk:");
  requireOwnParameters(target, isUniversal ? undefined : arn?.service);
  if (!isUniversal && (arn?.partition !== "aws" || arn.resource === ""))
    throw invalid("Provided Arn is not in correct format.");
  return isUniversal ? universal(target) : templated(target);
}
