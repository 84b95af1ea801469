// PublishStateMachineVersion: keeps what a machine is now as a version, if it does not yet.

import type {
  PublishStateMachineVersionCommandInput,
  PublishStateMachineVersionCommandOutput,
} from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireArn, versionArn } from "../arns.ts";
import { otherRevision } from "../errors.ts";
import { publish, requireActiveMachine } from "../machines.ts";

/** AWS: "To specify an initial revision ID for a state machine with no revision ID assigned, specify the string INITIAL". */
const INITIAL = "INITIAL";

export const publishStateMachineVersion = defineOperation<
  Input<PublishStateMachineVersionCommandInput>,
  PublishStateMachineVersionCommandOutput
>("PublishStateMachineVersion", ({ stateMachineArn: arn, revisionId, description }, context) => {
  const { name } = requireArn(arn, "machine");
  const nowMs = context.clock.nowMs();
  return context.store.write((tx) => {
    const machine = requireActiveMachine(tx, context, arn, name);
    const current = machine.revision.id ?? INITIAL;
    if (revisionId !== undefined && revisionId !== current) throw otherRevision(revisionId, current);
    const { version, createdAtMs } = publish(tx, context, machine, { description, nowMs });
    return {
      creationDate: new Date(createdAtMs),
      stateMachineVersionArn: versionArn(context, name, version),
    };
  });
});
