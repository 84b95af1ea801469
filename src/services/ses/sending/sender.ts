// Who may send from an address: a verified identity of the caller's account, or one of another account that names the caller in
// a policy (which permissions.ts asks for: the identity's ARN is the resource).

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { addressOf, identitiesFor } from "../addresses.ts";
import { readArn } from "../arns.ts";
import type { Faults } from "../faults.ts";
import type { IdentityRecord } from "../records.ts";
import { identities, loadAccount } from "../repo.ts";
import type { Sender } from "./mails.ts";
import { isSimulator } from "./simulator.ts";

/** The verified identity by which an address sends, the nearest one. */
export function verifiedIdentity(tx: ReadTx, scope: Scope, address: string): IdentityRecord | undefined {
  return knownIdentities(tx, scope, address).find(isVerified);
}

export const isVerified = (identity: IdentityRecord): boolean => identity.pending === undefined;

function knownIdentities(tx: ReadTx, scope: Scope, address: string): IdentityRecord[] {
  return identitiesFor(address).flatMap((name) => identities.load(tx, scope, name) ?? []);
}

/** Who sends from `from`, or MessageRejected. */
export function requireSender(
  tx: ReadTx,
  scope: Scope,
  { from, sourceArn }: { readonly from: string; readonly sourceArn?: string | undefined },
  faults: Faults,
): Sender {
  const address = addressOf(from) ?? from;
  const found = sourceArn === undefined ? undefined : readArn(sourceArn, "identity");
  if (sourceArn !== undefined && found === undefined) throw faults.invalid(`Invalid ARN: ${sourceArn}`);
  const owner: Scope = found ?? scope;
  const identity =
    found === undefined
      ? verifiedIdentity(tx, owner, address)
      : knownIdentities(tx, owner, address).find(
          (one) => isVerified(one) && one.name.toLowerCase() === found.name.toLowerCase(),
        );
  if (identity === undefined) throw notVerified([from], scope, faults);
  return { scope: { account: owner.account, region: owner.region }, identity };
}

/**
 * Throws unless the account may send to all of these. AWS: "Request production access": in the sandbox, mails can be sent to
 * verified addresses and domains, and to the mailbox simulator.
 */
export function requireRecipients(tx: ReadTx, scope: Scope, recipients: readonly string[], faults: Faults): void {
  if (loadAccount(tx, scope).isInProduction) return;
  const failed = recipients.filter((recipient) => {
    const address = addressOf(recipient) ?? recipient;
    return !isSimulator(address) && verifiedIdentity(tx, scope, address) === undefined;
  });
  if (failed.length > 0) throw notVerified(failed, scope, faults);
}

/** AWS: "Email address is not verified" in the developer guide's list of sending errors. */
function notVerified(names: readonly string[], scope: Scope, faults: Faults): Error {
  return faults.rejected(
    `Email address is not verified. The following identities failed the check in region ${scope.region.toUpperCase()}: ${names.join(", ")}`,
  );
}
