// PutEmailIdentityDkimSigningAttributes: whose keys sign: SES's, or the customer's.

import type {
  PutEmailIdentityDkimSigningAttributesCommandInput,
  PutEmailIdentityDkimSigningAttributesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identityTypeOf } from "../../addresses.ts";
import { changeIdentity, describeDkim } from "../../identities/identity.ts";
import { identities } from "../../repo.ts";
import { identityNotFound } from "../errors.ts";
import { readSigning } from "../signing.ts";

export const putEmailIdentityDkimSigningAttributes = defineOperation<
  Input<PutEmailIdentityDkimSigningAttributesCommandInput>,
  PutEmailIdentityDkimSigningAttributesCommandOutput
>("PutEmailIdentityDkimSigningAttributes", (input, context) => {
  const { EmailIdentity: name, SigningAttributesOrigin: origin, SigningAttributes: given = {} } = input;
  const signing = readSigning({ ...given, DomainSigningAttributesOrigin: origin }, identityTypeOf(name) ?? "DOMAIN");
  return context.store.write((tx) => {
    changeIdentity(
      tx,
      context,
      name,
      ({ ownKey: _before, ...identity }) => ({ ...identity, ...signing }),
      identityNotFound,
    );
    const identity = identities.load(tx, context, name);
    const { Status, Tokens = [] } = identity === undefined ? {} : describeDkim(identity);
    return { ...(Status === undefined ? {} : { DkimStatus: Status }), DkimTokens: Tokens };
  });
});
