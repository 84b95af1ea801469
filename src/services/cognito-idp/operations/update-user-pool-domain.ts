// UpdateUserPoolDomain: gives a name of the customer's own another certificate.

import type {
  UpdateUserPoolDomainCommandInput,
  UpdateUserPoolDomainCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { customDomainOf, requireClassic } from "../domains.ts";
import { invalidParameter } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { removeCustomDomain, saveCustomDomain, savePool } from "../repo.ts";

export const updateUserPoolDomain = defineOperation<
  Input<UpdateUserPoolDomainCommandInput>,
  UpdateUserPoolDomainCommandOutput
>("UpdateUserPoolDomain", (input, context) => {
  const { UserPoolId, Domain, CustomDomainConfig: config } = input;
  requireClassic(input.ManagedLoginVersion, input.Routing);
  return context.store.write((tx) => {
    const pool = requirePool(tx, context, UserPoolId);
    const { customDomain: present } = pool;
    if (Domain !== pool.domain && Domain !== present?.name)
      throw invalidParameter("No such domain or user pool exists.");
    if (config === undefined) return { ManagedLoginVersion: 1 };
    if (present?.name !== Domain) throw invalidParameter("A domain prefix has no certificate of its own.");
    const customDomain = customDomainOf(tx, context, Domain, config, present);
    removeCustomDomain(tx, UserPoolId, present);
    saveCustomDomain(tx, context, UserPoolId, customDomain);
    savePool(tx, context, { ...pool, customDomain });
    return { ManagedLoginVersion: 1, CloudFrontDomain: customDomain.cloudFrontName };
  });
});
