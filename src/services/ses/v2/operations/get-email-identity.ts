// GetEmailIdentity: one identity, with all that is set of it.

import type { GetEmailIdentityCommandInput, GetEmailIdentityCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { describeDkim, statusOf } from "../../identities/identity.ts";
import { identities } from "../../repo.ts";
import { identityNotFound } from "../errors.ts";
import { writeTags } from "../shapes.ts";

export const getEmailIdentity = defineOperation<Input<GetEmailIdentityCommandInput>, GetEmailIdentityCommandOutput>(
  "GetEmailIdentity",
  (input, context) => {
    const identity = context.store.read((tx) => identities.load(tx, context, input.EmailIdentity));
    if (identity === undefined) throw identityNotFound(input.EmailIdentity);
    const { mailFrom } = identity;
    const status = statusOf(identity, context.clock.nowMs());
    return {
      IdentityType: identity.type,
      FeedbackForwardingStatus: identity.forwardsFeedback !== false,
      VerifiedForSendingStatus: status === "SUCCESS",
      VerificationStatus: status,
      DkimAttributes: describeDkim(identity),
      MailFromAttributes: (mailFrom === undefined
        ? { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" }
        : {
            MailFromDomain: mailFrom.domain,
            MailFromDomainStatus: "SUCCESS",
            BehaviorOnMxFailure: mailFrom.onMxFailure,
          }) as NonNullable<GetEmailIdentityCommandOutput["MailFromAttributes"]>,
      Policies: { ...identity.policies },
      Tags: writeTags(identity.tags),
      ...(identity.configurationSet === undefined ? {} : { ConfigurationSetName: identity.configurationSet }),
    };
  },
);
