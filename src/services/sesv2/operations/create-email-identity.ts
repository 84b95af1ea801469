// CreateEmailIdentity: an address or a domain from which mails may be sent.
//
// DEVIATION: AWS waits for a click on a link or for DNS records; here an identity is verified at once, since no mail
// leaves the machine and nobody is there to click.

import type { CreateEmailIdentityCommandInput, CreateEmailIdentityCommandOutput } from "@aws-sdk/client-sesv2";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { identityTypeOf } from "../addresses.ts";
import { badRequest, identityExists, notImplemented } from "../errors.ts";
import { describeDkim } from "../identity.ts";
import type { IdentityRecord } from "../records.ts";
import { loadIdentity, saveIdentity } from "../repo.ts";

export const createEmailIdentity = defineOperation<
  Input<CreateEmailIdentityCommandInput>,
  CreateEmailIdentityCommandOutput
>("CreateEmailIdentity", (input, context) => {
  const { EmailIdentity: name, Tags = [] } = input;
  if (input.DkimSigningAttributes !== undefined) throw notImplemented("DkimSigningAttributes");
  if (input.ConfigurationSetName !== undefined) throw notImplemented("A configuration set");
  const type = identityTypeOf(name);
  if (type === undefined) throw badRequest(`Invalid email identity: ${name}.`);
  const isDomain = type === "DOMAIN";
  const identity: IdentityRecord = {
    v: 1,
    name,
    type,
    createdAtMs: context.clock.nowMs(),
    tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
    dkimTokens: isDomain ? [1, 2, 3].map(() => context.random.text(32, ALPHABET.lowerAlphanumeric)) : [],
  };
  context.store.write((tx) => {
    if (loadIdentity(tx, context, name) !== undefined) throw identityExists(name);
    saveIdentity(tx, context, identity);
  });
  return { IdentityType: type, VerifiedForSendingStatus: true, DkimAttributes: describeDkim(identity) };
});
