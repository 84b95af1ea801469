// GetEmailIdentity: one identity.

import type { GetEmailIdentityCommandInput, GetEmailIdentityCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { identityNotFound } from "../errors.ts";
import { describeDkim } from "../identity.ts";
import { loadIdentity } from "../repo.ts";

export const getEmailIdentity = defineOperation<Input<GetEmailIdentityCommandInput>, GetEmailIdentityCommandOutput>(
  "GetEmailIdentity",
  (input, context) => {
    const identity = context.store.read((tx) => loadIdentity(tx, context, input.EmailIdentity));
    if (identity === undefined) throw identityNotFound(input.EmailIdentity);
    return {
      IdentityType: identity.type,
      FeedbackForwardingStatus: true,
      VerifiedForSendingStatus: true,
      VerificationStatus: "SUCCESS",
      DkimAttributes: describeDkim(identity),
      MailFromAttributes: { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" } as NonNullable<
        GetEmailIdentityCommandOutput["MailFromAttributes"]
      >,
      Policies: {},
      Tags: Object.entries(identity.tags).map(([Key, Value]) => ({ Key, Value })),
    };
  },
);
