// Requests about instances: made, changed, deleted. Each becomes an operation.

import { validationError } from "../errors.ts";
import { instanceNotFound, limitExceeded } from "./errors.ts";
import { requireActive, type Call } from "./find.ts";
import { readPreferences } from "./preferences.ts";
import type { OverridesRecord, StackSetRecord } from "./records.ts";
import { listInstances } from "./repo.ts";
import { requireIdle, rolesKept, startOperation } from "./start.ts";
import { existing, product, readSelfManaged, type InstancesRequest, type NamedTargets } from "./targets.ts";
import { readOverrides, templateOfText } from "./template.ts";

// LIMIT: AWS: "StackSets quotas": stack instances in a stack set.
const MOST_INSTANCES = 100_000;

interface Read {
  readonly stackSet: StackSetRecord;
  readonly named: NamedTargets;
  readonly overrides: { readonly overrides?: OverridesRecord };
}

/** Makes instances. AWS: "CreateStackInstances". */
export async function createInstances(call: Call, request: InstancesRequest): Promise<{ OperationId: string }> {
  const { context, administrator } = call;
  const preferences = readPreferences(request.OperationPreferences);
  const { named, overrides } = await read(call, request);
  const id = request.OperationId ?? context.random.uuid();
  return context.store.write<{ OperationId: string }>((tx) => {
    const stackSet = requireActive(tx, administrator, request.StackSetName);
    requireIdle(tx, administrator, stackSet, id);
    const targets = product(named, preferences);
    const { missing } = existing(tx, administrator, stackSet, targets);
    if (listInstances(tx, administrator, stackSet.id).length + missing.length > MOST_INSTANCES)
      throw limitExceeded(`Number of stack instances cannot exceed ${MOST_INSTANCES}`);
    const operation = { id, action: "CREATE" as const, preferences, ...overrides, ...rolesKept(stackSet) };
    startOperation(tx, context, administrator, stackSet, operation, targets);
    return { OperationId: id };
  });
}

/** Changes what instances override. AWS: "UpdateStackInstances". */
export async function updateInstances(call: Call, request: InstancesRequest): Promise<{ OperationId: string }> {
  const { context, administrator } = call;
  const preferences = readPreferences(request.OperationPreferences);
  const { named, overrides } = await read(call, request);
  const id = request.OperationId ?? context.random.uuid();
  return context.store.write<{ OperationId: string }>((tx) => {
    const stackSet = requireActive(tx, administrator, request.StackSetName);
    requireIdle(tx, administrator, stackSet, id);
    const { found, missing } = existing(tx, administrator, stackSet, product(named, preferences));
    const [first] = missing;
    if (first !== undefined) throw instanceNotFound(stackSet.id, first.account, first.region);
    const operation = { id, action: "UPDATE" as const, preferences, ...overrides, ...rolesKept(stackSet) };
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
  const { named } = await read(call, request);
  const id = request.OperationId ?? context.random.uuid();
  return context.store.write<{ OperationId: string }>((tx) => {
    const stackSet = requireActive(tx, administrator, request.StackSetName);
    requireIdle(tx, administrator, stackSet, id);
    const { found } = existing(tx, administrator, stackSet, product(named, preferences));
    const operation = { id, action: "DELETE" as const, preferences, retainsStacks, ...rolesKept(stackSet) };
    startOperation(tx, context, administrator, stackSet, operation, found);
    return { OperationId: id };
  });
}

async function read({ context, administrator }: Call, request: InstancesRequest): Promise<Read> {
  const stackSet = context.store.read<StackSetRecord>((tx) => requireActive(tx, administrator, request.StackSetName));
  const named = await readSelfManaged(context, request);
  // AWS: "You must specify at least one value for either Accounts or DeploymentTargets, and ... for Regions."
  if (named.accounts.length === 0) throw validationError("You must specify at least one value for Accounts");
  if (named.regions.length === 0) throw validationError("You must specify at least one value for Regions");
  const given = request.ParameterOverrides;
  const overrides =
    given === undefined ? {} : { overrides: readOverrides(templateOfText(stackSet.templateText), given) };
  return { stackSet, named, overrides };
}
