// The mails that an account sent, for the control API: what people and tests read instead of a mailbox.

import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Store } from "../../store/store.ts";
import type { Mail } from "./records.ts";
import { listMails } from "./repo.ts";

export type { Mail } from "./records.ts";

/** All mails that this account sent from this region, the first one first. */
export function inbox(store: Store, account: string, region: string): Mail[] {
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  return store.read((tx) => [...listMails(tx, scope)]);
}
