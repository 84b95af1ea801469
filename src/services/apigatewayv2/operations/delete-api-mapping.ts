// DeleteApiMapping: removes a mapping.

import type { DeleteApiMappingCommandInput, DeleteApiMappingCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { requireMapping } from "../../../service/api-domains/mappings.ts";
import { removeMapping } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";

export const deleteApiMapping = defineOperation<Input<DeleteApiMappingCommandInput>, DeleteApiMappingCommandOutput>(
  "DeleteApiMapping",
  ({ ApiMappingId, DomainName }, context) =>
    context.store.write((tx) => {
      requireDomainName(tx, context, DomainName);
      removeMapping(tx, context, DomainName, requireMapping(tx, context, DomainName, ApiMappingId).key);
      return {};
    }),
);
