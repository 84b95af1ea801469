// DescribeStateMachine: what a machine, or one of its versions, is.

import type { DescribeStateMachineCommandInput, DescribeStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireArn } from "../arns.ts";
import { labelledArn, machineNotFound } from "../errors.ts";
import { requireMachine, showMachine } from "../machines.ts";
import { loadVersion } from "../repo.ts";

export const describeStateMachine = defineOperation<
  Input<DescribeStateMachineCommandInput>,
  DescribeStateMachineCommandOutput
>("DescribeStateMachine", (input, context) => {
  const arn = input.stateMachineArn;
  const named = requireArn(arn, "machine", "version", "alias", "map");
  if (named.kind === "map") throw labelledArn();
  if (named.kind === "alias") throw machineNotFound(arn);
  const { machine, version } = context.store.read((tx) => {
    const machine = requireMachine(tx, context, arn, named.name);
    const version = named.kind === "version" ? loadVersion(tx, context, named.name, named.version) : undefined;
    if (named.kind === "version" && version === undefined) throw machineNotFound(arn);
    return { machine, version };
  });
  return showMachine(context, machine, version, input.includedData === "METADATA_ONLY");
});
