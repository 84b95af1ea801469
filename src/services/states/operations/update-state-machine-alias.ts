// UpdateStateMachineAlias: leads an alias elsewhere, or describes it anew.

import type { UpdateStateMachineAliasCommandInput, UpdateStateMachineAliasCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseRouting, requireAlias, requireVersions } from "../aliases.ts";
import { requireArn } from "../arns.ts";
import { invalid } from "../errors.ts";
import { requireActiveMachine } from "../machines.ts";
import { saveAlias } from "../repo.ts";

export const updateStateMachineAlias = defineOperation<
  Input<UpdateStateMachineAliasCommandInput>,
  UpdateStateMachineAliasCommandOutput
>("UpdateStateMachineAlias", ({ stateMachineAliasArn: arn, description, routingConfiguration }, context) => {
  const { name, alias: aliasName } = requireArn(arn, "alias");
  if (description === undefined && routingConfiguration === undefined)
    throw invalid(
      "Either the description or the routing configuration must be specified.",
      "MISSING_REQUIRED_PARAMETER",
    );
  const routing = routingConfiguration === undefined ? undefined : parseRouting(context, routingConfiguration);
  if (routing !== undefined && routing.machineName !== name)
    throw invalid(
      "Routing configuration must contain versions of the alias's state machine.",
      "INVALID_ROUTING_CONFIGURATION",
    );
  const updatedAtMs = context.clock.nowMs();
  context.store.write((tx) => {
    const alias = requireAlias(tx, context, arn, name, aliasName);
    requireActiveMachine(tx, context, arn, name);
    if (routing !== undefined) requireVersions(tx, context, routing);
    saveAlias(tx, context, name, {
      ...alias,
      ...(description === undefined ? {} : { description }),
      ...(routing === undefined ? {} : { routing: routing.routes }),
      updatedAtMs,
    });
  });
  return { updateDate: new Date(updatedAtMs) };
});
