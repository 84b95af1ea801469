// The link by which a recipient leaves a list or a topic of it.

import type { Scope, YardContext } from "../../../service/context.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import { configurationSets, contactLists, contacts, identities, sentMails, unsubscribes } from "../repo.ts";
import type { ContactRecord } from "../records.ts";
import { tell } from "../sending/publish.ts";

export const UNSUBSCRIBE_PATH = "/_aws/ses/unsubscribe";

/** True if there is such a link; `isMeant` false only asks. */
export function leaveByLink(yard: YardContext, scope: Scope, token: string, isMeant: boolean): boolean {
  return yard.store.write((tx) => {
    const link = unsubscribes.load(tx, scope, token);
    const contact = link === undefined ? undefined : contacts.load(tx, scope, link.list, link.address.toLowerCase());
    if (link === undefined || contact === undefined) return false;
    if (!isMeant) return true;
    const { topic } = link;
    const after: ContactRecord = {
      ...contact,
      ...(topic === undefined ? { hasLeftAll: true } : { preferences: { ...contact.preferences, [topic]: "OPT_OUT" } }),
      updatedAtMs: yard.clock.nowMs(),
    };
    contacts.save(tx, scope, after);
    const mail = sentMails.load(tx, scope, link.messageId);
    const set = configurationSets.load(tx, scope, mail?.configurationSet ?? "");
    const owner = mail && { account: parseAccountId(mail.identity.account), region: parseRegion(mail.identity.region) };
    const identity = mail && owner && identities.load(tx, owner, mail.identity.name);
    const topics = contactLists.load(tx, scope, link.list)?.topics ?? [];
    if (mail !== undefined && identity !== undefined)
      tell(
        tx,
        yard,
        { scope, mail, set, identity },
        {
          type: "SUBSCRIPTION",
          detail: {
            contactList: link.list,
            timestamp: new Date(yard.clock.nowMs()).toISOString(),
            source: "UnsubscribeHeader",
            newTopicPreferences: describe(after),
            oldTopicPreferences: describe(contact),
          },
        },
      );
    return true;

    function describe({ hasLeftAll, preferences }: ContactRecord): object {
      return {
        unsubscribeAll: hasLeftAll,
        topicSubscriptionStatus: topics.map(({ name, defaultStatus }) => ({
          topicName: name,
          subscriptionStatus: pascal(preferences[name] ?? defaultStatus),
        })),
      };
    }
  });
}

const pascal = (status: "OPT_IN" | "OPT_OUT"): string => (status === "OPT_IN" ? "OptIn" : "OptOut");
