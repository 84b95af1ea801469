// Addresses that have to be verified: a mail goes to the address, and the link in it verifies.
//
// AWS: "Creating an email address identity": the link is good for 24 hours. "Using custom verification email templates": the link
// leads on to a page of the customer's.

import type { Context, Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { PendingVerification } from "../records.ts";
import { identities } from "../repo.ts";
import { addressOf, flawOf } from "../addresses.ts";
import { sendNotice } from "../sending/notices.ts";
import { invalidParameter } from "../v1/errors.ts";
import { newIdentity } from "./create.ts";

export const VERIFY_PATH = "/_aws/ses/verify";
const GOOD_FOR_MS = 24 * 3_600_000;

/**
 * Has an address wait for its verification, and gives the link that verifies it. An address that is verified stays so; its link
 * still leads to the pages.
 */
export function awaitVerification(
  tx: WriteTx,
  context: Context,
  address: string,
  redirects?: PendingVerification["redirects"],
): string {
  const token = context.random.hex(48);
  const known = identities.load(tx, context, address);
  const pending: PendingVerification = {
    token,
    expiresAtMs: context.clock.nowMs() + GOOD_FOR_MS,
    ...(redirects === undefined ? {} : { redirects }),
  };
  const identity = known ?? newIdentity(context, address, "EMAIL_ADDRESS");
  const isVerified = known !== undefined && known.pending === undefined;
  identities.save(tx, context, isVerified ? { ...identity, verifying: pending } : { ...identity, pending });
  const query = new URLSearchParams({ identity: address, token });
  return `${context.origin}${VERIFY_PATH}/${context.account}/${context.region}?${query.toString()}`;
}

/** Sends AWS's own mail with a link that verifies the address. */
export function beginVerification(context: Context, address: string): void {
  const flaw = flawOf([address]) ?? (addressOf(address) === address ? undefined : "Illegal address");
  if (flaw !== undefined) throw invalidParameter(flaw);
  context.store.write((tx) => {
    const link = awaitVerification(tx, context, address);
    sendNotice(tx, context, context, {
      from: "no-reply-aws@amazon.com",
      to: address,
      subject: `Amazon Web Services - Email Address Verification Request in region ${context.region}`,
      text: `Dear Amazon Web Services Customer,\n\nWe have received a request to authorize this email address for use with Amazon SES in region ${context.region}. If you requested this verification, please go to the following URL to confirm that you are authorized to use this email address:\n\n${link}\n\nYour request will not be processed unless you confirm the address using this URL. This link expires 24 hours after your original verification request.\n`,
    });
  });
}

/** What a link leads to: verified, and where to go on. */
export interface Verified {
  readonly isVerified: boolean;
  readonly redirect?: string;
}

/** Verifies the address whose link this is; undefined if there is no such link. */
export function verifyByLink(yard: YardContext, scope: Scope, address: string, token: string): Verified | undefined {
  return yard.store.write((tx) => {
    const identity = identities.load(tx, scope, address);
    const link = identity?.pending ?? identity?.verifying;
    if (identity === undefined || link?.token !== token) return undefined;
    const isVerified = link.expiresAtMs > yard.clock.nowMs();
    const redirect = isVerified ? link.redirects?.success : link.redirects?.failure;
    if (isVerified) {
      const { pending: _pending, verifying: _verifying, ...verified } = identity;
      identities.save(tx, scope, verified);
    }
    return { isVerified, ...(redirect === undefined ? {} : { redirect }) };
  });
}
