// DeleteDomainName: removes a domain with its mappings.

import type { DeleteDomainNameCommandInput, DeleteDomainNameCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { removeDomainName } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";

export const deleteDomainName = defineOperation<Input<DeleteDomainNameCommandInput>, DeleteDomainNameCommandOutput>(
  "DeleteDomainName",
  ({ DomainName }, context) =>
    context.store.write((tx) => {
      requireDomainName(tx, context, DomainName);
      removeDomainName(tx, context, DomainName);
      return {};
    }),
);
