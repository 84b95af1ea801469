// ListStateMachineVersions: a machine's versions, the newest first, in pages.

import type { ListStateMachineVersionsCommandInput, ListStateMachineVersionsCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isOwn, requireArn, versionArn } from "../arns.ts";
import { page } from "../pages.ts";
import { listVersions } from "../repo.ts";

export const listStateMachineVersions = defineOperation<
  Input<ListStateMachineVersionsCommandInput>,
  ListStateMachineVersionsCommandOutput
>("ListStateMachineVersions", (input, context) => {
  const { stateMachineArn: arn } = input;
  const { name } = requireArn(arn, "machine");
  // AWS: StateMachineDoesNotExist is none of this operation's errors: a machine that is not there has no versions.
  if (!isOwn(arn, context)) return { stateMachineVersions: [] };
  return context.store.read((tx) => {
    const { items, next } = page(
      input,
      (before) => listVersions(tx, context, name, before === undefined ? undefined : Number(before)),
      ({ version }) => String(version),
    );
    return {
      stateMachineVersions: items.map(({ version, createdAtMs }) => ({
        stateMachineVersionArn: versionArn(context, name, version),
        creationDate: new Date(createdAtMs),
      })),
      ...next,
    };
  });
});
