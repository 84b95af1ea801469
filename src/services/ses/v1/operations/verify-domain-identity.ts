// VerifyDomainIdentity: a domain from which mails may be sent, and the value of the TXT record that proves it.

import type { VerifyDomainIdentityCommandInput, VerifyDomainIdentityCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { ensureDomain } from "../../identities/create.ts";

export const verifyDomainIdentity = defineOperation<
  Input<VerifyDomainIdentityCommandInput>,
  VerifyDomainIdentityCommandOutput
>("VerifyDomainIdentity", (input, context) => ({
  VerificationToken: ensureDomain(context, input.Domain).verificationToken ?? "",
}));
