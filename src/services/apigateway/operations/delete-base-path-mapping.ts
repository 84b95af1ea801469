// DeleteBasePathMapping: removes a mapping.

import type {
  DeleteBasePathMappingCommandInput,
  DeleteBasePathMappingCommandOutput,
} from "@aws-sdk/client-api-gateway";
import { removeMapping } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBasePathMapping } from "../domain-names.ts";

export const deleteBasePathMapping = defineOperation<
  Input<DeleteBasePathMappingCommandInput>,
  DeleteBasePathMappingCommandOutput
>("DeleteBasePathMapping", (input, context) => {
  const { domainName } = input;
  context.store.write((tx) => {
    const { key } = requireBasePathMapping(tx, context, domainName, input.basePath);
    removeMapping(tx, context, domainName, key);
  });
  return {};
});
