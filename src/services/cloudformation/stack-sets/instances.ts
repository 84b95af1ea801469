// Requests about instances: made, changed, deleted. Each becomes an operation.

import { validationError } from "../errors.ts";
import { instanceNotFound, limitExceeded } from "./errors.ts";
import { requireActive, type Call } from "./find.ts";
import { readPreferences } from "./preferences.ts";
import { addUnits, readManaged, removeUnits } from "./managed-targets.ts";
import { requireTrust } from "./organization.ts";
import type { DeploymentTargetsRecord, OverridesRecord, StackSetRecord } from "./records.ts";
import { listInstances, saveStackSet } from "./repo.ts";
import { requireIdle, rolesKept, startOperation } from "./start.ts";
import {
  existing,
  product,
  readSelfManaged,
  type InstancesRequest,
  type NamedTargets,
  type TargetRequest,
} from "./targets.ts";
import { readOverrides, templateOfText } from "./template.ts";

// LIMIT: AWS: "StackSets quotas": stack instances in a stack set.
const MOST_INSTANCES = 100_000;

interface Read {
  readonly named: NamedTargets;
  readonly overrides: { readonly overrides?: OverridesRecord };
}

/** Makes instances. AWS: "CreateStackInstances". */
export async function createInstances(call: Call, request: InstancesRequest): Promise<{ OperationId: string }> {
  const { context, administrator } = call;
  const preferences = readPreferences(request.OperationPreferences);
  const { named, overrides } = await read(call, request, "CREATE");
  const id = request.OperationId ?? context.random.uuid();
  return context.store.write<{ OperationId: string }>((tx) => {
    const stackSet = requireActive(tx, administrator, request.StackSetName);
    requireIdle(tx, administrator, stackSet, id);
    const targets = product(named, preferences);
    const { units } = named;
    const deployed = units === undefined ? stackSet : { ...stackSet, targets: addUnits(stackSet.targets, units) };
    saveStackSet(tx, administrator, deployed);
    const { missing } = existing(tx, administrator, stackSet, targets);
    if (listInstances(tx, administrator, stackSet.id).length + missing.length > MOST_INSTANCES)
      throw limitExceeded(`Number of stack instances cannot exceed ${MOST_INSTANCES}`);
    const operation = {
      id,
      action: "CREATE" as const,
      preferences,
      ...overrides,
      ...recordOf(named),
      ...rolesKept(stackSet),
    };
    startOperation(tx, context, administrator, stackSet, operation, targets);
    return { OperationId: id };
  });
}

/** Changes what instances override. AWS: "UpdateStackInstances". */
export async function updateInstances(call: Call, request: InstancesRequest): Promise<{ OperationId: string }> {
  const { context, administrator } = call;
  const preferences = readPreferences(request.OperationPreferences);
  const { named, overrides } = await read(call, request, "UPDATE");
  const id = request.OperationId ?? context.random.uuid();
  return context.store.write<{ OperationId: string }>((tx) => {
    const stackSet = requireActive(tx, administrator, request.StackSetName);
    requireIdle(tx, administrator, stackSet, id);
    const { found, missing } = existing(tx, administrator, stackSet, product(named, preferences));
    const [first] = missing;
    // Of a unit's accounts those count that have instances.
    if (first !== undefined && named.record === undefined)
      throw instanceNotFound(stackSet.id, first.account, first.region);
    const operation = {
      id,
      action: "UPDATE" as const,
      preferences,
      ...overrides,
      ...recordOf(named),
      ...rolesKept(stackSet),
    };
    startOperation(tx, context, administrator, stackSet, operation, found);
    return { OperationId: id };
  });
}

/** Deletes instances; where there is none, nothing is to do. AWS: "DeleteStackInstances". */
export async function deleteInstances(
  call: Call,
  request: InstancesRequest,
  retainsStacks: boolean,
): Promise<{ OperationId: string }> {
  const { context, administrator } = call;
  const preferences = readPreferences(request.OperationPreferences);
  const { named } = await read(call, request, "DELETE");
  const id = request.OperationId ?? context.random.uuid();
  return context.store.write<{ OperationId: string }>((tx) => {
    const stackSet = requireActive(tx, administrator, request.StackSetName);
    requireIdle(tx, administrator, stackSet, id);
    const { found } = existing(tx, administrator, stackSet, product(named, preferences));
    const { units } = named;
    if (units !== undefined)
      saveStackSet(tx, administrator, { ...stackSet, targets: removeUnits(stackSet.targets, units) });
    const operation = {
      id,
      action: "DELETE" as const,
      preferences,
      retainsStacks,
      ...recordOf(named),
      ...rolesKept(stackSet),
    };
    startOperation(tx, context, administrator, stackSet, operation, found);
    return { OperationId: id };
  });
}

async function read(call: Call, request: InstancesRequest, action: "CREATE" | "UPDATE" | "DELETE"): Promise<Read> {
  const { context, administrator } = call;
  const stackSet = context.store.read<StackSetRecord>((tx) => requireActive(tx, administrator, request.StackSetName));
  const named = await readNamed(call, stackSet, request, action);
  const given = request.ParameterOverrides;
  const overrides =
    given === undefined ? {} : { overrides: readOverrides(templateOfText(stackSet.templateText), given) };
  return { named, overrides };
}

/** The accounts and regions that a request names, as the stack set's permission model has it. */
export async function readNamed(
  { context, administrator }: Call,
  stackSet: StackSetRecord,
  request: TargetRequest,
  action: "CREATE" | "UPDATE" | "DELETE",
): Promise<NamedTargets> {
  // AWS: "You must specify at least one value for either Accounts or DeploymentTargets, and ... for Regions."
  const requireSome = (list: readonly string[], name: string): void => {
    if (list.length === 0) throw validationError(`You must specify at least one value for ${name}`);
  };
  requireSome(request.Regions ?? [], "Regions");
  if (stackSet.permissionModel === "SELF_MANAGED") {
    const named = await readSelfManaged(context, request);
    requireSome(named.accounts, "Accounts");
    return named;
  }
  await requireTrust(context, administrator);
  const { accounts, ...others } = await readManaged(context, administrator, request, action);
  return { ...others, accounts: [...accounts.keys()], unitOf: accounts };
}

/** How the request named its accounts, where it did so by units. */
function recordOf({ record }: NamedTargets): { readonly deploymentTargets?: DeploymentTargetsRecord } {
  return record === undefined ? {} : { deploymentTargets: record };
}
