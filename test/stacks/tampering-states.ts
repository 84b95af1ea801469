// What somebody does to state machines, their versions and aliases, and activities behind CloudFormation's back.

import {
  DeleteActivityCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DeleteStateMachineVersionCommand,
  SFNClient,
  TagResourceCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import type { TestAccount } from "../../src/testing/harness.ts";
import type { Tampering } from "./tampering.ts";

/** Aliases and versions go before their machine. */
export function statesTamperings(owner: TestAccount, id: (logicalId: string) => string): Tampering[] {
  const sfn = owner.client(SFNClient);
  const machineArn = id("Machine");
  const removeAlias = (logicalId: string) => () =>
    sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: id(logicalId) }));
  return [
    {
      logicalId: "MachineAlias",
      change: () =>
        sfn.send(
          new UpdateStateMachineAliasCommand({ stateMachineAliasArn: id("MachineAlias"), description: "Less of it" }),
        ),
      differences: ["/Description NOT_EQUAL All of it Less of it"],
      remove: removeAlias("MachineAlias"),
    },
    {
      logicalId: "MachineVersion",
      remove: async () => {
        // The other alias routes to it, too.
        await removeAlias("GradualAlias")();
        await sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: id("MachineVersion") }));
      },
    },
    {
      logicalId: "Machine",
      change: () =>
        sfn.send(
          new UpdateStateMachineCommand({
            stateMachineArn: machineArn,
            tracingConfiguration: { enabled: false },
          }),
        ),
      differences: ["/TracingConfiguration/Enabled NOT_EQUAL true false"],
      remove: () => sfn.send(new DeleteStateMachineCommand({ stateMachineArn: machineArn })),
    },
    {
      logicalId: "MachineActivity",
      change: () =>
        sfn.send(
          new TagResourceCommand({ resourceArn: id("MachineActivity"), tags: [{ key: "answer", value: "43" }] }),
        ),
      differences: ["/Tags/1/Value NOT_EQUAL 42 43"],
      remove: () => sfn.send(new DeleteActivityCommand({ activityArn: id("MachineActivity") })),
    },
  ];
}
