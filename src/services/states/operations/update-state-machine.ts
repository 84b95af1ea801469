// UpdateStateMachine: gives a machine another definition, role, logging or tracing. What is not given stays.

import type { UpdateStateMachineCommandInput, UpdateStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { machineArn, requireArn, versionArn } from "../arns.ts";
import { descriptionWithoutPublish, labelledArn, machineNotFound, nothingToUpdate } from "../errors.ts";
import { requireLogging } from "../logging.ts";
import {
  isSame,
  publish,
  requireActiveMachine,
  requireDefinition,
  requireEncryption,
  requireTracing,
} from "../machines.ts";
import type { MachineRecord, Revision } from "../records.ts";
import { saveMachine } from "../repo.ts";
import { requireRole } from "../roles.ts";

type UpdateInput = Input<UpdateStateMachineCommandInput>;

export const updateStateMachine = defineOperation<UpdateInput, UpdateStateMachineCommandOutput>(
  "UpdateStateMachine",
  async (input, context) => {
    const { stateMachineArn: arn, publish: isPublished = false, versionDescription } = input;
    const named = requireArn(arn, "machine", "version", "alias", "map");
    if (named.kind === "map") throw labelledArn();
    // AWS: recorded of versions.
    if (named.kind !== "machine") throw machineNotFound(arn);
    if (!givesSomething(input)) throw nothingToUpdate();
    if (versionDescription !== undefined && !isPublished) throw descriptionWithoutPublish();
    requireEncryption(input.encryptionConfiguration);
    requireTracing(input.tracingConfiguration);
    const { name } = named;
    const before = context.store.read((tx) => requireActiveMachine(tx, context, arn, name));
    if (input.definition !== undefined) await requireDefinition(input.definition, before.type);
    const asRole = () => requireRole(context, input.roleArn ?? before.revision.roleArn, machineArn(context, name));
    if (input.roleArn !== undefined) await asRole();
    if (input.loggingConfiguration !== undefined) await requireLogging(context, input.loggingConfiguration, asRole);
    const nowMs = context.clock.nowMs();
    const id = context.random.uuid();
    return context.store.write((tx) => {
      const machine = requireActiveMachine(tx, context, arn, name);
      const updated = updateMachine(machine, input, id);
      saveMachine(tx, context, updated);
      const { revision } = updated;
      const answer = {
        updateDate: new Date(nowMs),
        ...(revision.id === undefined ? {} : { revisionId: revision.id }),
      };
      if (!isPublished) return answer;
      const { version } = publish(tx, context, updated, { description: versionDescription, nowMs });
      return { ...answer, stateMachineVersionArn: versionArn(context, name, version) };
    });
  },
);

function givesSomething({ definition, roleArn, loggingConfiguration, ...rest }: UpdateInput): boolean {
  const { tracingConfiguration, encryptionConfiguration, publish: isPublished } = rest;
  const given = [definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration];
  // AWS: recorded: publishing alone is an update, too.
  return isPublished === true || given.some((member) => member !== undefined);
}

/** AWS: recorded: a revision that says the same keeps its id. */
function updateMachine(machine: MachineRecord, input: UpdateInput, id: string): MachineRecord {
  const { definition, roleArn, loggingConfiguration, tracingConfiguration } = input;
  const revision: Revision = {
    ...machine.revision,
    ...(definition === undefined ? {} : { definition }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(loggingConfiguration === undefined ? {} : { logging: loggingConfiguration }),
    ...(tracingConfiguration === undefined ? {} : { isTraced: tracingConfiguration.enabled ?? false }),
  };
  if (isSame(machine.revision, revision)) return machine;
  const { currentVersion: _published, ...rest } = machine;
  return { ...rest, revision: { ...revision, id } };
}
