// Accounts that join, leave or move: told to services that act in an organization by themselves, in the same transaction.

import type { YardContext } from "../../service/context.ts";
import { parseAccountId } from "../../kernel/ids.ts";
import type { WriteTx } from "../../store/store.ts";
import type { OrganizationRecord } from "./records.ts";

/** To be called where an account has come, gone or moved. */
export function membershipChanged(
  tx: WriteTx,
  yard: Pick<YardContext, "membershipChanged">,
  { managementAccount }: OrganizationRecord,
): void {
  yard.membershipChanged(tx, parseAccountId(managementAccount));
}
