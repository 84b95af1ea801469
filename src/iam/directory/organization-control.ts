// What an organization means for each of its accounts, as Organizations last worked it out: every call asks for it.

import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { NamedPolicy } from "../authorization.ts";

/** Levels from the root down to the account; each of them must allow. */
export type ServiceControl = readonly (readonly NamedPolicy[])[];

const keyOf = (account: string): Key => ["iam", account, "", "service-control"];

/** The levels above an account; none outside of an organization, and in its management account. */
export function loadServiceControl(tx: ReadTx, account: string): ServiceControl {
  return tx.get<ServiceControl>(keyOf(account)) ?? [];
}

/** To be called within changeIam: what follows from it is remembered. */
export function saveServiceControl(tx: WriteTx, account: string, levels: ServiceControl): void {
  if (levels.length === 0) tx.delete(keyOf(account));
  else tx.put(keyOf(account), levels);
}

/** Where in which organization an account is, and what binds its resources. */
export interface Membership {
  readonly v: 1;
  /** "o-..." */
  readonly organizationId: string;
  /** AWS: aws:PrincipalOrgPaths: "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/": ids down to the account's parent. */
  readonly path: string;
  /** Customers' resource control policies of all levels: they only deny, so levels make no difference. None in the management account. */
  readonly resourceControl: readonly NamedPolicy[];
}

const membershipKey = (account: string): Key => ["iam", account, "", "organization"];

/** An account's place in an organization; undefined outside of one. */
export function loadMembership(tx: ReadTx, account: string): Membership | undefined {
  return tx.get<Membership>(membershipKey(account));
}

/** To be called within changeIam. */
export function saveMembership(tx: WriteTx, account: string, membership: Membership): void {
  tx.put(membershipKey(account), membership);
}

/** Nothing of an organization binds the account any more. To be called within changeIam. */
export function forgetOrganization(tx: WriteTx, account: string): void {
  saveServiceControl(tx, account, []);
  tx.delete(membershipKey(account));
}
