// Mails and text messages that user pools sent, for the control API: what people and tests read instead of a mailbox or a telephone.

import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Store } from "../../store/store.ts";
import { listMails } from "./repo.ts";

export interface InboxMail {
  readonly v: 1;
  readonly kind: "email" | "sms";
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** All that this account's pools sent to people from this region, the first one first. */
export function inbox(store: Store, account: string, region: string): InboxMail[] {
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  return store.read((tx) => [...listMails(tx, scope)]);
}
