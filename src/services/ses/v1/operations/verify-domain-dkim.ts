// VerifyDomainDkim: the names under which the keys of a domain are looked up.

import type { VerifyDomainDkimCommandInput, VerifyDomainDkimCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { ensureDomain } from "../../identities/create.ts";

export const verifyDomainDkim = defineOperation<Input<VerifyDomainDkimCommandInput>, VerifyDomainDkimCommandOutput>(
  "VerifyDomainDkim",
  (input, context) => ({ DkimTokens: [...ensureDomain(context, input.Domain).dkimTokens] }),
);
