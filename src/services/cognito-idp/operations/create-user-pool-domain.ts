// CreateUserPoolDomain: gives a pool pages under a prefix, or under a name of the customer's own.

import type {
  CreateUserPoolDomainCommandInput,
  CreateUserPoolDomainCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { customDomainOf, requireClassic, requirePrefix } from "../domains.ts";
import { invalidParameter } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { loadDomain, saveCustomDomain, saveDomain, savePool } from "../repo.ts";

export const createUserPoolDomain = defineOperation<
  Input<CreateUserPoolDomainCommandInput>,
  CreateUserPoolDomainCommandOutput
>("CreateUserPoolDomain", (input, context) => {
  const { UserPoolId, Domain, CustomDomainConfig: config } = input;
  requireClassic(input.ManagedLoginVersion, input.Routing);
  return context.store.write((tx) => {
    const pool = requirePool(tx, context, UserPoolId);
    if (config === undefined) requirePrefix(Domain);
    if (loadDomain(tx, Domain) !== undefined)
      throw invalidParameter("Domain already associated with another user pool.");
    if ((config === undefined ? pool.domain : pool.customDomain) !== undefined)
      throw invalidParameter("User pool already has a domain configured.");
    if (config === undefined) {
      saveDomain(tx, context, Domain, UserPoolId);
      savePool(tx, context, { ...pool, domain: Domain });
      return { ManagedLoginVersion: 1 };
    }
    const customDomain = customDomainOf(tx, context, Domain, config, undefined);
    saveCustomDomain(tx, context, UserPoolId, customDomain);
    savePool(tx, context, { ...pool, customDomain });
    return { ManagedLoginVersion: 1, CloudFrontDomain: customDomain.cloudFrontName };
  });
});
