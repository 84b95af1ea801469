// PutPermission: lets an account, or everybody, do something with a bus.

import type { PutPermissionCommandInput, PutPermissionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBus } from "../buses/require.ts";
import { type Grant, withGrant } from "../buses/policy.ts";
import { policyTooLong, validation } from "../errors.ts";
import { busArn, DEFAULT_BUS } from "../names.ts";
import { save } from "../repo.ts";

// LIMIT: AWS: quotas of EventBridge: a bus's policy has at most 10,240 bytes.
const MOST_POLICY_BYTES = 10_240;

export const putPermission = defineOperation<Input<PutPermissionCommandInput>, PutPermissionCommandOutput>(
  "PutPermission",
  (input, context) => {
    const { EventBusName: busName = DEFAULT_BUS, Policy } = input;
    context.store.write((tx) => {
      const bus = requireBus(tx, context, busName);
      const policy =
        Policy === undefined ? withGrant(bus.policy, busArn(context, busName), grantOf(input)) : requireJson(Policy);
      if (Buffer.byteLength(policy) > MOST_POLICY_BYTES) throw policyTooLong();
      save(tx, context, "event-bus", { ...bus, policy, modifiedAtMs: context.clock.nowMs() });
    });
    return {};
  },
);

function grantOf({ StatementId, Action, Principal, Condition }: Input<PutPermissionCommandInput>): Grant {
  if (StatementId === undefined || Action === undefined || Principal === undefined)
    throw validation("Parameters StatementId, Action and Principal are required unless Policy is given.");
  return { statementId: StatementId, action: Action, principal: Principal, condition: Condition };
}

function requireJson(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy));
  } catch {
    throw validation("Policy is not valid JSON.");
  }
}
