// AWS::CloudFormation::Stack: a stack within a stack, made by the same public operations as any other.

import type { Parameter, Stack } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { PLAIN_FAILURE } from "../errors.ts";
import { isRecord } from "../template/values.ts";

/** How often a nested stack is looked at while it is in progress. */
const POLL_MS = 20;

/** A nested stack. Ref is its ARN, and its outputs are the attributes "Outputs.NAME". */
export const stackType: ResourceType = {
  typeName: "AWS::CloudFormation::Stack",
  properties: ["NotificationARNs", "Parameters", "Tags", "TemplateURL", "TimeoutInMinutes"],

  async create(properties, context) {
    if (context.reviewedStackId !== undefined && properties["TimeoutInMinutes"] === undefined) {
      return createReviewed(context.reviewedStackId, properties, context);
    }
    // A change set can give no timeout: such a stack is made anew in the place of the one under review.
    if (context.reviewedStackId !== undefined) {
      await context.aws.cloudFormation.deleteStack({ StackName: context.reviewedStackId });
    }
    // A repeated creation is answered as the first one was: name and token are the same.
    const { StackId } = await context.aws.cloudFormation.createStack({
      StackName: context.generateName({ maxLength: 128 }),
      ...requestOf(properties, context),
      ClientRequestToken: context.clientToken,
      // AWS: what a nested creation made is deleted when its parent rolls back.
      OnFailure: "DO_NOTHING",
      ...(properties["TimeoutInMinutes"] === undefined
        ? {}
        : { TimeoutInMinutes: Number(properties["TimeoutInMinutes"]) }),
    });
    return created(String(StackId), context);
  },

  /** The template's text is another's to keep: what can be read are the parameters and tags. */
  async read(physicalId, context, known = {}) {
    const stack = await find(physicalId, context);
    if (stack === undefined || stack.StackStatus === "DELETE_COMPLETE") return undefined;
    const tags = (stack.Tags ?? []).filter(({ Key }) => Key?.startsWith("aws:") !== true);
    return {
      Parameters: readParameters(stack.Parameters ?? [], known["Parameters"]),
      ...((stack.NotificationARNs ?? []).length === 0 ? {} : { NotificationARNs: stack.NotificationARNs }),
      ...(tags.length === 0 ? {} : { Tags: tags }),
    };
  },

  async update(physicalId, properties, _previous, context) {
    // A repeated update may find the first one still running.
    let present = await waitForEnd(physicalId, context);
    if (present?.StackStatus === "UPDATE_ROLLBACK_FAILED") {
      // AWS: "Continue rolling back an update": a rollback that goes on goes on in nested stacks as well.
      await context.aws.cloudFormation.continueUpdateRollback({
        StackName: physicalId,
        ...(context.skipped === undefined ? {} : { ResourcesToSkip: [...context.skipped] }),
        ...(context.isForced === true ? { ForceRollback: true } : {}),
      });
      present = await waitForEnd(physicalId, context);
    }
    try {
      const request = {
        StackName: physicalId,
        ...requestOf(properties, context),
        // AWS: "Choose how to handle failures": nested stacks fail as their root does.
        DisableRollback: context.keepsFailures === true,
      };
      await context.aws.cloudFormation.updateStack(request);
    } catch (error) {
      const isUnchanged = error instanceof AwsError && error.message === "No updates are to be performed.";
      // One that rolled itself back is as it was.
      if (isUnchanged && present !== undefined) return stateOf(present, physicalId);
      throw error;
    }
    await waitForEnd(physicalId, context, context.stopped);
    if (context.stopped?.aborted === true) await cancelUpdate(physicalId, context);
    const stack = await waitForEnd(physicalId, context);
    if (stack?.StackStatus !== "UPDATE_COMPLETE") throw embeddedFailure("updated", physicalId, stack);
    return stateOf(stack, physicalId);
  },

  async delete(physicalId, _properties, context) {
    // A creation that its parent no longer waits for is called off by its deletion.
    const found = await find(physicalId, context);
    const present = found?.StackStatus === "CREATE_IN_PROGRESS" ? found : await waitForEnd(physicalId, context);
    if (present === undefined || present.StackStatus === "DELETE_COMPLETE") return;
    await context.aws.cloudFormation.deleteStack({ StackName: physicalId });
    const stack = await waitForEnd(physicalId, context);
    if (stack !== undefined && stack.StackStatus !== "DELETE_COMPLETE") {
      throw embeddedFailure("deleted", physicalId, stack);
    }
  },
};

/** Makes the stack of one that a change set put under review, with the parameters as they are now. */
async function createReviewed(
  stackId: string,
  properties: Properties,
  context: ResourceContext,
): Promise<ResourceState> {
  context.identify(stackId);
  const present = await find(stackId, context);
  // Otherwise a repetition: the creation has begun.
  if (present?.StackStatus === "REVIEW_IN_PROGRESS") {
    const { Id } = await context.aws.cloudFormation.createChangeSet({
      StackName: stackId,
      ChangeSetName: `execute-${context.clientToken}`,
      ChangeSetType: "CREATE",
      ClientToken: context.clientToken,
      OnStackFailure: "DO_NOTHING",
      ...requestOf(properties, context),
    });
    await context.aws.cloudFormation.executeChangeSet({ ChangeSetName: String(Id) });
  }
  return created(stackId, context);
}

/** Waits for a creation that was begun. */
async function created(stackId: string, context: ResourceContext): Promise<ResourceState> {
  context.identify(stackId);
  const stack = await waitForEnd(stackId, context, context.stopped);
  // AWS: this sentence, for what was under way when another resource failed; the parent's way back deletes it.
  if (isInProgress(stack)) throw new AwsError({ code: PLAIN_FAILURE, message: "Resource creation cancelled" });
  if (stack?.StackStatus !== "CREATE_COMPLETE") throw embeddedFailure("created", stackId, stack);
  return stateOf(stack, stackId);
}

/** AWS: "Embedded stack ARN was not successfully created: REASON", as observed. */
function embeddedFailure(verb: string, stackId: string, stack: Stack | undefined): AwsError {
  const reason = stack?.StackStatusReason ?? `it is in the state ${stack?.StackStatus ?? "DELETE_COMPLETE"}`;
  const message = `Embedded stack ${stackId} was not successfully ${verb}: ${reason}`;
  return new AwsError({ code: PLAIN_FAILURE, message });
}

/**
 * The parameters in the template's form: lists are lists there, what is masked counts as unchanged, and those that it leaves out have
 * their defaults.
 */
function readParameters(live: readonly Parameter[], known: unknown): Record<string, unknown> {
  const said = isRecord(known) ? known : undefined;
  const shown = live.flatMap(({ ParameterKey: name = "", ParameterValue: value }) => {
    if (said === undefined) return [[name, value] as const];
    if (!Object.hasOwn(said, name)) return [];
    const expected = said[name];
    const isSame = value === "****" || (Array.isArray(expected) && expected.join(",") === value);
    return [[name, isSame ? expected : value] as const];
  });
  return Object.fromEntries(shown);
}

function requestOf(properties: Properties, context: ResourceContext) {
  const parameters = isRecord(properties["Parameters"]) ? properties["Parameters"] : {};
  const own = Array.isArray(properties["Tags"]) ? (properties["Tags"] as { Key: string; Value: unknown }[]) : [];
  const tags = new Map(Object.entries(context.tags).filter(([name]) => !name.startsWith("aws:")));
  for (const { Key, Value } of own) tags.set(Key, String(Value));
  return {
    TemplateURL: String(properties["TemplateURL"]),
    NotificationARNs: Array.isArray(properties["NotificationARNs"]) ? properties["NotificationARNs"].map(String) : [],
    Parameters: Object.entries(parameters).map(([ParameterKey, value]) => ({
      ParameterKey,
      // AWS: lists are joined by commas.
      ParameterValue: Array.isArray(value) ? value.join(",") : String(value),
    })),
    Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
    // DEVIATION: AWS asks the parent's caller to acknowledge what nested stacks need; a resource type does not see what was acknowledged.
    Capabilities: ["CAPABILITY_NAMED_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const],
  };
}

async function waitForEnd(
  stackId: string,
  context: ResourceContext,
  stopped?: AbortSignal,
): Promise<Stack | undefined> {
  for (;;) {
    const stack = await find(stackId, context);
    if (!isInProgress(stack) || stopped?.aborted === true) return stack;
    await context.wait(POLL_MS);
  }
}

function isInProgress(stack: Stack | undefined): boolean {
  return stack?.StackStatus?.endsWith("_IN_PROGRESS") === true;
}

/** Calls an update off that its parent no longer waits for; one that has got past that is left alone. */
async function cancelUpdate(stackId: string, context: ResourceContext): Promise<void> {
  try {
    await context.aws.cloudFormation.cancelUpdateStack({ StackName: stackId });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ValidationError") throw error;
  }
}

async function find(stackId: string, context: ResourceContext): Promise<Stack | undefined> {
  try {
    return (await context.aws.cloudFormation.describeStacks({ StackName: stackId })).Stacks?.[0];
  } catch (error) {
    if (error instanceof AwsError && error.message === `Stack with id ${stackId} does not exist`) return undefined;
    throw error;
  }
}

function stateOf(stack: Stack, stackId: string): ResourceState {
  const outputs = (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [`Outputs.${OutputKey}`, OutputValue]);
  const { ChangeSetId, CreationTime, LastUpdatedTime, ParentId, RootId, StackStatus } = stack;
  const attributes = {
    StackId: stackId,
    StackStatus,
    CreationTime: CreationTime?.toISOString(),
    LastUpdateTime: (LastUpdatedTime ?? CreationTime)?.toISOString(),
    ParentId,
    RootId,
    ChangeSetId,
    ...Object.fromEntries(outputs),
  };
  return { physicalId: stackId, attributes };
}
