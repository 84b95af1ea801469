// GetDomainName: one custom domain.

import type { GetDomainNameCommandInput, GetDomainNameCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { domainNameShape } from "../domains/shapes.ts";

export const getDomainName = defineOperation<Input<GetDomainNameCommandInput>, GetDomainNameCommandOutput>(
  "GetDomainName",
  ({ DomainName }, context) =>
    domainNameShape(
      context.store.read((tx) => requireDomainName(tx, context, DomainName)),
      context,
    ),
);
