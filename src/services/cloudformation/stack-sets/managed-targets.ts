// Which accounts a request about a service-managed stack set is for. AWS: "DeploymentTargets".

import type { DeploymentTargets } from "@aws-sdk/client-cloudformation";
import type { Context, Scope, YardContext } from "../../../service/context.ts";
import { validationError } from "../errors.ts";
import { accountsBelow } from "./organization.ts";
import type { DeploymentTargetsRecord, UnitTarget } from "./records.ts";
import { readAccounts, requireRegions, type TargetRequest } from "./targets.ts";

/** A request's accounts, each with the unit by which it is one, and its regions. */
export interface ManagedTargets {
  readonly accounts: ReadonlyMap<string, string>;
  readonly regions: readonly string[];
  readonly record: DeploymentTargetsRecord;
  /** What automatic deployment is to keep up with, or no longer. */
  readonly units: readonly UnitTarget[];
}

// LIMIT: AWS: "UpdateStackSet": organizational units in one operation.
const MOST_UNITS = 50;

/** Reads a request. The wordings are inferred. */
export async function readManaged(
  context: Context,
  management: Scope,
  request: TargetRequest,
  action: "CREATE" | "UPDATE" | "DELETE",
): Promise<ManagedTargets> {
  const { Accounts, DeploymentTargets: given, Regions = [] } = request;
  if ((Accounts ?? []).length > 0)
    throw validationError("Accounts can be specified for stack sets with SELF_MANAGED permission model only");
  const unitIds = [...new Set(given?.OrganizationalUnitIds ?? [])];
  const listed = given === undefined ? [] : await readAccounts(context, given);
  if (given === undefined || (unitIds.length === 0 && listed.length === 0))
    throw validationError("You must specify DeploymentTargets for stack sets with SERVICE_MANAGED permission model");
  if (unitIds.length > MOST_UNITS) throw validationError(`You can specify at most ${MOST_UNITS} OrganizationalUnitIds`);
  requireRegions(Regions);
  const filter = filterOf(given, listed, action);
  const regions = [...new Set(Regions)];
  const units = unitIds.map((unitId): UnitTarget => ({ unitId, regions, filter, accounts: listed }));
  const accounts = new Map<string, string>();
  for (const unit of units)
    for (const account of await accountsOf(context, management, unit))
      if (!accounts.has(account)) accounts.set(account, unit.unitId);
  if (filter === "UNION") for (const account of listed) if (!accounts.has(account)) accounts.set(account, "");
  return { accounts, regions, units, record: { ...given } };
}

function filterOf(
  { AccountFilterType: filter, OrganizationalUnitIds }: DeploymentTargets,
  listed: readonly string[],
  action: "CREATE" | "UPDATE" | "DELETE",
): UnitTarget["filter"] {
  // AWS: "Note that UNION is not supported for CreateStackInstances operations."
  if (action === "CREATE" && (filter === "UNION" || (filter === undefined && listed.length > 0)))
    throw validationError("AccountFilterType UNION is not supported for CreateStackInstances");
  if ((filter === "INTERSECTION" || filter === "DIFFERENCE") && listed.length === 0)
    throw validationError(`You must specify Accounts with AccountFilterType ${filter}`);
  if (filter !== "UNION" && filter !== undefined && (OrganizationalUnitIds ?? []).length === 0)
    throw validationError(`You must specify OrganizationalUnitIds with AccountFilterType ${filter}`);
  return filter ?? (listed.length > 0 ? "UNION" : "NONE");
}

/** The accounts that a unit stands for now. */
export async function accountsOf(yard: YardContext, management: Scope, unit: UnitTarget): Promise<string[]> {
  const below = await accountsBelow(yard, management, unit.unitId);
  const listed = new Set(unit.accounts);
  if (unit.filter === "INTERSECTION") return below.filter((account) => listed.has(account));
  if (unit.filter === "DIFFERENCE") return below.filter((account) => !listed.has(account));
  return below;
}

/** The units that a stack set is deployed to, after a creation of instances. */
export function addUnits(known: readonly UnitTarget[], added: readonly UnitTarget[]): UnitTarget[] {
  const result = new Map(known.map((unit) => [unit.unitId, unit]));
  for (const unit of added) {
    const before = result.get(unit.unitId);
    const regions = [...new Set([...(before?.regions ?? []), ...unit.regions])];
    result.set(unit.unitId, { ...unit, regions });
  }
  return [...result.values()];
}

/** The same after a deletion; one of single accounts leaves the unit without these. */
export function removeUnits(known: readonly UnitTarget[], removed: readonly UnitTarget[]): UnitTarget[] {
  return known.flatMap((unit) => {
    const gone = removed.find(({ unitId }) => unitId === unit.unitId);
    if (gone === undefined) return [unit];
    if (gone.filter === "INTERSECTION" && unit.filter !== "INTERSECTION")
      return [{ ...unit, filter: "DIFFERENCE" as const, accounts: [...new Set([...unit.accounts, ...gone.accounts])] }];
    const regions = unit.regions.filter((region) => !gone.regions.includes(region));
    return regions.length === 0 ? [] : [{ ...unit, regions }];
  });
}
