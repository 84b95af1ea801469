// UpdateBasePathMapping: changes a mapping by a patch.

import type {
  UpdateBasePathMappingCommandInput,
  UpdateBasePathMappingCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { patchedMapping, requireBasePathMapping, requireMappingIsSound } from "../domain-names.ts";
import { conflict } from "../errors.ts";
import { loadBasePathMapping, removeBasePathMapping, saveBasePathMapping } from "../repo.ts";

export const updateBasePathMapping = defineOperation<
  Input<UpdateBasePathMappingCommandInput>,
  UpdateBasePathMappingCommandOutput
>("UpdateBasePathMapping", (input, context) => {
  const { domainName, patchOperations } = input;
  const mapping = context.store.write((tx) => {
    const present = requireBasePathMapping(tx, context, domainName, input.basePath);
    const changed = patchedMapping(present, patchOperations);
    requireMappingIsSound(tx, context, changed);
    if (changed.basePath !== present.basePath) {
      if (loadBasePathMapping(tx, context, domainName, changed.basePath) !== undefined)
        throw conflict("Base path already exists for this domain name");
      removeBasePathMapping(tx, context, domainName, present.basePath);
    }
    saveBasePathMapping(tx, context, domainName, changed);
    return changed;
  });
  return { basePath: mapping.basePath, restApiId: mapping.restApiId, stage: mapping.stage };
});
