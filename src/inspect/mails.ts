// What an account sent to people: e-mails, text messages, push notifications, of all services that send any.

import type { AccountId, Region } from "../kernel/ids.ts";
import type { Store } from "../store/store.ts";
import { inbox as certificateInbox } from "../services/acm/inbox.ts";
import { inbox as poolInbox } from "../services/cognito-idp/inbox.ts";
import { inbox as mailInbox } from "../services/ses/inbox.ts";
import { inbox as topicInbox } from "../services/sns/inbox.ts";

/** All that was sent, oldest first. */
export function mailsOf(store: Store, account: AccountId, region: Region): readonly object[] {
  return [mailInbox, topicInbox, poolInbox, certificateInbox]
    .flatMap((inbox): { sentAtMs: number }[] => inbox(store, account, region))
    .sort((one, other) => one.sentAtMs - other.sentAtMs);
}
