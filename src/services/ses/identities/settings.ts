// What can be set of an identity, checked. Pure.

import { isDomain } from "../addresses.ts";
import type { Faults } from "../faults.ts";
import type { MailFrom } from "../records.ts";

/** The MAIL FROM domain as it is kept; nothing where none is given. */
export function readMailFrom(
  identity: string,
  domain: string | undefined,
  onMxFailure: MailFrom["onMxFailure"],
  faults: Faults,
): { readonly mailFrom?: MailFrom } {
  if (domain === undefined || domain === "") return {};
  const parent = identity.slice(identity.lastIndexOf("@") + 1).toLowerCase();
  // AWS: "Using a custom MAIL FROM domain": a subdomain of the identity's domain.
  if (!isDomain(domain) || !domain.toLowerCase().endsWith(`.${parent}`))
    throw faults.invalid(
      `Provided MAIL-FROM domain <${domain}> is not subdomain of the domain of the identity <${parent}>.`,
    );
  return { mailFrom: { domain, onMxFailure } };
}
