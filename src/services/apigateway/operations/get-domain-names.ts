// GetDomainNames: the account's custom domains; none are of other accounts.

import type { GetDomainNamesCommandInput, GetDomainNamesCommandOutput } from "@aws-sdk/client-api-gateway";
import { listDomainNames } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../pages.ts";
import { domainNameShape } from "../shapes.ts";

export const getDomainNames = defineOperation<Input<GetDomainNamesCommandInput>, GetDomainNamesCommandOutput>(
  "GetDomainNames",
  (input, context) => {
    const domains =
      input.resourceOwner === "OTHER_ACCOUNTS" ? [] : context.store.read((tx) => listDomainNames(tx, context));
    const { items, position } = pageOf(domains, input);
    return { items: items.map((domain) => domainNameShape(domain, context)), position };
  },
);
