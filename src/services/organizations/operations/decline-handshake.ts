// DeclineHandshake: refuses an invitation.

import type { DeclineHandshakeCommandInput, DeclineHandshakeCommandOutput } from "@aws-sdk/client-organizations";
import type { Input, Output } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireHandshake, requireOpen, showHandshake } from "../handshakes.ts";
import type { HandshakeRecord } from "../records.ts";
import { saveHandshake } from "../repo.ts";

export const declineHandshake = defineOperation<Input<DeclineHandshakeCommandInput>, DeclineHandshakeCommandOutput>(
  "DeclineHandshake",
  (input, context) => {
    const nowMs = context.clock.nowMs();
    return context.store.write<Output<DeclineHandshakeCommandOutput>>((tx) => {
      const handshake = requireHandshake(tx, input.HandshakeId, context.account, ["account"]);
      requireOpen(handshake, "DECLINED", nowMs);
      const ended: HandshakeRecord = { ...handshake, state: "DECLINED" };
      saveHandshake(tx, ended);
      return { Handshake: showHandshake(ended, nowMs) };
    });
  },
);
