// A mail was opened, or a link in it clicked: events of its configuration set.

import type { Scope, YardContext } from "../../../service/context.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import { configurationSets, identities, sentMails } from "../repo.ts";
import { tell } from "./publish.ts";

export interface Visit {
  readonly ipAddress: string;
  readonly userAgent: string;
}

/** Tells of an opened mail; false if there is no such mail. */
export function noteOpen(yard: YardContext, scope: Scope, messageId: string, visit: Visit): boolean {
  return note(yard, scope, messageId, visit, undefined) !== undefined;
}

/** Tells of a clicked link, and gives where it leads; undefined if there is no such link. */
export function noteClick(
  yard: YardContext,
  scope: Scope,
  messageId: string,
  link: number,
  visit: Visit,
): string | undefined {
  return note(yard, scope, messageId, visit, link);
}

function note(
  yard: YardContext,
  scope: Scope,
  messageId: string,
  visit: Visit,
  link: number | undefined,
): string | undefined {
  return yard.store.write((tx) => {
    const mail = sentMails.load(tx, scope, messageId);
    if (mail === undefined) return undefined;
    const clicked = link === undefined ? undefined : mail.links[link];
    if (link !== undefined && clicked === undefined) return undefined;
    const owner: Scope = { account: parseAccountId(mail.identity.account), region: parseRegion(mail.identity.region) };
    const identity = identities.load(tx, owner, mail.identity.name);
    const set = configurationSets.load(tx, scope, mail.configurationSet ?? "");
    const timestamp = new Date(yard.clock.nowMs()).toISOString();
    if (identity !== undefined && set !== undefined)
      tell(
        tx,
        yard,
        { scope, mail, set, identity },
        clicked === undefined
          ? { type: "OPEN", detail: { ...visit, timestamp } }
          : {
              type: "CLICK",
              detail: { ...visit, timestamp, link: clicked.url, linkTags: clicked.tags },
              linkTags: clicked.tags,
            },
      );
    return clicked?.url ?? "";
  });
}
