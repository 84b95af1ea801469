// DeleteUserPoolDomain: takes the hosted pages from a pool.

import type {
  DeleteUserPoolDomainCommandInput,
  DeleteUserPoolDomainCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { removeCustomDomain, removeDomain, savePool } from "../repo.ts";

export const deleteUserPoolDomain = defineOperation<
  Input<DeleteUserPoolDomainCommandInput>,
  DeleteUserPoolDomainCommandOutput
>("DeleteUserPoolDomain", ({ UserPoolId, Domain }, context) => {
  context.store.write((tx) => {
    const { domain, customDomain, ...rest } = requirePool(tx, context, UserPoolId);
    if (customDomain?.name === Domain) {
      removeCustomDomain(tx, UserPoolId, customDomain);
      savePool(tx, context, { ...rest, ...(domain !== undefined && { domain }) });
      return;
    }
    if (domain !== Domain) throw invalidParameter("No such domain or user pool exists.");
    removeDomain(tx, Domain);
    savePool(tx, context, { ...rest, ...(customDomain !== undefined && { customDomain }) });
  });
  return {};
});
