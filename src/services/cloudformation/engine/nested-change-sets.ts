// Change sets with IncludeNestedStacks: each nested stack gets a change set of its own, one that is not there yet as a stack under review. AWS:
// "Change sets for nested stacks": they are made, executed and deleted together, by the root's.

import { ALPHABET } from "../../../kernel/ids.ts";
import { formatArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { Context, Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import type { ChangeSetRecord, DeploymentRecord, PlannedChange, StackRecord } from "../records.ts";
import { findStack, loadDeployment } from "../repo.ts";
import { containsUnknown } from "../template/evaluate.ts";
import type { FindResourceType } from "../template/validate.ts";
import { isRecord } from "../template/values.ts";
import type { NestedChangeSet } from "./nested-records.ts";
import { planChanges } from "./plan.ts";
import type { Plan, PlannedNesting } from "./plan.ts";
import { prepareDeployment } from "./prepare.ts";
import type { StackOutputReader } from "./stack-outputs.ts";
import { newStack } from "./start.ts";
import { readTemplateText } from "./template-source.ts";

/** What planning nested stacks makes of a parent's plan. */
export interface NestedPlan {
  /** The parent's changes: those of nested stacks lead to their change sets, and nested stacks that do not change are left out. */
  readonly changes: readonly PlannedChange[];
  /** From the nearest down. */
  readonly changeSets: readonly NestedChangeSet[];
  /** Why the parent's change set cannot be executed. */
  readonly failure?: string;
}

interface Planner {
  readonly context: Context;
  readonly findType: FindResourceType;
  readonly readStackOutput: StackOutputReader;
  readonly rootId: string;
}

/** Plans the nested stacks of a stack whose own changes are planned. */
export async function planNested(
  planner: Planner,
  parent: Pick<ChangeSetRecord, "changeSetId" | "name" | "stackName" | "deployment">,
  plan: Pick<Plan, "changes" | "nestings">,
): Promise<NestedPlan> {
  const changes: PlannedChange[] = [];
  const changeSets: NestedChangeSet[] = [];
  let failure: string | undefined;
  for (const change of plan.changes) {
    const nesting = plan.nestings.find(({ logicalId }) => logicalId === change.logicalId);
    const own = nesting === undefined ? undefined : await planOne(planner, parent, nesting);
    if (own === "unchanged") {
      // Only that its template may have changed was against it.
      if (change.details.some(({ source }) => source !== "Automatic")) changes.push(change);
      continue;
    }
    if (own === undefined) {
      changes.push(change);
      continue;
    }
    const [{ changeSet }] = own;
    changeSets.push(...own);
    changes.push({ ...change, physicalId: changeSet.stackId, changeSetId: changeSet.changeSetId });
    // AWS: this sentence, as observed.
    if (changeSet.status === "FAILED") {
      failure ??= `Nested change set ${changeSet.changeSetId} was not successfully created: Currently in FAILED.`;
    }
  }
  return { changes, changeSets, ...(failure === undefined ? {} : { failure }) };
}

/** One nested stack's change set and those below it; undefined where the template's place is known only after another resource was made. */
async function planOne(
  planner: Planner,
  parent: Pick<ChangeSetRecord, "changeSetId" | "name" | "stackName" | "deployment">,
  { logicalId, physicalId, properties }: PlannedNesting,
): Promise<[NestedChangeSet, ...NestedChangeSet[]] | "unchanged" | undefined> {
  const { context, findType, readStackOutput, rootId } = planner;
  const { TemplateURL: url } = properties;
  if (typeof url !== "string") return undefined;
  const existing =
    physicalId === undefined ? undefined : context.store.read((tx) => findStack(tx, context, physicalId));
  const previous = existing === undefined ? undefined : context.store.read((tx) => standing(tx, context, existing));
  const suffix = context.random.text(12, ALPHABET.upperAlphanumeric);
  const stack = existing ?? newStack(context, `${`${parent.stackName}-${logicalId}`.slice(0, 115)}-${suffix}`);
  const name = `${`${parent.name}-${logicalId}`.slice(0, 115)}-${suffix}`;
  const base = {
    v: 1,
    changeSetId: formatArn(
      "cloudformation",
      context.region,
      context.account,
      `changeSet/${name}/${context.random.uuid()}`,
    ),
    name,
    stackId: stack.stackId,
    stackName: stack.stackName,
    type: existing === undefined ? "CREATE" : "UPDATE",
    createdAtMs: context.clock.nowMs(),
    ...(previous === undefined ? {} : { basisId: previous.id }),
    parentChangeSetId: parent.changeSetId,
    rootChangeSetId: rootId,
    includesNested: true,
  } as const;
  const isNew = existing === undefined ? stack : undefined;
  try {
    const deployment = await prepareDeployment({
      context,
      findType,
      source: await readTemplateText({ TemplateURL: url }, context),
      request: requestFor(properties, parent.deployment, previous),
      previous,
      isDirect: false,
    });
    if (deployment.failure !== undefined)
      return [failed(isNew, { ...base, deployment, changes: [] }, deployment.failure)];
    const { aws } = context;
    const read = <T>(work: (tx: ReadTx) => T extends PromiseLike<unknown> ? never : T): T => context.store.read(work);
    const plan = await planChanges({
      read,
      scope: context,
      stack,
      previous,
      deployment,
      findType,
      aws,
      readStackOutput,
    });
    const below = await planNested(planner, { ...base, deployment }, plan);
    if (below.changes.length === 0 && !plan.hasOtherChanges && existing !== undefined) return "unchanged";
    const record = { ...base, deployment, changes: below.changes };
    const own =
      below.failure === undefined
        ? {
            newStack: isNew,
            changeSet: { ...record, status: "CREATE_COMPLETE", executionStatus: "AVAILABLE" } as const,
          }
        : failed(isNew, record, below.failure);
    return [own, ...below.changeSets];
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    return [failed(isNew, { ...base, changes: [] }, error.message)];
  }
}

function failed(
  stack: StackRecord | undefined,
  record: Omit<ChangeSetRecord, "executionStatus" | "status">,
  statusReason: string,
): NestedChangeSet {
  return { newStack: stack, changeSet: { ...record, status: "FAILED", executionStatus: "UNAVAILABLE", statusReason } };
}

function standing(tx: ReadTx, scope: Scope, { stackId, deploymentId }: StackRecord): DeploymentRecord | undefined {
  return deploymentId === undefined ? undefined : loadDeployment(tx, scope, stackId, deploymentId);
}

/**
 * What the nested stack will be asked for. A parameter that another resource will give keeps its value until then, or has a text in its
 * place: the execution takes the true one.
 */
function requestFor(
  properties: PlannedNesting["properties"],
  parent: DeploymentRecord | undefined,
  previous: DeploymentRecord | undefined,
) {
  const parameters = isRecord(properties["Parameters"]) ? properties["Parameters"] : {};
  const own: unknown[] = Array.isArray(properties["Tags"]) ? properties["Tags"] : [];
  const tags = new Map(Object.entries(parent?.tags ?? {}));
  for (const tag of own) if (isRecord(tag)) tags.set(String(tag["Key"]), String(tag["Value"]));
  return {
    Parameters: Object.entries(parameters).map(([ParameterKey, value]) => {
      if (!containsUnknown(value)) {
        return { ParameterKey, ParameterValue: Array.isArray(value) ? value.join(",") : String(value) };
      }
      return previous?.parameters[ParameterKey] === undefined
        ? { ParameterKey, ParameterValue: "{{changeSet:KNOWN_AFTER_APPLY}}" }
        : { ParameterKey, UsePreviousValue: true };
    }),
    Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
    Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
  };
}
