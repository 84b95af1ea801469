// The organization of a service-managed stack set, as its management account sees it. AWS: "Activate trusted access for StackSets with Organizations":
// StackSets acts by a service-linked role in the management account and one in each member account.

import { AwsError } from "../../../kernel/errors.ts";
import { formatArn } from "../../../kernel/arns.ts";
import { parseAccountId } from "../../../kernel/ids.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { linkedRoleArn, linkedRoleId, linkedRoleName } from "../../../iam/directory/linked-roles.ts";
import type { AssumedRole, Principal } from "../../../iam/principal.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { validationError } from "../errors.ts";

const ADMINISTRATOR_SERVICE = "stacksets.cloudformation.amazonaws.com";
/** Trusted access and delegated administrators are registered under this name; member accounts' roles are this service's too. */
export const MEMBER_SERVICE = "member.org.stacksets.cloudformation.amazonaws.com";
const SESSION_NAME = "StackSets";

/** The management account of the organization that an account is in; undefined for an account by itself. */
export async function managementAccountOf(yard: YardContext, scope: Scope): Promise<AccountId | undefined> {
  // "DescribeOrganization" can be called by every member account.
  const { account } = scope;
  const root: Principal = { kind: "root", account, arn: formatArn("iam", "", account, "root"), userId: account };
  try {
    const { Organization } = await yard.as(root, scope).organizations.describeOrganization({});
    return Organization?.MasterAccountId === undefined ? undefined : parseAccountId(Organization.MasterAccountId);
  } catch (error) {
    if (error instanceof AwsError && error.code === "AWSOrganizationsNotInUseException") return undefined;
    throw error;
  }
}

/** The session of a service-linked role. */
export function linkedSession(yard: YardContext, account: AccountId, service: "administrator" | "member"): AssumedRole {
  const principal = service === "administrator" ? ADMINISTRATOR_SERVICE : MEMBER_SERVICE;
  const roleName = linkedRoleName(principal);
  const roleId = yard.store.read<string>((tx) => linkedRoleId(tx, account, principal));
  return {
    kind: "assumed-role",
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${SESSION_NAME}`,
    userId: `${roleId}:${SESSION_NAME}`,
    roleArn: linkedRoleArn(account, principal),
    roleName,
    sessionName: SESSION_NAME,
    sessionPolicies: [],
  };
}

/** The organization's API, as StackSets in its management account. */
function organizationApi(yard: YardContext, management: Scope): AwsApis["organizations"] {
  const { account, region } = management;
  return yard.as(linkedSession(yard, account, "administrator"), { account, region }).organizations;
}

/** True where the organization trusts StackSets. */
export async function isTrusted(yard: YardContext, management: Scope): Promise<boolean> {
  const api = organizationApi(yard, management);
  const trusted = await all(async (token) => {
    const page = await api.listAWSServiceAccessForOrganization(token);
    return { items: page.EnabledServicePrincipals ?? [], NextToken: page.NextToken };
  });
  return trusted.some(({ ServicePrincipal }) => ServicePrincipal === MEMBER_SERVICE);
}

/** True for an account that administers StackSets for its organization. */
export async function isDelegated(yard: YardContext, management: Scope, account: string): Promise<boolean> {
  const api = organizationApi(yard, management);
  const registered = await all(async (token) => {
    const page = await api.listDelegatedAdministrators({ ...token, ServicePrincipal: MEMBER_SERVICE });
    return { items: page.DelegatedAdministrators ?? [], NextToken: page.NextToken };
  });
  return registered.some(({ Id }) => Id === account);
}

/** Throws unless stack sets with service-managed permissions can be operated there. AWS: both sentences as clients show them. */
export async function requireTrust(yard: YardContext, administrator: Scope): Promise<void> {
  if ((await managementAccountOf(yard, administrator)) !== administrator.account)
    throw validationError(
      "You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set",
    );
  if (!(await isTrusted(yard, administrator)))
    throw validationError("You must enable organizations access to operate a service managed stack set");
}

/** The accounts in a root or unit and in the units below it, without the management account, to which StackSets does not deploy. */
export async function accountsBelow(yard: YardContext, management: Scope, unitId: string): Promise<string[]> {
  const api = organizationApi(yard, management);
  try {
    const accounts = await all(async (token) => {
      const page = await api.listAccountsForParent({ ...token, ParentId: unitId });
      return { items: page.Accounts ?? [], NextToken: page.NextToken };
    });
    const units = await all(async (token) => {
      const page = await api.listOrganizationalUnitsForParent({ ...token, ParentId: unitId });
      return { items: page.OrganizationalUnits ?? [], NextToken: page.NextToken };
    });
    const below = await Promise.all(units.map(({ Id = "" }) => accountsBelow(yard, management, Id)));
    const own = accounts.map(({ Id = "" }) => Id).filter((id) => id !== management.account);
    return [...own, ...below.flat()];
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ParentNotFoundException") throw error;
    // The wording is inferred.
    throw validationError(`Organizational unit ${unitId} does not exist in the organization`);
  }
}

/** True for an account that its organization has suspended. */
export async function isSuspended(yard: YardContext, management: Scope, account: string): Promise<boolean> {
  try {
    const { Account } = await organizationApi(yard, management).describeAccount({ AccountId: account });
    return Account?.Status === "SUSPENDED";
  } catch (error) {
    // One that has left.
    if (error instanceof AwsError && error.code === "AccountNotFoundException") return false;
    throw error;
  }
}

async function all<T>(
  page: (token: { NextToken?: string }) => Promise<{ items: readonly T[]; NextToken: string | undefined }>,
): Promise<T[]> {
  const items: T[] = [];
  for (let token: string | undefined; ;) {
    const next = await page(token === undefined ? {} : { NextToken: token });
    items.push(...next.items);
    token = next.NextToken;
    if (token === undefined) return items;
  }
}
