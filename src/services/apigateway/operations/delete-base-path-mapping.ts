// DeleteBasePathMapping: removes a mapping.

import type {
  DeleteBasePathMappingCommandInput,
  DeleteBasePathMappingCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBasePathMapping } from "../domain-names.ts";
import { removeBasePathMapping } from "../repo.ts";

export const deleteBasePathMapping = defineOperation<
  Input<DeleteBasePathMappingCommandInput>,
  DeleteBasePathMappingCommandOutput
>("DeleteBasePathMapping", (input, context) => {
  const { domainName } = input;
  context.store.write((tx) => {
    const { basePath } = requireBasePathMapping(tx, context, domainName, input.basePath);
    removeBasePathMapping(tx, context, domainName, basePath);
  });
  return {};
});
