// GetDomainNames: the custom domains of the account, those made for REST APIs among them.

import type { GetDomainNamesCommandInput, GetDomainNamesCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { listDomainNames } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../apis.ts";
import { domainNameShape } from "../domains/shapes.ts";

export const getDomainNames = defineOperation<Input<GetDomainNamesCommandInput>, GetDomainNamesCommandOutput>(
  "GetDomainNames",
  ({ MaxResults, NextToken }, context) => {
    const domains = context.store.read((tx) => listDomainNames(tx, context));
    const { Items, ...page } = pageOf(domains, MaxResults, NextToken);
    return { ...page, Items: Items.map((domain) => domainNameShape(domain, context)) };
  },
);
