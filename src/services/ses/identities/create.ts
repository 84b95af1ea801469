// New identities.
//
// DEVIATION: CreateEmailIdentity of an address is verified at once: stacks make identities, and nobody is there to click when an
// environment is made anew. VerifyEmailIdentity and the custom verification mails wait for the click, as on AWS; domains for their records.

import { ALPHABET } from "../../../kernel/ids.ts";
import type { Context } from "../../../service/context.ts";
import { isDomain } from "../addresses.ts";
import type { IdentityRecord } from "../records.ts";
import { identities } from "../repo.ts";
import { awaitRecords, needsRecords } from "./domains.ts";
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
  const fresh = newIdentity(context, domain, "DOMAIN");
  const isToBeShown = needsRecords(context, fresh);
  return context.store.write((tx) => {
    const known = identities.load(tx, context, domain);
    const identity =
      known === undefined
        ? fresh
        : { ...known, verificationToken: known.verificationToken ?? fresh.verificationToken ?? "" };
    // AWS: whoever asks again, while it is waited for the records or after that, has 72 hours again.
    if (isToBeShown && (known === undefined || known.pending !== undefined)) return awaitRecords(tx, context, identity);
    identities.save(tx, context, identity);
    return identity;
  });
}
