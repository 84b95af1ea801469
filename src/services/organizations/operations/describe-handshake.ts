// DescribeHandshake: tells the inviting and the invited account about an invitation.

import type { DescribeHandshakeCommandInput, DescribeHandshakeCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireHandshake, showHandshake } from "../handshakes.ts";
import type { HandshakeRecord } from "../records.ts";

export const describeHandshake = defineOperation<Input<DescribeHandshakeCommandInput>, DescribeHandshakeCommandOutput>(
  "DescribeHandshake",
  (input, context) => {
    const sides = ["account", "managementAccount"] as const;
    const handshake = context.store.read<HandshakeRecord>((tx) =>
      requireHandshake(tx, input.HandshakeId, context.account, sides),
    );
    return { Handshake: showHandshake(handshake, context.clock.nowMs()) };
  },
);
