// PutEmailIdentityFeedbackAttributes: whether bounces and complaints come back as mails.

import type {
  PutEmailIdentityFeedbackAttributesCommandInput,
  PutEmailIdentityFeedbackAttributesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { identityNotFound } from "../errors.ts";

export const putEmailIdentityFeedbackAttributes = defineOperation<
  Input<PutEmailIdentityFeedbackAttributesCommandInput>,
  PutEmailIdentityFeedbackAttributesCommandOutput
>("PutEmailIdentityFeedbackAttributes", (input, context) => {
  const forwardsFeedback = input.EmailForwardingEnabled ?? false;
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      input.EmailIdentity,
      (identity) => ({ ...identity, forwardsFeedback }),
      identityNotFound,
    ),
  );
  return {};
});
