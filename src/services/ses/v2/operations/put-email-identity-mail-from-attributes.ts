// PutEmailIdentityMailFromAttributes: the domain of the envelope's sender.

import type {
  PutEmailIdentityMailFromAttributesCommandInput,
  PutEmailIdentityMailFromAttributesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { readMailFrom } from "../../identities/settings.ts";
import { faults, identityNotFound } from "../errors.ts";

export const putEmailIdentityMailFromAttributes = defineOperation<
  Input<PutEmailIdentityMailFromAttributesCommandInput>,
  PutEmailIdentityMailFromAttributesCommandOutput
>("PutEmailIdentityMailFromAttributes", (input, context) => {
  const { EmailIdentity: name, MailFromDomain: domain, BehaviorOnMxFailure: onMxFailure = "USE_DEFAULT_VALUE" } = input;
  const mailFrom = readMailFrom(name, domain, onMxFailure, faults);
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      name,
      ({ mailFrom: _before, ...identity }) => ({ ...identity, ...mailFrom }),
      identityNotFound,
    ),
  );
  return {};
});
