// The service control policies above each account, as Organizations last worked them out: every call asks for them.

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
