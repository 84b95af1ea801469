// E-mails, text messages and push notifications that an account's topics sent, for the control API: what people and tests read
// instead of a mailbox or a telephone.

import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Store } from "../../store/store.ts";
import type { InboxRecord } from "./records.ts";
import { listInbox } from "./repo.ts";

/** All that this account's topics and calls sent to people from this region, the first one first. */
export function inbox(store: Store, account: string, region: string): InboxRecord[] {
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  return store.read((tx) => [...listInbox(tx, scope)]);
}
