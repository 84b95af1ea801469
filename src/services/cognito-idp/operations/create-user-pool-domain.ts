// CreateUserPoolDomain: gives a pool hosted pages under a prefix.

import type {
  CreateUserPoolDomainCommandInput,
  CreateUserPoolDomainCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, notImplemented } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { loadDomain, saveDomain, savePool } from "../repo.ts";

export const createUserPoolDomain = defineOperation<
  Input<CreateUserPoolDomainCommandInput>,
  CreateUserPoolDomainCommandOutput
>("CreateUserPoolDomain", ({ UserPoolId, Domain, CustomDomainConfig }, context) => {
  if (CustomDomainConfig !== undefined) throw notImplemented("A custom domain");
  context.store.write((tx) => {
    const pool = requirePool(tx, context, UserPoolId);
    if (/aws|amazon|cognito/.test(Domain))
      throw invalidParameter("Domain cannot contain reserved word: aws, amazon, or cognito");
    if (loadDomain(tx, Domain) !== undefined)
      throw invalidParameter("Domain already associated with another user pool.");
    if (pool.domain !== undefined) throw invalidParameter("User pool already has a domain configured.");
    saveDomain(tx, context, Domain, UserPoolId);
    savePool(tx, context, { ...pool, domain: Domain });
  });
  return {};
});
