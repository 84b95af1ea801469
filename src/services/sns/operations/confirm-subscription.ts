// ConfirmSubscription: begins a subscription for whoever has the token that was sent to its endpoint.

import type { ConfirmSubscriptionCommandInput, ConfirmSubscriptionCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { confirmByToken } from "../confirmation.ts";
import { authenticationRequired } from "../errors.ts";

export const confirmSubscription = defineOperation<
  Input<ConfirmSubscriptionCommandInput>,
  ConfirmSubscriptionCommandOutput
>("ConfirmSubscription", (input, context) => {
  const isUnsubscribeAuthenticated = input.AuthenticateOnUnsubscribe?.toLowerCase() === "true";
  const isSigned = context.principal.kind !== "anonymous";
  // AWS: "This call requires an AWS signature only when the AuthenticateOnUnsubscribe flag is set to "true"."
  if (isUnsubscribeAuthenticated && !isSigned) throw authenticationRequired();
  return {
    SubscriptionArn: confirmByToken(context, input.TopicArn, input.Token, { isSigned, isUnsubscribeAuthenticated }),
  };
});
