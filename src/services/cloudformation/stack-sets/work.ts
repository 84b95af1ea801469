// One account and region of an operation: the account's gate, the execution role, the stack, and what is written of them.

import type { AccountGateResult } from "@aws-sdk/client-cloudformation";
import type { Scope, YardContext } from "../../../service/context.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { WriteTx } from "../../../store/store.ts";
import { executionPrincipal, NoAccess } from "./acting.ts";
import { askGate } from "./gate.ts";
import {
  createInstanceStack,
  deleteInstanceStack,
  isDead,
  settledStack,
  updateInstanceStack,
  type InstancePlace,
} from "./instance-stack.ts";
import { importedInstance } from "./import.ts";
import { instanceStackName } from "./names.ts";
import type { OperationResultRecord, StackInstanceRecord, StackSetOperationRecord, StackSetRecord } from "./records.ts";
import { isSuspended } from "./organization.ts";
import { managedPrincipal } from "./managed-role.ts";
import { refused, StackFailure } from "./refused.ts";
import { deleteInstance, findInstance, saveInstance, saveResult } from "./repo.ts";

export interface InstanceWork {
  readonly yard: YardContext;
  readonly administrator: Scope;
  readonly stackSet: StackSetRecord;
  readonly operation: StackSetOperationRecord;
  /** Of the result. */
  readonly number: number;
  readonly result: OperationResultRecord;
}

/** What became of it. */
export type Outcome =
  | { readonly kind: "done"; readonly gate?: AccountGateResult }
  | { readonly kind: "failed" | "skipped"; readonly reason: string; readonly gate?: AccountGateResult };

// AWS: this sentence, as clients show it.
const SUSPENDED =
  "This account is suspended. To remove this instance from the stack set, run DeleteStackInstances with the RetainStacks parameter.";

/** Does the work and writes its end. */
export async function workOnInstance(work: InstanceWork): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = await perform(work);
  } catch (error) {
    outcome = failureOf(work, error);
  }
  work.yard.store.write<void>((tx) => conclude(tx, work, outcome));
}

/** What an error means for the instance; one of ours (a bug) is logged, so that the operation comes to its end. */
export function failureOf({ yard, stackSet, result }: InstanceWork, error: unknown): Outcome {
  if (error instanceof NoAccess)
    return { kind: "failed", reason: error.message, gate: { Status: "FAILED", StatusReason: error.message } };
  if (error instanceof StackFailure) return { kind: "failed", reason: error.message };
  const { account, region } = result;
  yard.log.write("error", "cloudformation.stack-instance-failed", { stackSetId: stackSet.id, account, region, error });
  return { kind: "failed", reason: "Internal Failure" };
}

/** The instance's account and region, as the execution role. */
export async function placeOf({
  yard,
  administrator,
  stackSet,
  operation,
  result,
}: InstanceWork): Promise<InstancePlace> {
  const scope: Scope = { account: parseAccountId(result.account), region: parseRegion(result.region) };
  const principal =
    stackSet.permissionModel === "SERVICE_MANAGED"
      ? await refused(managedPrincipal(yard, administrator, operation.id, scope.account))
      : await executionPrincipal(yard, administrator, stackSet.id, operation, result.account);
  return { yard, scope, aws: yard.as(principal, scope), token: operation.id };
}

async function perform(work: InstanceWork): Promise<Outcome> {
  const { yard, administrator, stackSet, operation, result } = work;
  const instance = load(work);
  if (instance === undefined) return { kind: "done" };
  if (operation.action === "DELETE" && (operation.retainsStacks === true || instance.stackName === undefined))
    return { kind: "done" };
  if (stackSet.permissionModel === "SERVICE_MANAGED" && (await isSuspended(yard, administrator, result.account)))
    return { kind: "skipped", reason: SUSPENDED };
  const place = await placeOf(work);
  const gate = await askGate(place.aws, result.account, result.region);
  if (gate.Status === "FAILED") return { kind: "failed", reason: gate.StatusReason ?? "", gate };
  try {
    if (operation.action === "DELETE") await deleteInstanceStack(place, instance.stackId ?? instance.stackName ?? "");
    else if (operation.isImport === true) {
      const imported = await importedInstance(place, stackSet, result.importedStackId ?? "");
      change(work, (latest) => ({ ...latest, ...imported }));
    } else await deploy(work, place, instance);
    return { kind: "done", gate };
  } catch (error) {
    return { ...failureOf(work, error), gate };
  }
}

/** Brings the stack to what the stack set is now; where nothing stands, a new one is made. */
async function deploy(work: InstanceWork, place: InstancePlace, instance: StackInstanceRecord): Promise<void> {
  const { operation, stackSet } = work;
  const isOwn = instance.madeBy === operation.id;
  const known = instance.stackId ?? instance.stackName;
  if (!isOwn && known !== undefined) {
    const stack = await settledStack(place, known);
    const isStanding = stack !== undefined && stack.StackStatus !== "DELETE_COMPLETE";
    if (isStanding && !isDead(stack))
      return updateInstanceStack(place, stackSet, stack.StackId ?? known, instance.overrides);
    if (isStanding) await deleteInstanceStack(place, known);
  }
  const stackName = isOwn && instance.stackName !== undefined ? instance.stackName : newName(work);
  await createInstanceStack(place, stackSet, stackName, instance.overrides, (stackId) =>
    change(work, (latest) => ({ ...latest, stackId })),
  );
}

/** Kept before the stack is asked for. */
function newName(work: InstanceWork): string {
  const { yard, operation, stackSet } = work;
  const stackName = instanceStackName(stackSet.name, yard.random.uuid());
  change(work, ({ stackId: _gone, ...kept }) => ({ ...kept, stackName, madeBy: operation.id }));
  return stackName;
}

function load({ yard, administrator, stackSet, result }: InstanceWork): StackInstanceRecord | undefined {
  return yard.store.read<StackInstanceRecord | undefined>((tx) => findInstance(tx, administrator, stackSet.id, result));
}

function change(work: InstanceWork, alter: (latest: StackInstanceRecord) => StackInstanceRecord): void {
  const { yard, administrator, stackSet, result } = work;
  yard.store.write<void>((tx) => {
    const latest = findInstance(tx, administrator, stackSet.id, result);
    if (latest !== undefined) saveInstance(tx, administrator, stackSet.id, alter(latest));
  });
}

function conclude(tx: WriteTx, work: InstanceWork, outcome: Outcome): void {
  const { administrator, stackSet, operation, number, result } = work;
  const reason = outcome.kind === "done" ? {} : { statusReason: outcome.reason };
  saveResult(tx, administrator, stackSet.id, operation.id, number, {
    ...result,
    ...reason,
    ...(outcome.gate === undefined ? {} : { gate: outcome.gate }),
    // A suspended account is no failure, and nothing was done in it.
    status: outcome.kind === "failed" ? "FAILED" : outcome.kind === "done" ? "SUCCEEDED" : "CANCELLED",
  });
  const latest = findInstance(tx, administrator, stackSet.id, result);
  if (latest === undefined) return;
  if (outcome.kind === "done" && operation.action === "DELETE") {
    deleteInstance(tx, administrator, stackSet.id, latest);
    return;
  }
  const { statusReason: _earlier, ...kept } = latest;
  saveInstance(tx, administrator, stackSet.id, { ...kept, ...reason, ...statusesAfter(outcome, operation) });
}

/** AWS: "StackInstance", Status: a deletion or an import that fails leaves the instance INOPERABLE, anything else that fails leaves it OUTDATED. */
function statusesAfter(
  { kind }: Outcome,
  { action, isImport }: StackSetOperationRecord,
): Pick<StackInstanceRecord, "status" | "detailedStatus"> {
  if (kind === "done") return { status: "CURRENT", detailedStatus: "SUCCEEDED" };
  if (kind === "skipped") return { status: "OUTDATED", detailedStatus: "SKIPPED_SUSPENDED_ACCOUNT" };
  if (isImport === true) return { status: "INOPERABLE", detailedStatus: "FAILED_IMPORT" };
  return action === "DELETE"
    ? { status: "INOPERABLE", detailedStatus: "INOPERABLE" }
    : { status: "OUTDATED", detailedStatus: "FAILED" };
}
