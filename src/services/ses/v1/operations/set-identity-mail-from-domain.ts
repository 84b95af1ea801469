// SetIdentityMailFromDomain: the domain of the envelope's sender.

import type {
  SetIdentityMailFromDomainCommandInput,
  SetIdentityMailFromDomainCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { readMailFrom } from "../../identities/settings.ts";
import { faults, identityMissing } from "../errors.ts";

export const setIdentityMailFromDomain = defineOperation<
  Input<SetIdentityMailFromDomainCommandInput>,
  SetIdentityMailFromDomainCommandOutput
>("SetIdentityMailFromDomain", (input, context) => {
  const { Identity: name, MailFromDomain: domain, BehaviorOnMXFailure: behavior } = input;
  const mailFrom = readMailFrom(
    name,
    domain,
    behavior === "RejectMessage" ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE",
    faults,
  );
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      name,
      ({ mailFrom: _before, ...identity }) => ({ ...identity, ...mailFrom }),
      identityMissing,
    ),
  );
  return {};
});
