// CreateEmailIdentity: an address or a domain from which mails may be sent. It is verified at once: identities/create.ts says why.

import type { CreateEmailIdentityCommandInput, CreateEmailIdentityCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identityTypeOf } from "../../addresses.ts";
import { requireSet } from "../../configuration-sets.ts";
import { newIdentity } from "../../identities/create.ts";
import { awaitRecords, needsRecords } from "../../identities/domains.ts";
import { describeDkim } from "../../identities/identity.ts";
import { countOf, MOST_IDENTITIES } from "../../limits.ts";
import { identities } from "../../repo.ts";
import { badRequest, faults, identityExists, limitExceeded } from "../errors.ts";
import { readTags } from "../shapes.ts";
import { readSigning } from "../signing.ts";

export const createEmailIdentity = defineOperation<
  Input<CreateEmailIdentityCommandInput>,
  CreateEmailIdentityCommandOutput
>("CreateEmailIdentity", (input, context) => {
  const { EmailIdentity: name, ConfigurationSetName: configurationSet, DkimSigningAttributes: signing } = input;
  const type = identityTypeOf(name);
  if (type === undefined) throw badRequest(`Invalid email identity: ${name}.`);
  const identity = newIdentity(context, name, type, {
    tags: readTags(input.Tags),
    ...(configurationSet === undefined ? {} : { configurationSet }),
    ...(signing === undefined ? {} : readSigning(signing, type)),
  });
  const isToBeShown = needsRecords(context, identity);
  const kept = context.store.write((tx) => {
    if (configurationSet !== undefined) requireSet(tx, context, configurationSet, faults);
    if (identities.load(tx, context, name) !== undefined) throw identityExists(name);
    if (countOf(identities.list(tx, context)) >= MOST_IDENTITIES)
      throw limitExceeded("The account has too many identities.");
    if (isToBeShown) return awaitRecords(tx, context, identity);
    identities.save(tx, context, identity);
    return identity;
  });
  return {
    IdentityType: type,
    VerifiedForSendingStatus: kept.pending === undefined,
    DkimAttributes: describeDkim(kept),
  };
});
