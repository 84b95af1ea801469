// DescribeStateMachineAlias: where an alias leads.

import type {
  DescribeStateMachineAliasCommandInput,
  DescribeStateMachineAliasCommandOutput,
} from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireAlias, showAlias } from "../aliases.ts";
import { requireArn } from "../arns.ts";

export const describeStateMachineAlias = defineOperation<
  Input<DescribeStateMachineAliasCommandInput>,
  DescribeStateMachineAliasCommandOutput
>("DescribeStateMachineAlias", ({ stateMachineAliasArn: arn }, context) => {
  const { name, alias } = requireArn(arn, "alias");
  return showAlias(
    context,
    name,
    context.store.read((tx) => requireAlias(tx, context, arn, name, alias)),
  );
});
