// CreateStateMachineAlias: a name that leads to one or two versions of a machine. The same again is the same request.

import type { CreateStateMachineAliasCommandInput, CreateStateMachineAliasCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseRouting, requireVersions } from "../aliases.ts";
import { aliasArn, machineArn } from "../arns.ts";
import { aliasExists, aliasNotFound, machineIsDeleting, quotaExceeded } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { AliasRecord } from "../records.ts";
import { listAliases, loadAlias, loadMachine, saveAlias } from "../repo.ts";

export const createStateMachineAlias = defineOperation<
  Input<CreateStateMachineAliasCommandInput>,
  CreateStateMachineAliasCommandOutput
>("CreateStateMachineAlias", ({ name, description, routingConfiguration }, context) => {
  const routing = parseRouting(context, routingConfiguration);
  const { machineName, routes } = routing;
  const nowMs = context.clock.nowMs();
  const wanted: AliasRecord = {
    v: 1,
    name,
    ...(description === undefined ? {} : { description }),
    routing: routes,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  const alias = context.store.write((tx) => {
    const machine = loadMachine(tx, context, machineName);
    if (machine === undefined) throw aliasNotFound();
    if (machine.isDeleting) throw machineIsDeleting(machineArn(context, machineName));
    requireVersions(tx, context, routing);
    const existing = loadAlias(tx, context, machineName, name);
    if (existing !== undefined) {
      if (!isRepetition(existing, wanted)) throw aliasExists();
      return existing;
    }
    if (listAliases(tx, context, machineName).length >= LIMITS.aliases)
      throw quotaExceeded(`A state machine has ${LIMITS.aliases} aliases at most.`);
    saveAlias(tx, context, machineName, wanted);
    return wanted;
  });
  return {
    stateMachineAliasArn: aliasArn(context, machineName, name),
    creationDate: new Date(alias.createdAtMs),
  };
});

function isRepetition(existing: AliasRecord, { description, routing }: AliasRecord): boolean {
  return existing.description === description && JSON.stringify(existing.routing) === JSON.stringify(routing);
}
