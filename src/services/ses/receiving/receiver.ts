// Who receives the mails to an address: an account of this yard that has verified the domain and has an active rule set.
//
// DEVIATION: on AWS, the domain's MX record says whose SES receives its mails. Here every account with the verified domain and an
// active rule set counts, the one in the sender's region first: mails within the yard need no DNS.

import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { activeReceivers, activeRuleSet, receiptFilters, ruleSets } from "../repo.ts";
import { verifiedIdentity } from "../sending/sender.ts";
import { isBlocked } from "./ip-filters.ts";
import { rulesFor } from "./match.ts";

export interface Receiver {
  readonly scope: Scope;
  /** False: no rule is for this address, or the filters keep the sender out. SES then refuses the mail. */
  readonly isAccepted: boolean;
}

/** The address that mails from inside the yard come from, for IP filters. */
const LOOPBACK = "127.0.0.1";

/** The account that receives mails to an address; undefined if none does. */
export function receiverOf(
  tx: ReadTx,
  recipient: string,
  region?: string,
  { sourceIp = LOOPBACK, isEncrypted = true }: { readonly sourceIp?: string; readonly isEncrypted?: boolean } = {},
): Receiver | undefined {
  const found: Receiver[] = [];
  for (const { account, region: here } of activeReceivers(tx)) {
    const scope: Scope = { account: parseAccountId(account), region: parseRegion(here) };
    // AWS: "Email receiving concepts": receiving needs a verified domain or address.
    if (verifiedIdentity(tx, scope, recipient) === undefined) continue;
    const set = ruleSets.load(tx, scope, activeRuleSet(tx, scope) ?? "");
    const rules = rulesFor(set?.rules ?? [], [recipient], isEncrypted);
    const isAccepted = rules.length > 0 && !isBlocked([...receiptFilters.list(tx, scope)], sourceIp);
    found.push({ scope, isAccepted });
  }
  return (
    found.find(({ scope, isAccepted }) => isAccepted && scope.region === region) ??
    found.find(({ isAccepted }) => isAccepted) ??
    found[0]
  );
}
