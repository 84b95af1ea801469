// New accounts. AWS: "CreateAccount": asynchronous; the account gets a role by which the management account administers it.

import type { CreateAccountStatus } from "@aws-sdk/client-organizations";
import { addAccount, changeIam, listAccounts } from "../../iam/directory/repo.ts";
import type { Principal } from "../../iam/principal.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import { formatArn } from "../../kernel/arns.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { YardContext } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { refreshControl } from "./control.ts";
import { membershipChanged } from "./membership.ts";
import { LIMITS } from "./limits.ts";
import { attachDefaults } from "./policies.ts";
import type { CreationRecord, OrganizationRecord } from "./records.ts";
import { listParts, loadOrganization, loadPart, saveMember, savePart, saveTags } from "./repo.ts";

export const CREATE_ACCOUNT = "organizations/create-account";
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

interface Payload {
  readonly organizationId: string;
  readonly creationId: string;
}

/** Makes the account, then its role; a repetition goes on where the one before ended. */
export const createAccountHandler: JobHandler = {
  kind: CREATE_ACCOUNT,
  async run({ payload }, yard) {
    const { organizationId, creationId } = payload as Payload;
    const made = changeIam<Made | undefined>(yard.store, (tx) => makeMember(tx, yard, organizationId, creationId));
    if (made === undefined) return "done";
    const { organization, creation } = made;
    if (creation.account !== undefined) await makeRole(yard, organization, creation, creation.account);
    yard.store.write<void>((tx) => {
      const state = creation.failureReason === undefined ? "SUCCEEDED" : "FAILED";
      savePart(tx, organizationId, "creation", { ...creation, state, completedAtMs: yard.clock.nowMs() });
    });
    return "done";
  },
};

interface Made {
  readonly organization: OrganizationRecord;
  readonly creation: CreationRecord;
}

function makeMember(tx: WriteTx, yard: YardContext, organizationId: string, creationId: string): Made | undefined {
  const organization = loadOrganization(tx, organizationId);
  const creation = loadPart(tx, organizationId, "creation", creationId);
  if (organization === undefined || creation?.state !== "IN_PROGRESS") return undefined;
  if (creation.account !== undefined) return { organization, creation };
  const members = listParts(tx, organizationId, "member");
  const failureReason =
    members.length >= LIMITS.accounts
      ? ("ACCOUNT_LIMIT_EXCEEDED" as const)
      : members.some(({ email }) => email.toLowerCase() === creation.email.toLowerCase())
        ? ("EMAIL_ALREADY_EXISTS" as const)
        : undefined;
  if (failureReason !== undefined) return { organization, creation: { ...creation, failureReason } };
  // The yard finds accounts by their names, of which each is one account's; AWS's need not differ.
  const isTaken = [...listAccounts(tx)].some(({ name }) => name === creation.name);
  const nowMs = yard.clock.nowMs();
  const { account } = addAccount(tx, yard.random, isTaken ? creation.email : creation.name, nowMs);
  saveMember(tx, organizationId, {
    v: 1,
    account,
    name: creation.name,
    email: creation.email,
    parentId: organization.rootId,
    joinedAtMs: nowMs,
    joinedMethod: "CREATED",
    isClosed: false,
    delegations: {},
  });
  saveTags(tx, organizationId, account, creation.tags);
  attachDefaults(tx, organization, account);
  refreshControl(tx, organizationId);
  membershipChanged(tx, yard, organization);
  const begun = { ...creation, account };
  savePart(tx, organizationId, "creation", begun);
  return { organization, creation: begun };
}

/** AWS: "OrganizationAccountAccessRole": trusts the management account, and may do everything. */
async function makeRole(
  yard: YardContext,
  { managementAccount }: OrganizationRecord,
  { roleName }: CreationRecord,
  accountText: string,
): Promise<void> {
  const account = parseAccountId(accountText);
  const root: Principal = { kind: "root", account, arn: formatArn("iam", "", account, "root"), userId: account };
  const { iam } = yard.as(root, { account, region: parseRegion("us-east-1") });
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: formatArn("iam", "", managementAccount, "root") },
        Action: "sts:AssumeRole",
      },
    ],
  };
  await iam
    .createRole({ RoleName: roleName, AssumeRolePolicyDocument: JSON.stringify(trust) })
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.name === "EntityAlreadyExists")) throw error;
    });
  await iam.attachRolePolicy({ RoleName: roleName, PolicyArn: ADMINISTRATOR });
}

export function showCreation(creation: CreationRecord): CreateAccountStatus {
  const { id, name, state, requestedAtMs, completedAtMs, account, failureReason } = creation;
  return {
    Id: id,
    AccountName: name,
    State: state,
    RequestedTimestamp: new Date(requestedAtMs),
    ...(completedAtMs === undefined ? {} : { CompletedTimestamp: new Date(completedAtMs) }),
    ...(account === undefined || state !== "SUCCEEDED" ? {} : { AccountId: account }),
    ...(failureReason === undefined ? {} : { FailureReason: failureReason }),
  };
}
