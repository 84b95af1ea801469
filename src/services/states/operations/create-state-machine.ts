// CreateStateMachine: makes a state machine. AWS: the same name again is the same request if definition, type, logging, tracing,
// encryption and what is published are the same; another role or other tags are left aside.

import type { CreateStateMachineCommandInput, CreateStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { Context } from "../../../service/context.ts";
import { machineArn, versionArn } from "../arns.ts";
import { descriptionWithoutPublish, machineExists, machineIsDeleting } from "../errors.ts";
import { requireLogging } from "../logging.ts";
import { isSame, publish, requireDefinition, requireEncryption, requireTracing } from "../machines.ts";
import { requireName } from "../names.ts";
import type { MachineRecord } from "../records.ts";
import { loadMachine, loadVersion, saveMachine } from "../repo.ts";
import { requireRole } from "../roles.ts";
import { addTags } from "../tags.ts";

type CreateInput = Input<CreateStateMachineCommandInput>;

export const createStateMachine = defineOperation<CreateInput, CreateStateMachineCommandOutput>(
  "CreateStateMachine",
  async (input, context) => {
    const { name, type = "STANDARD", publish: isPublished = false, versionDescription } = input;
    requireName(name);
    if (versionDescription !== undefined && !isPublished) throw descriptionWithoutPublish();
    requireEncryption(input.encryptionConfiguration);
    requireTracing(input.tracingConfiguration);
    const arn = machineArn(context, name);
    const tags = addTags({}, input.tags ?? [], arn);
    await requireDefinition(input.definition, type);
    const role = await requireRole(context, input.roleArn, arn);
    await requireLogging(context, input.loggingConfiguration, () => Promise.resolve(role));
    const wanted: MachineRecord = {
      v: 1,
      name,
      type,
      createdAtMs: context.clock.nowMs(),
      revision: revisionOf(input),
      isDeleting: false,
      tags,
      created: { isPublished, ...(versionDescription === undefined ? {} : { versionDescription }) },
      nextVersion: 1,
    };
    return context.store.write((tx) => make(tx, context, wanted));
  },
);

function revisionOf({ definition, roleArn, loggingConfiguration, tracingConfiguration }: CreateInput) {
  return {
    definition,
    roleArn,
    ...(loggingConfiguration === undefined ? {} : { logging: loggingConfiguration }),
    isTraced: tracingConfiguration?.enabled ?? false,
  };
}

function make(tx: WriteTx, context: Context, wanted: MachineRecord) {
  const { name } = wanted;
  const arn = machineArn(context, name);
  const existing = loadMachine(tx, context, name);
  if (existing === undefined) {
    saveMachine(tx, context, wanted);
  } else {
    if (existing.isDeleting) throw machineIsDeleting(arn);
    if (!isRepetition(existing, wanted)) throw machineExists(arn);
  }
  const machine = existing ?? wanted;
  const made = { stateMachineArn: arn, creationDate: new Date(machine.createdAtMs) };
  if (!wanted.created.isPublished) return made;
  const { version } =
    loadVersion(tx, context, name, 1) ??
    publish(tx, context, machine, {
      description: wanted.created.versionDescription,
      nowMs: wanted.createdAtMs,
    });
  return { ...made, stateMachineVersionArn: versionArn(context, name, version) };
}

function isRepetition(existing: MachineRecord, wanted: MachineRecord): boolean {
  return (
    existing.type === wanted.type &&
    existing.created.isPublished === wanted.created.isPublished &&
    existing.created.versionDescription === wanted.created.versionDescription &&
    isSame(existing.revision, { ...wanted.revision, roleArn: existing.revision.roleArn })
  );
}
