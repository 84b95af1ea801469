// SetIdentityDkimEnabled: whether mails of an identity are signed.

import type { SetIdentityDkimEnabledCommandInput, SetIdentityDkimEnabledCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { identityMissing } from "../errors.ts";

export const setIdentityDkimEnabled = defineOperation<
  Input<SetIdentityDkimEnabledCommandInput>,
  SetIdentityDkimEnabledCommandOutput
>("SetIdentityDkimEnabled", (input, context) => {
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      input.Identity,
      (identity) => ({ ...identity, isSigned: input.DkimEnabled }),
      identityMissing,
    ),
  );
  return {};
});
