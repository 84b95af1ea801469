// DeleteUserPoolDomain: takes the hosted pages from a pool.

import type {
  DeleteUserPoolDomainCommandInput,
  DeleteUserPoolDomainCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { removeDomain, savePool } from "../repo.ts";

export const deleteUserPoolDomain = defineOperation<
  Input<DeleteUserPoolDomainCommandInput>,
  DeleteUserPoolDomainCommandOutput
>("DeleteUserPoolDomain", ({ UserPoolId, Domain }, context) => {
  context.store.write((tx) => {
    const { domain, ...rest } = requirePool(tx, context, UserPoolId);
    if (domain !== Domain) throw invalidParameter("No such domain or user pool exists.");
    removeDomain(tx, Domain);
    savePool(tx, context, rest);
  });
  return {};
});
