// One call of a target, with the schedule's execution role: its policies decide what the schedule may do.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError, invariant } from "../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import { loadModel } from "../../model/load.ts";
import { API_SERVICE, type AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { assumeServiceRole } from "../../service/service-role.ts";
import { groupArn, scheduleArn } from "./names.ts";
import type { SealedInput, TargetRecord } from "./records.ts";
import { SCHEDULER } from "./schedule.ts";
import { openInput } from "./sealed-input.ts";
import { defaultEvent, fillIn, type Occasion } from "./targets/input.ts";
import { decodeRequest } from "./targets/request.ts";
import { requireTarget, type RequestJson } from "./targets/target.ts";

/** A time that has come: what is to be called, as the schedule was then. */
export interface Invocation {
  readonly groupName: string;
  readonly name: string;
  readonly version: string;
  readonly executionId: string;
  readonly scheduledAtMs: number;
  /** Later than scheduled where the schedule has a flexible window. */
  readonly invokeAtMs: number;
  readonly isLast: boolean;
  readonly target: TargetRecord;
  readonly sealedInput?: SealedInput;
}

/** Which condition of the retry policy ended the attempts. */
export type ExhaustedCondition = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";

/** Services as the execution role, in the scope of an ARN or of the schedule. */
export async function asExecutionRole(
  yard: YardContext,
  scope: Scope,
  { groupName, executionId, target }: Invocation,
  targetArn?: string,
): Promise<AwsApis> {
  const { principal } = await assumeServiceRole(yard, {
    service: SCHEDULER,
    roleArn: target.RoleArn,
    sessionName: executionId.replaceAll("-", ""),
    sourceArn: groupArn(scope, groupName),
    scope,
  });
  return yard.as(principal, scopeOf(targetArn, scope));
}

function scopeOf(arn: string | undefined, scope: Scope): Scope {
  const parsed = arn === undefined ? undefined : parseArn(arn);
  if (parsed === undefined || parsed.region === "" || parsed.account === "") return scope;
  return { account: parseAccountId(parsed.account), region: parseRegion(parsed.region) };
}

/** The request that this attempt makes of the schedule's input. */
export async function requestFor(
  yard: YardContext,
  scope: Scope,
  invocation: Invocation,
  attempt: number,
): Promise<RequestJson> {
  const { groupName, name, executionId, scheduledAtMs, target, sealedInput } = invocation;
  const arn = scheduleArn(scope, groupName, name);
  const occasion: Occasion = {
    scheduleArn: arn,
    scheduledAtMs,
    executionId,
    attempt,
    account: scope.account,
    region: scope.region,
  };
  const isUniversal = target.Arn.startsWith("arn:aws:scheduler:");
  const given =
    sealedInput === undefined
      ? target.Input
      : await openInput(await asExecutionRole(yard, scope, invocation), arn, sealedInput);
  const input = given ?? (isUniversal ? "{}" : defaultEvent(occasion));
  return requireTarget(target).requestOf(fillIn(input, occasion), yard.origin);
}

type AnyApi = Readonly<Record<string, ((input: unknown) => Promise<unknown>) | undefined>>;

/** Calls the target; throws the service's error if it refuses. */
export async function callTarget(
  yard: YardContext,
  scope: Scope,
  invocation: Invocation,
  attempt: number,
): Promise<void> {
  const { api, operation, scopeArn } = requireTarget(invocation.target);
  const model = loadModel(API_SERVICE[api]).operations.get(operation);
  invariant(model !== undefined, `There is no operation ${operation} of ${api}.`);
  const request = await requestFor(yard, scope, invocation, attempt);
  const aws = await asExecutionRole(yard, scope, invocation, scopeArn);
  // Which service and operation it is, only the schedule says.
  const call = (aws[api] as unknown as AnyApi)[operation.charAt(0).toLowerCase() + operation.slice(1)];
  const answer = await call?.(decodeRequest(model.input, request));
  if (operation === "PutEvents") requireTaken(answer);
}

// PutEvents answers success for events that it did not take.
function requireTaken(answer: unknown): void {
  const { Entries = [] } = answer as { Entries?: readonly { ErrorCode?: string; ErrorMessage?: string }[] };
  for (const { ErrorCode: code, ErrorMessage: message = "" } of Entries)
    if (code !== undefined) throw new AwsError({ code, message });
}
