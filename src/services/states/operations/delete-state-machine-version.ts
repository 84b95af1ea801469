// DeleteStateMachineVersion: removes a version that no alias leads to. What is not there is deleted already.

import type {
  DeleteStateMachineVersionCommandInput,
  DeleteStateMachineVersionCommandOutput,
} from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isOwn, requireArn } from "../arns.ts";
import { versionInUse } from "../errors.ts";
import { listAliases, loadMachine, removeVersion, saveMachine } from "../repo.ts";

export const deleteStateMachineVersion = defineOperation<
  Input<DeleteStateMachineVersionCommandInput>,
  DeleteStateMachineVersionCommandOutput
>("DeleteStateMachineVersion", ({ stateMachineVersionArn: arn }, context) => {
  const { name, version } = requireArn(arn, "version");
  context.store.write((tx) => {
    const machine = isOwn(arn, context) ? loadMachine(tx, context, name) : undefined;
    if (machine === undefined) return;
    const users = listAliases(tx, context, name).filter(({ routing }) =>
      routing.some((route) => route.version === version),
    );
    if (users.length > 0) throw versionInUse(users.map((alias) => alias.name));
    removeVersion(tx, context, name, version);
    // What is published next is a new version, of the same revision.
    const { currentVersion, ...rest } = machine;
    if (currentVersion === version) saveMachine(tx, context, rest);
  });
  return {};
});
