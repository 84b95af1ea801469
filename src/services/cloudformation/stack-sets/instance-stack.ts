// The stack of one instance: created, updated or deleted by CloudFormation's public operations as the execution role. Each step can be repeated: the name
// of a stack is kept before it is asked for, and the operation's id is the token of what it asks.

import type { Stack } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { stackSignal } from "../engine/events.ts";
import { findStack, listEvents } from "../repo.ts";
import { asFailure, refused, StackFailure } from "./refused.ts";
import type { StackSetRecord } from "./records.ts";
import type { ParameterTexts } from "../template/parameters.ts";

/** Where the stack is, and whose name counts there. */
export interface InstancePlace {
  readonly yard: YardContext;
  readonly scope: Scope;
  /** As the execution role, in the target account and region. */
  readonly aws: AwsApis;
  /** The operation's id. */
  readonly token: string;
}

/** LIMIT: how long a look at a stack waits for news of it. */
const LOOK_AGAIN_MS = 5_000;
/** AWS: stacks that cannot be updated: nothing stands, or what stands is what a deletion left. */
const DEAD = new Set(["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS"]);

/** True for a stack in whose place another has to be made. */
export function isDead(stack: Stack): boolean {
  return DEAD.has(stack.StackStatus ?? "");
}

/** Creates the stack, or goes on with a creation by the same token. */
export async function createInstanceStack(
  place: InstancePlace,
  stackSet: StackSetRecord,
  stackName: string,
  overrides: ParameterTexts,
  keepId: (stackId: string) => void,
): Promise<void> {
  const { StackId = "" } = await refused(
    place.aws.cloudFormation.createStack({
      StackName: stackName,
      ...requestOf(stackSet, overrides),
      ClientRequestToken: place.token,
    }),
  );
  keepId(StackId);
  const stack = await settledStack(place, StackId);
  if (stack?.StackStatus !== "CREATE_COMPLETE") throw failureOf(place, StackId, stack);
}

/** Updates the stack; one that is already as it should be is a success. */
export async function updateInstanceStack(
  place: InstancePlace,
  stackSet: StackSetRecord,
  stackId: string,
  overrides: ParameterTexts,
): Promise<void> {
  try {
    await place.aws.cloudFormation.updateStack({
      StackName: stackId,
      ...requestOf(stackSet, overrides),
      ClientRequestToken: place.token,
    });
  } catch (error) {
    if (error instanceof AwsError && error.message === "No updates are to be performed.") return;
    throw asFailure(error);
  }
  const stack = await settledStack(place, stackId);
  if (stack?.StackStatus !== "UPDATE_COMPLETE") throw failureOf(place, stackId, stack);
}

/** Deletes the stack; one that is gone is a success. */
export async function deleteInstanceStack(place: InstancePlace, stackName: string): Promise<void> {
  const found = await settledStack(place, stackName);
  const stackId = found?.StackId;
  if (stackId === undefined || found?.StackStatus === "DELETE_COMPLETE") return;
  await refused(place.aws.cloudFormation.deleteStack({ StackName: stackId }));
  const stack = await settledStack(place, stackId);
  if (stack !== undefined && stack.StackStatus !== "DELETE_COMPLETE") throw failureOf(place, stackId, stack);
}

/** The stack as it is when no operation runs on it; undefined if there is none. */
export async function settledStack(place: InstancePlace, nameOrId: string): Promise<Stack | undefined> {
  for (;;) {
    const look = new AbortController();
    // RACE: the end may come between the look and the wait, so the wait begins first.
    const topic = nameOrId.startsWith("arn:") ? nameOrId : (idOf(place, nameOrId) ?? nameOrId);
    const news = place.yard.signals.wait(stackSignal(topic), LOOK_AGAIN_MS, look.signal);
    const stack = await describe(place, nameOrId);
    const isRunning =
      stack?.StackStatus?.endsWith("_IN_PROGRESS") === true && stack.StackStatus !== "REVIEW_IN_PROGRESS";
    if (!isRunning) look.abort();
    await news;
    if (!isRunning) return stack;
  }
}

function idOf({ yard, scope }: InstancePlace, name: string): string | undefined {
  return yard.store.read<string | undefined>((tx) => findStack(tx, scope, name)?.stackId);
}

async function describe({ aws }: InstancePlace, nameOrId: string): Promise<Stack | undefined> {
  try {
    return (await aws.cloudFormation.describeStacks({ StackName: nameOrId })).Stacks?.[0];
  } catch (error) {
    if (error instanceof AwsError && error.message === `Stack with id ${nameOrId} does not exist`) return undefined;
    throw asFailure(error);
  }
}

function requestOf(stackSet: StackSetRecord, overrides: ParameterTexts) {
  const values = { ...stackSet.parameters, ...overrides };
  return {
    TemplateBody: stackSet.templateText,
    Parameters: Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: [...stackSet.capabilities] as (
      | "CAPABILITY_IAM"
      | "CAPABILITY_NAMED_IAM"
      | "CAPABILITY_AUTO_EXPAND"
    )[],
    Tags: Object.entries(stackSet.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** AWS: "ResourceLogicalId:..., ResourceType:..., ResourceStatusReason:....", as clients show it: of the resource that failed first. */
function failureOf({ yard, scope }: InstancePlace, stackId: string, stack: Stack | undefined): StackFailure {
  const events = yard.store.read<ReturnType<typeof listEvents>>((tx) =>
    listEvents(tx, scope, stackId, { limit: 2_000 }),
  );
  const begun = events.findIndex(
    ({ event }) => event.physicalId === stackId && event.statusReason === "User Initiated",
  );
  const own = begun === -1 ? events : events.slice(0, begun);
  const first = own.findLast(({ event }) => event.physicalId !== stackId && event.status.endsWith("_FAILED"))?.event;
  if (first === undefined)
    return new StackFailure(stack?.StackStatusReason ?? `Stack is in ${stack?.StackStatus} state`);
  const { logicalId, typeName, statusReason = "" } = first;
  return new StackFailure(
    `ResourceLogicalId:${logicalId}, ResourceType:${typeName}, ResourceStatusReason:${statusReason}.`,
  );
}
