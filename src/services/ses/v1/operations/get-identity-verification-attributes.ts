// GetIdentityVerificationAttributes: whether identities are verified, and the token of domains.

import type {
  GetIdentityVerificationAttributesCommandInput,
  GetIdentityVerificationAttributesCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { statusOf } from "../../identities/identity.ts";
import { identities } from "../../repo.ts";
import { byName, wordOf } from "../shapes.ts";

export const getIdentityVerificationAttributes = defineOperation<
  Input<GetIdentityVerificationAttributesCommandInput>,
  GetIdentityVerificationAttributesCommandOutput
>("GetIdentityVerificationAttributes", (input, context) => {
  const nowMs = context.clock.nowMs();
  return context.store.read((tx) => ({
    VerificationAttributes: byName(
      input.Identities,
      (name) => identities.load(tx, context, name),
      (identity) => ({
        VerificationStatus: wordOf(statusOf(identity, nowMs)),
        ...(identity.verificationToken === undefined ? {} : { VerificationToken: identity.verificationToken }),
      }),
    ),
  }));
});
