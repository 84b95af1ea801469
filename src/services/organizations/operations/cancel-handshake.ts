// CancelHandshake: takes an invitation back.

import type { CancelHandshakeCommandInput, CancelHandshakeCommandOutput } from "@aws-sdk/client-organizations";
import type { Input, Output } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireHandshake, requireOpen, showHandshake } from "../handshakes.ts";
import type { HandshakeRecord } from "../records.ts";
import { saveHandshake } from "../repo.ts";

export const cancelHandshake = defineOperation<Input<CancelHandshakeCommandInput>, CancelHandshakeCommandOutput>(
  "CancelHandshake",
  (input, context) => {
    const nowMs = context.clock.nowMs();
    return context.store.write<Output<CancelHandshakeCommandOutput>>((tx) => {
      const handshake = requireHandshake(tx, input.HandshakeId, context.account, ["managementAccount"]);
      requireOpen(handshake, "CANCELED", nowMs);
      const ended: HandshakeRecord = { ...handshake, state: "CANCELED" };
      saveHandshake(tx, ended);
      return { Handshake: showHandshake(ended, nowMs) };
    });
  },
);
