// DeleteStateMachine: begins a machine's deletion, with its versions and aliases. What is not there is deleted already.

import type { DeleteStateMachineCommandInput, DeleteStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isOwn, requireArn } from "../arns.ts";
import { deletionJob } from "../deletion.ts";
import { invalid, labelledArn } from "../errors.ts";
import { loadMachine, saveMachine } from "../repo.ts";

export const deleteStateMachine = defineOperation<
  Input<DeleteStateMachineCommandInput>,
  DeleteStateMachineCommandOutput
>("DeleteStateMachine", (input, context) => {
  const arn = input.stateMachineArn;
  const named = requireArn(arn, "machine", "version", "alias", "map");
  if (named.kind === "map") throw labelledArn();
  if (named.kind !== "machine")
    throw invalid(`The ARN of a state machine is expected, not one of its qualifiers: ${arn}`);
  const { account, region } = context;
  context.store.write((tx) => {
    const machine = isOwn(arn, context) ? loadMachine(tx, context, named.name) : undefined;
    if (machine === undefined || machine.isDeleting) return;
    saveMachine(tx, context, { ...machine, isDeleting: true });
    context.jobs.enqueue(tx, { account, region, kind: deletionJob.kind, payload: { name: named.name } });
  });
  return {};
});
