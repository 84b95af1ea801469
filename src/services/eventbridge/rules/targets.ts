// What PutTargets asks of targets.
// AWS: "Amazon EventBridge targets"; Target in the API reference.

import type { Target } from "@aws-sdk/client-eventbridge";
import { parseArn } from "../../../kernel/arns.ts";
import { isReservedHeader, parseStageMethod } from "../../../service/http-endpoints.ts";
import { parseJsonPath } from "../../../service/json-path.ts";
import type { Scope } from "../../../service/context.ts";
import { isForeignStream, type TargetKind, targetKindOf } from "../../../service/targets/targets.ts";
import { notImplemented, validation } from "../errors.ts";
import { placeholdersOf } from "./input.ts";

/** The kinds of targets of rules: those of everybody, and EventBridge's own. */
export type RuleTargetKind = TargetKind | "event-bus" | "schema-discoverer";

/** The kind of a target; undefined for what the yard does not deliver to. */
export function ruleTargetKindOf(arn: string): RuleTargetKind | undefined {
  const { service, resource = "" } = parseArn(arn) ?? {};
  if (service === "events" && resource.startsWith("event-bus/")) return "event-bus";
  // The target of rules that the schema registry makes.
  if (service === "schemas" && resource.startsWith("discoverer/")) return "schema-discoverer";
  return targetKindOf(arn);
}

// AWS: "EventBridge relies on IAM roles" for these; the others have resource policies.
const NEEDS_ROLE: readonly (RuleTargetKind | undefined)[] = ["kinesis", "firehose", "state-machine"];

function needsRole(kind: RuleTargetKind, arn: string): boolean {
  return NEEDS_ROLE.includes(kind) || (kind === "http" && parseStageMethod(arn) === undefined);
}

const OTHERS_PARAMETERS = [
  "EcsParameters",
  "BatchParameters",
  "RedshiftDataParameters",
  "SageMakerPipelineParameters",
  "RunCommandParameters",
  "AppSyncParameters",
] as const;

/** Throws unless the target is one that can be delivered to. */
export function requireTarget(scope: Scope, target: Target): void {
  const { Id, Arn, RoleArn, Input, InputPath, InputTransformer } = target;
  if (parseArn(Arn ?? "") === undefined)
    throw validation(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  const kind = ruleTargetKindOf(Arn ?? "");
  if (kind === undefined && parseArn(Arn ?? "")?.service === "execute-api")
    throw validation(`Parameter ${Arn} is not valid. Reason: Provided Arn does not name a method of a stage.`);
  if (kind === undefined) throw notImplemented(`targets of this kind (${parseArn(Arn ?? "")?.service})`);
  // AWS: "Cross-account targets" names no delivery streams (the wording is inferred).
  if (isForeignStream(Arn ?? "", scope))
    throw validation(`Parameter ${Arn} is not valid. Reason: Provided Arn is of another account or Region.`);
  for (const parameter of OTHERS_PARAMETERS)
    if (target[parameter] !== undefined) throw notImplemented(`${parameter} of targets`);
  if (RoleArn === undefined && needsRole(kind, Arn ?? ""))
    throw validation(`Parameter(s) RoleArn not valid for target ${Id}. Reason: RoleArn is required for target ${Arn}.`);
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1)
    throw validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw validation(`JSON syntax error in input for target ${Id}.`);
  if (InputPath !== undefined && parseJsonPath(InputPath) === undefined)
    throw validation(`Parameter InputPath is not valid. Reason: ${InputPath} is an invalid JSON path.`);
  if (InputTransformer !== undefined) requireTransformer(InputTransformer);
  if (kind === "http") requireHttpParameters(target);
  if (kind === "sqs" && Arn?.endsWith(".fifo") === true && target.SqsParameters?.MessageGroupId === undefined)
    throw validation(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
}

function requireTransformer({ InputPathsMap = {}, InputTemplate }: NonNullable<Target["InputTransformer"]>): void {
  if (InputTemplate === undefined || InputTemplate === "") throw validation("Parameter InputTemplate is required.");
  for (const [name, path] of Object.entries(InputPathsMap)) {
    if (name.startsWith("AWS") || parseJsonPath(path) === undefined)
      throw validation(`InvalidInputPathsMap: ${name} has an invalid JSON path ${path}.`);
  }
  const unknown = placeholdersOf(InputTemplate).filter(
    (name) => !name.startsWith("aws.events.") && !Object.hasOwn(InputPathsMap, name),
  );
  if (unknown.length > 0)
    throw validation(
      `Invalid InputTemplate for target : [No valid placeholder found for ${unknown.map((name) => `<${name}>`).join(", ")}].`,
    );
}

/** AWS: "Amazon API Gateway targets" names the headers; the wording is inferred. */
function requireHttpParameters({ Id, Arn = "", HttpParameters = {} }: Target): void {
  if (parseStageMethod(Arn) === undefined) return;
  const reserved = Object.keys(HttpParameters.HeaderParameters ?? {}).filter(isReservedHeader);
  if (reserved.length > 0)
    throw validation(
      `Parameter(s) HeaderParameters not valid for target ${Id}. Reason: ${reserved.join(", ")} may not be set.`,
    );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
