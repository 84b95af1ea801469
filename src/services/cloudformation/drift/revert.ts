// Drift-aware change sets (DeploymentMode REVERT_DRIFT): the deployment starts from what is live instead of what the stack
// remembers, so that whatever somebody changed by hand is a difference like any other, and is brought back.
//
// AWS: "Using drift-aware change sets": a three-way comparison of the template, the previous deployment and the actual state.

import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { ChangeSetRecord, LiveResource, ResourceRecord, StackRecord } from "../records.ts";
import { loadResource, loadResources, saveResource } from "../repo.ts";
import type { FindResourceType } from "../template/validate.ts";
import { isCheckable, openChecker, readDrifted } from "./detect.ts";

type Drifted = Readonly<Record<string, LiveResource>>;

// LIMIT: how many resources are read at once.
const PARALLEL_READS = 25;

/** The resources of a stack that are not as it made them, by logical id. Reads with the caller's permissions. */
export async function findDrifted(context: Context, stack: StackRecord, findType: FindResourceType): Promise<Drifted> {
  const { account, region, aws } = context;
  const checker = openChecker({ yard: context, scope: { account, region }, aws, findType, stack });
  const records = [...context.store.read((tx) => loadResources(tx, context, stack.stackId)).values()];
  const checkable = records.filter((record) => isCheckable(record, findType));
  const drifted: Record<string, LiveResource> = {};
  for (let first = 0; first < checkable.length; first += PARALLEL_READS) {
    const batch = checkable.slice(first, first + PARALLEL_READS);
    const found = await Promise.all(batch.map((record) => readDrifted(checker, record)));
    for (const [index, live] of found.entries()) {
      const logicalId = batch[index]?.logicalId;
      if (live !== undefined && logicalId !== undefined) drifted[logicalId] = live;
    }
  }
  return drifted;
}

/** The record of a resource as if its stack had left it as it is now. */
export function asFound(record: ResourceRecord, live: LiveResource | undefined): ResourceRecord {
  if (live === undefined) return record;
  if (live.kind === "there") return { ...record, current: { ...record.current, properties: live.properties } };
  const { physicalId: _gone, ...current } = record.current;
  return { ...record, status: "DELETE_COMPLETE", current };
}

/** Makes the stack start from what was found, in the transaction that starts its deployment. */
export function startFromFound(tx: WriteTx, context: Context, { stackId, drifted = {} }: ChangeSetRecord): void {
  for (const [logicalId, live] of Object.entries(drifted)) {
    const record = loadResource(tx, context, stackId, logicalId);
    // An operation of no name: what was found of its drift is void.
    if (record !== undefined) saveResource(tx, context, stackId, { ...asFound(record, live), operationId: "" });
  }
}
