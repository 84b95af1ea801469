// Creates, updates and deletes one stack through CloudFormation's API, as `aws cloudformation deploy` does: a change set,
// its execution, and the events until the end. Knows nothing of units and systems.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ValidateTemplateCommand,
  paginateDescribeStacks,
  paginateListImports,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import type { ChangeSetType, CreateChangeSetCommandInput } from "@aws-sdk/client-cloudformation";
import type { Clock } from "../../kernel/clock.ts";
import type { Random } from "../../kernel/random.ts";
import { openStackEvents, pauses } from "./stack-events.ts";
import type { End } from "./stack-events.ts";
import { plannedChangeOf, STACK_TYPE, viewOf } from "./stack-views.ts";
import type { OnProgress, PlannedChange, StackProgress, StackResource, StackView } from "./stack-views.ts";
import { clientConfig } from "./target.ts";
import type { Target } from "./target.ts";

/** How a change of a stack ended. */
export type StackOutcome = (
  | { readonly kind: "changed"; readonly stack: StackView; readonly failures: readonly StackProgress[] }
  | { readonly kind: "unchanged"; readonly stack: StackView }
  | { readonly kind: "failed"; readonly reason: string; readonly failures: readonly StackProgress[] }
) & {
  /** The change set that was executed, if one was; DescribeChangeSet still answers for it. */
  readonly changeSetId?: string;
  /** What that change set announced. */
  readonly changes?: readonly PlannedChange[];
};

export interface StackInput {
  readonly name: string;
  readonly template: { readonly body: string } | { readonly url: string };
  /** Null keeps the value that the stack has. */
  readonly parameters: Readonly<Record<string, string | null>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Asked once it is known what would change: a reason for which nothing of it must happen. */
  readonly refuse?: (changes: readonly PlannedChange[]) => string | undefined;
}

export interface Stacks {
  describe(name: string): Promise<StackView | undefined>;
  /** The cloud's objections against a template; undefined if it has none. */
  validate(template: StackInput["template"]): Promise<string | undefined>;
  /** All stacks that are not deleted, whatever their name. */
  list(): Promise<readonly StackView[]>;
  /** Creates the stack if it is absent or was never complete, and updates it otherwise. */
  deploy(input: StackInput, current: StackView | undefined, onProgress: OnProgress): Promise<StackOutcome>;
  delete(stack: StackView, onProgress: OnProgress): Promise<StackOutcome>;
  /** What an update of a stack would change, by a change set that is deleted again; a text says why it cannot be. */
  preview(input: StackInput): Promise<readonly PlannedChange[] | string>;
  /** Brings a stack back to what its template says, from whatever is live. */
  revertDrift(name: string, onProgress: OnProgress): Promise<StackOutcome>;
  /** Waits until nothing is in progress; the stack as it then stands, or undefined if it is gone. */
  settle(stack: StackView, onProgress: OnProgress): Promise<StackView | undefined>;
  /** Takes an existing resource into a stack; `template` is the stack's own with the resource added, and nothing else changed. */
  importResource(
    input: Pick<StackInput, "name" | "template">,
    resource: {
      readonly logicalId: string;
      readonly resourceType: string;
      readonly identifier: Readonly<Record<string, string>>;
    },
    onProgress: OnProgress,
  ): Promise<StackOutcome>;
  /** The stacks that import an export, by name. */
  importersOf(exportName: string): Promise<readonly string[]>;
  /** What failed in a stack since a time (ISO), in the order in which it happened. */
  failuresSince(name: string, since: string): Promise<readonly StackProgress[]>;
  /** The physical ids of a stack's resources of one type. */
  resources(name: string): Promise<readonly StackResource[]>;
  destroy(): void;
}

/** States in which a stack is as its last deployment wanted it. */
export const HEALTHY: ReadonlySet<string> = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"]);

// AWS: "ROLLBACK_COMPLETE": only a delete operation can be performed. The others never had all their resources either.
const NEVER_COMPLETE: ReadonlySet<string> = new Set([
  "CREATE_FAILED",
  "ROLLBACK_COMPLETE",
  "ROLLBACK_FAILED",
  "DELETE_FAILED",
]);

const CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"] as const;

// AWS: the two reasons of a change set without changes; both are matched by `aws cloudformation deploy` too.
const NO_CHANGES = /The submitted information didn't contain changes|No updates are to be performed/;

/** Opens CloudFormation of an account and region. */
export function openStacks(target: Target, clock: Clock, random: Random): Stacks {
  const client = new CloudFormationClient(clientConfig(target));
  const { newestEvent, follow, failuresSince } = openStackEvents(client, target, clock);

  async function describe(name: string): Promise<StackView | undefined> {
    try {
      const { Stacks: found } = await client.send(new DescribeStacksCommand({ StackName: name }));
      const stack = found?.[0];
      return stack === undefined || stack.StackStatus === "DELETE_COMPLETE" ? undefined : viewOf(stack);
    } catch (error) {
      // AWS: a stack that does not exist is a ValidationError, told from others by its message only.
      if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
      throw error;
    }
  }

  async function validate(template: StackInput["template"]): Promise<string | undefined> {
    try {
      await client.send(new ValidateTemplateCommand(templateOf(template)));
      return undefined;
    } catch (error) {
      if (error instanceof Error && error.name === "ValidationError") return error.message;
      throw error;
    }
  }

  async function list(): Promise<readonly StackView[]> {
    const stacks: StackView[] = [];
    for await (const page of paginateDescribeStacks({ client }, {}))
      stacks.push(...(page.Stacks ?? []).map(viewOf).filter((stack) => stack.status !== "DELETE_COMPLETE"));
    return stacks;
  }

  async function deploy(
    input: StackInput,
    current: StackView | undefined,
    onProgress: OnProgress,
  ): Promise<StackOutcome> {
    let existing = current?.status.endsWith("_IN_PROGRESS") === true ? await settle(current, onProgress) : current;
    if (existing !== undefined && NEVER_COMPLETE.has(existing.status)) {
      const deleted = await remove(existing, onProgress);
      if (deleted.kind === "failed") return deleted;
      existing = undefined;
    }
    const isCreate = existing === undefined || existing.status === "REVIEW_IN_PROGRESS";
    const type: ChangeSetType = isCreate ? "CREATE" : "UPDATE";
    const { stackId, changeSetId } = await createChangeSet(input, type);
    const planned = await waitForChangeSet(changeSetId);
    if (planned.status === "FAILED") {
      await client.send(new DeleteChangeSetCommand({ ChangeSetName: changeSetId }));
      if (!isCreate && existing !== undefined && NO_CHANGES.test(planned.reason))
        return { kind: "unchanged", stack: existing };
      // A change set for a new stack leaves an empty one in review; nothing must stay of a failed attempt.
      if (isCreate) await client.send(new DeleteStackCommand({ StackName: stackId }));
      return { kind: "failed", reason: planned.reason, failures: [] };
    }
    const refusal = input.refuse?.(planned.changes);
    if (refusal !== undefined) {
      await client.send(new DeleteChangeSetCommand({ ChangeSetName: changeSetId }));
      return { kind: "failed", reason: refusal, failures: [] };
    }
    const seen = await newestEvent(stackId);
    await client.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSetId }));
    const { changes } = planned;
    return { ...(await outcomeOf(stackId, await follow(stackId, seen, onProgress))), changeSetId, changes };
  }

  async function revertDrift(name: string, onProgress: OnProgress): Promise<StackOutcome> {
    return changeAsItIs(
      name,
      { ChangeSetType: "UPDATE", DeploymentMode: "REVERT_DRIFT", UsePreviousTemplate: true },
      onProgress,
    );
  }

  async function importResource(
    input: Pick<StackInput, "name" | "template">,
    {
      logicalId,
      resourceType,
      identifier,
    }: {
      readonly logicalId: string;
      readonly resourceType: string;
      readonly identifier: Readonly<Record<string, string>>;
    },
    onProgress: OnProgress,
  ): Promise<StackOutcome> {
    const imported = {
      LogicalResourceId: logicalId,
      ResourceType: resourceType,
      ResourceIdentifier: { ...identifier },
    };
    return changeAsItIs(
      input.name,
      { ChangeSetType: "IMPORT", ResourcesToImport: [imported], ...templateOf(input.template) },
      onProgress,
    );
  }

  /** Runs a change set that leaves parameters and tags as they are. */
  async function changeAsItIs(
    name: string,
    change: Partial<CreateChangeSetCommandInput>,
    onProgress: OnProgress,
  ): Promise<StackOutcome> {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    if (stack === undefined) return { kind: "failed", reason: "The stack was deleted by someone else.", failures: [] };
    const { Id: changeSetId = "", StackId: stackId = name } = await client.send(
      new CreateChangeSetCommand({
        ...change,
        StackName: name,
        ChangeSetName: `stackyard-${random.hex(12)}`,
        Capabilities: [...CAPABILITIES],
        Parameters: (stack.Parameters ?? []).map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
        Tags: stack.Tags ?? [],
      }),
    );
    const planned = await waitForChangeSet(changeSetId);
    if (planned.status === "FAILED") {
      await client.send(new DeleteChangeSetCommand({ ChangeSetName: changeSetId }));
      if (NO_CHANGES.test(planned.reason)) return { kind: "unchanged", stack: viewOf(stack) };
      return { kind: "failed", reason: planned.reason, failures: [] };
    }
    const seen = await newestEvent(stackId);
    await client.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSetId }));
    return { ...(await outcomeOf(stackId, await follow(stackId, seen, onProgress))), changeSetId };
  }

  async function preview(input: StackInput): Promise<readonly PlannedChange[] | string> {
    let changeSetId: string;
    try {
      ({ changeSetId } = await createChangeSet(input, "UPDATE"));
    } catch (error) {
      // A stack that is changing now, or never was complete, takes no change set.
      if (error instanceof Error && error.name === "ValidationError") return error.message;
      throw error;
    }
    const planned = await waitForChangeSet(changeSetId);
    await client.send(new DeleteChangeSetCommand({ ChangeSetName: changeSetId }));
    if (planned.status !== "FAILED") return planned.changes;
    return NO_CHANGES.test(planned.reason) ? [] : planned.reason;
  }

  async function createChangeSet(
    input: StackInput,
    type: ChangeSetType,
  ): Promise<{ stackId: string; changeSetId: string }> {
    const { StackId, Id } = await client.send(
      new CreateChangeSetCommand({
        StackName: input.name,
        ChangeSetName: `stackyard-${random.hex(12)}`,
        ChangeSetType: type,
        ...templateOf(input.template),
        Capabilities: [...CAPABILITIES],
        Parameters: Object.entries(input.parameters).map(([ParameterKey, value]) =>
          value === null ? { ParameterKey, UsePreviousValue: true } : { ParameterKey, ParameterValue: value },
        ),
        Tags: Object.entries(input.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return { stackId: StackId ?? input.name, changeSetId: Id ?? "" };
  }

  async function waitForChangeSet(
    changeSetId: string,
  ): Promise<{ status: string; reason: string; changes: readonly PlannedChange[] }> {
    for (const pause of pauses(target)) {
      const first = await client.send(new DescribeChangeSetCommand({ ChangeSetName: changeSetId }));
      const { Status = "FAILED", StatusReason = "" } = first;
      if (!Status.endsWith("_PENDING") && !Status.endsWith("_IN_PROGRESS")) {
        const changes = [...(first.Changes ?? [])];
        for (let token = first.NextToken; token !== undefined;) {
          const page = await client.send(
            new DescribeChangeSetCommand({ ChangeSetName: changeSetId, NextToken: token }),
          );
          changes.push(...(page.Changes ?? []));
          token = page.NextToken;
        }
        return { status: Status, reason: StatusReason, changes: changes.map(plannedChangeOf) };
      }
      await clock.wait(pause);
    }
    throw new Error("The pauses ended.");
  }

  async function remove(stack: StackView, onProgress: OnProgress): Promise<StackOutcome> {
    const seen = await newestEvent(stack.stackId);
    await client.send(new DeleteStackCommand({ StackName: stack.stackId }));
    const end = await follow(stack.stackId, seen, onProgress);
    if (end.status === "DELETE_COMPLETE")
      return { kind: "changed", stack: { ...stack, status: end.status }, failures: [] };
    return { kind: "failed", reason: end.reason, failures: end.failures };
  }

  async function settle(stack: StackView, onProgress: OnProgress): Promise<StackView | undefined> {
    let view: StackView | undefined = stack;
    for (const pause of pauses(target)) {
      if (view === undefined || view.status === "REVIEW_IN_PROGRESS" || !view.status.endsWith("_IN_PROGRESS"))
        return view;
      onProgress({
        logicalId: view.name,
        resourceType: STACK_TYPE,
        status: view.status,
        reason: "Waiting for an operation that someone else started.",
        isStackItself: true,
      });
      await clock.wait(pause);
      view = await describe(stack.stackId);
    }
    return view;
  }

  async function outcomeOf(stackId: string, end: End): Promise<StackOutcome> {
    if (!HEALTHY.has(end.status)) return { kind: "failed", reason: end.reason, failures: end.failures };
    const stack = await describe(stackId);
    if (stack === undefined) return { kind: "failed", reason: "The stack was deleted by someone else.", failures: [] };
    return { kind: "changed", stack, failures: end.failures };
  }

  async function importersOf(exportName: string): Promise<readonly string[]> {
    const found: string[] = [];
    try {
      for await (const page of paginateListImports({ client }, { ExportName: exportName }))
        found.push(...(page.Imports ?? []));
    } catch (error) {
      // AWS: "ListImports": an export that nobody imports is a ValidationError, told from others by its message only.
      if (!(error instanceof Error && /is not imported by any stack/.test(error.message))) throw error;
    }
    return found;
  }

  async function resources(name: string): Promise<readonly StackResource[]> {
    const found: StackResource[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: name })) {
      for (const each of page.StackResourceSummaries ?? []) {
        found.push({
          logicalId: each.LogicalResourceId ?? "",
          resourceType: each.ResourceType ?? "",
          physicalId: each.PhysicalResourceId ?? "",
          status: each.ResourceStatus ?? "",
        });
      }
    }
    return found;
  }

  return {
    revertDrift,
    failuresSince,
    importersOf,
    importResource,
    describe,
    validate,
    list,
    deploy,
    delete: remove,
    preview,
    settle,
    resources,
    destroy: () => client.destroy(),
  };
}

function templateOf(template: StackInput["template"]): { TemplateBody: string } | { TemplateURL: string } {
  return "body" in template ? { TemplateBody: template.body } : { TemplateURL: template.url };
}
