// How accounts come into an organization and leave it.

import type { HandshakeParty } from "@aws-sdk/client-organizations";
import { listAccounts, requireAccount } from "../../iam/directory/repo.ts";
import { forgetOrganization } from "../../iam/directory/organization-control.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { refreshControl } from "./control.ts";
import { constraintViolation, invalidInput, managementCannotLeave } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { attachDefaults, detachAll } from "./policies.ts";
import type { HandshakeRecord, OrganizationRecord } from "./records.ts";
import { listParts, loadPart, removeMember, saveMember, saveTags } from "./repo.ts";

/** The account of the yard that an invitation means. */
export function invitedAccount(tx: ReadTx, { Id = "", Type }: HandshakeParty): string {
  const found = [...listAccounts(tx)].find(({ account }) => (Type === "EMAIL" ? emailOf(account) : account) === Id);
  if (found === undefined) throw invalidInput("You provided a party that does not exist.", "INVALID_PARTY_TYPE_TARGET");
  return found.account;
}

/** DEVIATION: accounts of a yard have no address; this one goes to nobody. */
export function emailOf(account: string): string {
  return `${account}@accounts.invalid`;
}

/** To be called within changeIam, as all that follows. */
export function join(
  tx: WriteTx,
  organization: OrganizationRecord,
  { account, tags }: HandshakeRecord,
  nowMs: number,
): void {
  if (listParts(tx, organization.id, "member").length >= LIMITS.accounts)
    throw constraintViolation("You have exceeded the number of accounts allowed.", "ACCOUNT_NUMBER_LIMIT_EXCEEDED");
  saveMember(tx, organization.id, {
    v: 1,
    account,
    name: requireAccount(tx, account).name,
    email: emailOf(account),
    parentId: organization.rootId,
    joinedAtMs: nowMs,
    joinedMethod: "INVITED",
    isClosed: false,
    delegations: {},
  });
  saveTags(tx, organization.id, account, tags);
  attachDefaults(tx, organization, account);
  refreshControl(tx, organization.id);
}

/** Takes an account out: nothing of the organization binds it from then on. */
export function leave(tx: WriteTx, organization: OrganizationRecord, account: string): void {
  if (account === organization.managementAccount) throw managementCannotLeave();
  const member = loadPart(tx, organization.id, "member", account);
  // AWS: "CONSTRAINT_VIOLATION": a delegated administrator must be deregistered before.
  if (member !== undefined && Object.keys(member.delegations).length > 0)
    throw constraintViolation(
      "You can't remove an account that is registered as a delegated administrator for a service.",
      "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
    );
  detachAll(tx, organization, account);
  removeMember(tx, organization.id, account);
  forgetOrganization(tx, account);
}
