// Which accounts and regions a request is about.

import type { DeploymentTargets, Parameter, StackSetOperationPreferences } from "@aws-sdk/client-cloudformation";
import { isRegion } from "../../../kernel/ids.ts";
import type { Context, Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { readObjectText } from "../engine/template-source.ts";
import { validationError } from "../errors.ts";
import { orderRegions } from "./preferences.ts";
import type {
  DeploymentTargetsRecord,
  PreferencesRecord,
  StackInstanceRecord,
  StackSetRecord,
  UnitTarget,
} from "./records.ts";
import { listInstances } from "./repo.ts";
import type { Target } from "./start.ts";

/** The members by which requests name accounts and regions. */
export interface TargetRequest {
  readonly Accounts?: readonly string[] | undefined;
  readonly DeploymentTargets?: DeploymentTargets | undefined;
  readonly Regions?: readonly string[] | undefined;
}

/** What CreateStackInstances, UpdateStackInstances and DeleteStackInstances have in common. */
export interface InstancesRequest extends TargetRequest {
  readonly StackSetName: string;
  readonly ParameterOverrides?: Parameter[] | undefined;
  readonly OperationPreferences?: StackSetOperationPreferences | undefined;
  readonly OperationId?: string | undefined;
}

/** LIMIT: AWS: "AccountsUrl": "There is currently a 10MB limit for the data". */
const LIST_BYTES = 10_000_000;

/** Accounts and regions as a request names them, accounts in lists elsewhere included. */
export interface NamedTargets {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Of a service-managed stack set: as the request had them, each account's unit, and the units with their regions. */
  readonly record?: DeploymentTargetsRecord;
  readonly unitOf?: ReadonlyMap<string, string>;
  readonly units?: readonly UnitTarget[];
}

/** Reads a request about a stack set whose permissions its user manages. The wordings are inferred. */
export async function readSelfManaged(context: Context, request: TargetRequest): Promise<NamedTargets> {
  const { Accounts, DeploymentTargets: given, Regions: regions = [] } = request;
  if (Accounts !== undefined && Accounts.length > 0 && given !== undefined)
    throw validationError("You can specify Accounts or DeploymentTargets, but not both.");
  if ((given?.OrganizationalUnitIds ?? []).length > 0 || (given?.AccountFilterType ?? "NONE") !== "NONE")
    throw validationError(
      "OrganizationalUnitIds can be specified for stack sets with SERVICE_MANAGED permission model only",
    );
  const accounts = given === undefined ? (Accounts ?? []) : await readAccounts(context, given);
  requireRegions(regions);
  return { accounts: [...new Set(accounts)], regions: [...new Set(regions)] };
}

/** Throws for what no region is called. */
export function requireRegions(regions: readonly string[]): void {
  const unknown = regions.filter((region) => !isRegion(region));
  if (unknown.length > 0) throw validationError(`Region(s) [${unknown.join(", ")}] are not supported by StackSets`);
}

/** The accounts that a request names, in itself or in an object in S3. */
export async function readAccounts(context: Context, { Accounts, AccountsUrl }: DeploymentTargets): Promise<string[]> {
  if (AccountsUrl === undefined) return [...(Accounts ?? [])];
  if (Accounts !== undefined && Accounts.length > 0)
    throw validationError("You can specify Accounts or AccountsUrl, but not both.");
  const tooLarge = `AccountsUrl may not exceed ${LIST_BYTES} bytes in size.`;
  const text = await readObjectText(AccountsUrl, context, { name: "AccountsUrl", maxBytes: LIST_BYTES, tooLarge });
  const accounts = text.split(/[\s,]+/).filter((account) => account !== "");
  const broken = accounts.filter((account) => !/^\d{12}$/.test(account));
  if (broken.length > 0)
    throw validationError(`AccountsUrl has entries that are no account ids: [${broken.join(", ")}]`);
  return accounts;
}

/** Each account in each region, in the order in which an operation takes them. */
export function product(
  { accounts, regions, unitOf }: Pick<NamedTargets, "accounts" | "regions" | "unitOf">,
  preferences: PreferencesRecord,
): Target[] {
  return orderRegions(regions, preferences).flatMap((region) =>
    accounts.map((account) => {
      const unitId = unitOf?.get(account) ?? "";
      return { account, region, ...(unitId === "" ? {} : { unitId }) };
    }),
  );
}

/** The instances of a stack set as targets, in the order in which an operation takes them. */
export function instancesAsTargets(
  instances: readonly StackInstanceRecord[],
  preferences: PreferencesRecord,
): Target[] {
  const regions = orderRegions([...new Set(instances.map(({ region }) => region))].sort(), preferences);
  return regions.flatMap((region) =>
    instances
      .filter((instance) => instance.region === region)
      .map(({ account, unitId }) => ({ account, region, ...(unitId === undefined ? {} : { unitId }) })),
  );
}

/** Those of the targets at which there is an instance, each with its unit. */
export function existing(
  tx: ReadTx,
  administrator: Scope,
  stackSet: StackSetRecord,
  targets: readonly Target[],
): { readonly found: Target[]; readonly missing: Target[] } {
  const instances = listInstances(tx, administrator, stackSet.id);
  const known = new Map(instances.map((each) => [`${each.account}/${each.region}`, each]));
  const found: Target[] = [];
  const missing: Target[] = [];
  for (const target of targets) {
    const instance = known.get(`${target.account}/${target.region}`);
    if (instance === undefined) missing.push(target);
    else found.push({ ...target, ...(instance.unitId === undefined ? {} : { unitId: instance.unitId }) });
  }
  return { found, missing };
}
