// What both versions' permission rules and policies of identities share.

import type { AccessRequest } from "../../iam/authorization.ts";
import { parseAccountId } from "../../kernel/ids.ts";
import type { PermissionCall, PermissionRule } from "../../service/service.ts";
import { addressOf, identitiesFor } from "./addresses.ts";
import { identityArn, readArn } from "./arns.ts";
import { mergedPolicy } from "./identities/policies.ts";
import { headerOf, headersOf } from "./mime/headers.ts";
import { identities } from "./repo.ts";

/** An action that no resource bounds. */
export const anything =
  (action: string): PermissionRule =>
  () => [{ action: `ses:${action}`, resource: "*" }];

export interface Sending {
  readonly action: string;
  /** The mailbox that the mail is from; in raw mails it may stand in the mail only. */
  readonly from: string | undefined;
  readonly raw?: Uint8Array | undefined;
  readonly sourceArn: string | undefined;
  readonly recipients: readonly string[];
  readonly returnPath?: string | undefined;
  readonly version: "1" | "2";
}

/**
 * What sending needs: the action on the identity that sends. AWS: "Actions, resources, and condition keys for Amazon SES": condition
 * keys ses:FromAddress, ses:FromDisplayName, ses:Recipients, ses:FeedbackAddress.
 */
export function sendingRequest(sending: Sending, call: PermissionCall): AccessRequest {
  const headers = sending.raw === undefined ? [] : headersOf(sending.raw);
  const mailbox = sending.from ?? headerOf(headers, "from") ?? "";
  const from = addressOf(mailbox) ?? mailbox;
  const [, displayName] = /^\s*"?([^"<]*?)"?\s*<[^<>]*>\s*$/.exec(mailbox) ?? [];
  const sourceArn = sending.sourceArn ?? headerOf(headers, "x-ses-source-arn");
  return {
    action: `ses:${sending.action}`,
    resource: sourceArn ?? identityArn(call, sendingIdentity(from, call)),
    conditions: {
      "ses:FromAddress": from,
      "ses:FromDisplayName": displayName ?? "",
      "ses:Recipients": sending.recipients.map((recipient) => addressOf(recipient) ?? recipient),
      ...(sending.returnPath === undefined ? {} : { "ses:FeedbackAddress": sending.returnPath }),
      "ses:ApiVersion": sending.version,
    },
  };
}

/** The nearest identity that an address is covered by; the address where there is none. */
function sendingIdentity(from: string, call: PermissionCall): string {
  return call.yard.store.read(
    (tx) => identitiesFor(from).find((candidate) => identities.load(tx, call, candidate) !== undefined) ?? from,
  );
}

/** The policies of an identity, for whoever sends as one of another account. */
export function resourcePolicy({ resource }: AccessRequest, call: PermissionCall): string | undefined {
  const named = readArn(resource, "identity");
  if (named === undefined) return undefined;
  const scope = { account: parseAccountId(named.account), region: named.region };
  const identity = call.yard.store.read((tx) => identities.load(tx, scope, named.name));
  return identity === undefined ? undefined : mergedPolicy(identity);
}
