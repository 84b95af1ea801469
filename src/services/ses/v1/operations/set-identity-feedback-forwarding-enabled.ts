// SetIdentityFeedbackForwardingEnabled: whether bounces and complaints come back as mails. AWS: they must, unless both have a topic.

import type {
  SetIdentityFeedbackForwardingEnabledCommandInput,
  SetIdentityFeedbackForwardingEnabledCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { identityMissing, invalidParameter } from "../errors.ts";

export const setIdentityFeedbackForwardingEnabled = defineOperation<
  Input<SetIdentityFeedbackForwardingEnabledCommandInput>,
  SetIdentityFeedbackForwardingEnabledCommandOutput
>("SetIdentityFeedbackForwardingEnabled", (input, context) => {
  const forwardsFeedback = input.ForwardingEnabled;
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      input.Identity,
      (identity) => {
        const { Bounce, Complaint } = identity.topics ?? {};
        if (!forwardsFeedback && (Bounce === undefined || Complaint === undefined))
          throw invalidParameter(
            `Identity <${input.Identity}> does not have both bounce and complaint topics, so feedback forwarding cannot be disabled.`,
          );
        return { ...identity, forwardsFeedback };
      },
      identityMissing,
    ),
  );
  return {};
});
