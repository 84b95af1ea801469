// DeleteStateMachineAlias: removes an alias. AWS: recorded: what is not there is deleted already.

import type { DeleteStateMachineAliasCommandInput, DeleteStateMachineAliasCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isOwn, requireArn } from "../arns.ts";
import { removeAlias } from "../repo.ts";

export const deleteStateMachineAlias = defineOperation<
  Input<DeleteStateMachineAliasCommandInput>,
  DeleteStateMachineAliasCommandOutput
>("DeleteStateMachineAlias", ({ stateMachineAliasArn: arn }, context) => {
  const { name, alias } = requireArn(arn, "alias");
  if (isOwn(arn, context)) context.store.write((tx) => removeAlias(tx, context, name, alias));
  return {};
});
