// PutEmailIdentityDkimAttributes: whether mails are signed.

import type {
  PutEmailIdentityDkimAttributesCommandInput,
  PutEmailIdentityDkimAttributesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { identityNotFound } from "../errors.ts";

export const putEmailIdentityDkimAttributes = defineOperation<
  Input<PutEmailIdentityDkimAttributesCommandInput>,
  PutEmailIdentityDkimAttributesCommandOutput
>("PutEmailIdentityDkimAttributes", (input, context) => {
  const isSigned = input.SigningEnabled ?? false;
  context.store.write((tx) =>
    changeIdentity(tx, context, input.EmailIdentity, (identity) => ({ ...identity, isSigned }), identityNotFound),
  );
  return {};
});
