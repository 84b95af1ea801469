// Which rules are for a mail. Pure.
//
// AWS: "Email receiving concepts", "Recipient conditions": an address, a domain, or ".domain" for its subdomains; a rule without
// any is for all addresses of the verified domains. A label behind "+" does not matter.

import { domainOf, withoutLabel } from "../addresses.ts";
import type { ReceiptRule } from "./records.ts";

export interface MatchedRule {
  readonly rule: ReceiptRule;
  /** The mail's recipients that the rule is for. */
  readonly recipients: readonly string[];
}

/** The rules that run for a mail to these recipients, in their order. */
export function rulesFor(
  rules: readonly ReceiptRule[],
  recipients: readonly string[],
  isEncrypted: boolean,
): MatchedRule[] {
  return rules.flatMap((rule) => {
    if (!rule.isEnabled || (rule.tlsPolicy === "Require" && !isEncrypted)) return [];
    const matched = recipients.filter(
      (recipient) => rule.recipients.length === 0 || rule.recipients.some((condition) => matches(condition, recipient)),
    );
    return matched.length === 0 ? [] : [{ rule, recipients: matched }];
  });
}

function matches(condition: string, recipient: string): boolean {
  const wanted = condition.toLowerCase();
  const address = recipient.toLowerCase();
  if (wanted.startsWith(".")) return domainOf(address).endsWith(wanted);
  if (!wanted.includes("@")) return domainOf(address) === wanted;
  return wanted === address || wanted === withoutLabel(address);
}
