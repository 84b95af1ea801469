// Mails that ask for approval, for the control API: what people and tests read instead of a mailbox.

import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Store } from "../../store/store.ts";
import type { MailRecord } from "./records.ts";
import { listMails } from "./repo.ts";

/** All that was sent for this account's requests in the region, the first one first. */
export function inbox(store: Store, account: string, region: string): MailRecord[] {
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  return store.read((tx) => [...listMails(tx, scope)]);
}
