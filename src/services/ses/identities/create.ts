// New identities.
//
// DEVIATION: AWS waits until a domain's records are in its DNS; no DNS of the world is asked here, so a domain is verified at once.
// DEVIATION: CreateEmailIdentity of an address is verified at once, too: stacks make identities, and nobody is there to click when
// an environment is made anew. VerifyEmailIdentity and the custom verification mails wait for the click, as on AWS.

import { ALPHABET } from "../../../kernel/ids.ts";
import type { Context } from "../../../service/context.ts";
import { isDomain } from "../addresses.ts";
import type { IdentityRecord } from "../records.ts";
import { identities } from "../repo.ts";
import { invalidParameter } from "../v1/errors.ts";

/** An identity that is verified. */
export function newIdentity(
  { clock, random }: Pick<Context, "clock" | "random">,
  name: string,
  type: IdentityRecord["type"],
  more: Partial<IdentityRecord> = {},
): IdentityRecord {
  return {
    v: 1,
    name,
    type,
    createdAtMs: clock.nowMs(),
    tags: {},
    dkimTokens: type === "DOMAIN" ? [1, 2, 3].map(() => random.text(32, ALPHABET.lowerAlphanumeric)) : [],
    ...(type === "DOMAIN" ? { verificationToken: Buffer.from(random.bytes(32)).toString("base64") } : {}),
    ...more,
  };
}

/** The domain's identity, made where there is none; one that another version of the API made gets its token here. */
export function ensureDomain(context: Context, domain: string): IdentityRecord {
  if (!isDomain(domain)) throw invalidParameter(`Invalid domain name ${domain}.`);
  return context.store.write((tx) => {
    const fresh = newIdentity(context, domain, "DOMAIN");
    const known = identities.load(tx, context, domain);
    const identity =
      known === undefined
        ? fresh
        : { ...known, verificationToken: known.verificationToken ?? fresh.verificationToken ?? "" };
    identities.save(tx, context, identity);
    return identity;
  });
}
