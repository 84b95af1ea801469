// DeleteAlias: takes a name away; the key stays as it is.

import type { DeleteAliasCommandInput, DeleteAliasCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireAlias, requireAliasName } from "../aliases.ts";
import { removeAlias } from "../repo.ts";

export const deleteAlias = defineOperation<Input<DeleteAliasCommandInput>, DeleteAliasCommandOutput>(
  "DeleteAlias",
  ({ AliasName }, context) => {
    requireAliasName(AliasName);
    context.store.write((tx) => removeAlias(tx, context, requireAlias(tx, context, AliasName)));
    return {};
  },
);
