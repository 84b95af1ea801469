// ListStateMachineAliases: a machine's aliases, or those that lead to one of its versions: the newest first, in pages.

import type { ListStateMachineAliasesCommandInput, ListStateMachineAliasesCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { aliasArn, requireArn } from "../arns.ts";
import { resourceNotFound } from "../errors.ts";
import { requireActiveMachine } from "../machines.ts";
import { page } from "../pages.ts";
import type { AliasRecord } from "../records.ts";
import { listAliases, loadVersion } from "../repo.ts";

export const listStateMachineAliases = defineOperation<
  Input<ListStateMachineAliasesCommandInput>,
  ListStateMachineAliasesCommandOutput
>("ListStateMachineAliases", (input, context) => {
  const { stateMachineArn: arn } = input;
  const named = requireArn(arn, "machine", "version");
  const aliases = context.store.read((tx) => {
    requireActiveMachine(tx, context, arn, named.name);
    if (named.kind === "machine") return listAliases(tx, context, named.name);
    if (loadVersion(tx, context, named.name, named.version) === undefined) throw resourceNotFound(arn);
    return listAliases(tx, context, named.name).filter(({ routing }) =>
      routing.some(({ version }) => version === named.version),
    );
  });
  const sorted = aliases.sort((one, other) => other.createdAtMs - one.createdAtMs || (one.name < other.name ? 1 : -1));
  const { items, next } = page(
    input,
    (after) => behind(sorted, after),
    ({ name }) => name,
  );
  return {
    stateMachineAliases: items.map(({ name, createdAtMs }) => ({
      stateMachineAliasArn: aliasArn(context, named.name, name),
      creationDate: new Date(createdAtMs),
    })),
    ...next,
  };
});

function behind(aliases: readonly AliasRecord[], after: string | undefined): readonly AliasRecord[] {
  return after === undefined ? aliases : aliases.slice(aliases.findIndex(({ name }) => name === after) + 1);
}
