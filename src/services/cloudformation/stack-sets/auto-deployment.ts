// Automatic deployment: accounts that come into a unit get instances, those that leave it lose them. AWS: "Enable or disable automatic deployments for
// StackSets in Organizations".

import type { AutoDeployment } from "@aws-sdk/client-cloudformation";
import { parseRegion } from "../../../kernel/ids.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { validationError } from "../errors.ts";
import { accountsOf } from "./managed-targets.ts";
import { stackSetArn } from "./names.ts";
import { isTrusted, managementAccountOf } from "./organization.ts";
import type { AutoDeploymentRecord, StackSetRecord, UnitTarget } from "./records.ts";
import { findStackSet, listAutomatic, listInstances, listStackSets } from "./repo.ts";
import { startOperation, type Target } from "./start.ts";

const AUTO_DEPLOY = "cloudformation/auto-deploy";

/** Has the organization's stack sets catch up where an account has come, gone or moved. */
export function deployAutomatically(tx: WriteTx, { jobs }: YardContext, managementAccount: AccountId): void {
  // The organization is in no region; the job is for stack sets of all.
  const scope = { account: managementAccount, region: parseRegion("us-east-1") };
  // One after the other: each looks at the organization as it is then.
  jobs.enqueue(tx, { ...scope, kind: AUTO_DEPLOY, payload: {}, lane: `${AUTO_DEPLOY}/${managementAccount}` });
}

/** Checks a request's settings; `stackSet` is the one that they are of, once there is one. The wordings are inferred. */
export function readAutoDeployment(
  yard: YardContext,
  administrator: Scope,
  { Enabled, RetainStacksOnAccountRemoval, DependsOn }: AutoDeployment,
  stackSet?: StackSetRecord,
): AutoDeploymentRecord {
  // AWS: "Specify only if Enabled is set to True."
  if (Enabled !== true && RetainStacksOnAccountRemoval !== undefined)
    throw validationError("RetainStacksOnAccountRemoval can be specified only if AutoDeployment is enabled");
  const dependsOn = [...new Set(DependsOn ?? [])];
  const known = yard.store.read<StackSetRecord[]>((tx) => listStackSets(tx, administrator));
  const byArn = new Map(known.map((each) => [stackSetArn(administrator, each.id), each]));
  for (const arn of dependsOn) {
    if (byArn.get(arn)?.status !== "ACTIVE") throw validationError(`StackSet ${arn} in DependsOn does not exist`);
    if (stackSet !== undefined && leadsTo(byArn, arn, stackSetArn(administrator, stackSet.id)))
      throw validationError(`DependsOn of StackSet ${stackSet.name} would be circular`);
  }
  return {
    isEnabled: Enabled === true,
    retainsStacks: RetainStacksOnAccountRemoval === true,
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}

function leadsTo(byArn: ReadonlyMap<string, StackSetRecord>, arn: string, wanted: string): boolean {
  if (arn === wanted) return true;
  return (byArn.get(arn)?.autoDeployment?.dependsOn ?? []).some((next) => leadsTo(byArn, next, wanted));
}

/** Brings the stack sets that deploy automatically up to what the organization is now. */
export const autoDeployHandler: JobHandler = {
  kind: AUTO_DEPLOY,
  async run(job: Job, yard: YardContext) {
    const { account } = job;
    const automatic = yard.store.read<ReturnType<typeof listAutomatic>>((tx) => listAutomatic(tx, account));
    for (const region of new Set(automatic.map((each) => each.region))) {
      const management: Scope = { account, region: parseRegion(region) };
      const isManaged = (await managementAccountOf(yard, management)) === account;
      if (!isManaged || !(await isTrusted(yard, management))) continue;
      const ids = automatic.filter((each) => each.region === region).map(({ id }) => id);
      await catchUp(yard, management, ids, job.id);
    }
    return "done";
  },
};

/** Operations' ids come from the job's, so that a job that runs twice begins each once. */
async function catchUp(yard: YardContext, management: Scope, ids: readonly string[], jobId: string): Promise<void> {
  const desired = new Map<string, readonly Target[]>();
  for (const id of ids) desired.set(id, await desiredOf(yard, management, id));
  yard.store.write<void>((tx) => {
    const begun = new Map<string, string[]>();
    const begin = (id: string, path: readonly string[]): void => {
      const stackSet = findStackSet(tx, management, id);
      if (begun.has(id) || path.includes(id) || stackSet?.status !== "ACTIVE") return;
      const waitsFor: { stackSetId: string; operationId: string }[] = [];
      for (const arn of stackSet.autoDeployment?.dependsOn ?? []) {
        const other = arn.slice(arn.indexOf(":stackset/") + ":stackset/".length);
        begin(other, [...path, id]);
        for (const operationId of begun.get(other) ?? []) waitsFor.push({ stackSetId: other, operationId });
      }
      const wanted = desired.get(id) ?? [];
      const present = listInstances(tx, management, id).filter(({ unitId }) => unitId !== undefined);
      const named = (place: { account: string; region: string }): string => `${place.account}/${place.region}`;
      const [has, wants] = [new Set(present.map(named)), new Set(wanted.map(named))];
      const added = wanted.filter((place) => !has.has(named(place)));
      const gone = present.filter((place) => !wants.has(named(place)));
      const operations: string[] = [];
      const base = { preferences: {}, ...(waitsFor.length === 0 ? {} : { waitsFor }) };
      if (gone.length > 0) {
        const retainsStacks = stackSet.autoDeployment?.retainsStacks === true;
        const operation = { id: `${jobId}-delete`, action: "DELETE" as const, retainsStacks, ...base };
        const targets = gone.map(({ account, region, unitId = "" }) => ({ account, region, unitId }));
        startOperation(tx, yard, management, stackSet, operation, targets);
        operations.push(operation.id);
      }
      if (added.length > 0) {
        const operation = { id: jobId, action: "CREATE" as const, ...base };
        startOperation(tx, yard, management, stackSet, operation, added);
        operations.push(operation.id);
      }
      begun.set(id, operations);
    };
    for (const id of ids) begin(id, []);
  });
}

/** Where there should be instances, by the units that the stack set was deployed to. */
async function desiredOf(yard: YardContext, management: Scope, id: string): Promise<Target[]> {
  const targets = yard.store.read<readonly UnitTarget[]>((tx) => findStackSet(tx, management, id)?.targets ?? []);
  const desired = new Map<string, Target>();
  for (const unit of targets) {
    // A unit that is gone has no accounts.
    const accounts = await accountsOf(yard, management, unit).catch(() => []);
    for (const region of unit.regions)
      for (const account of accounts) {
        const place = `${account}/${region}`;
        if (!desired.has(place)) desired.set(place, { account, region, unitId: unit.unitId });
      }
  }
  return [...desired.values()];
}
