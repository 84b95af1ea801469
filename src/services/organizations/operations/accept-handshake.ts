// AcceptHandshake: joins the organization that invited the caller's account.

import type { AcceptHandshakeCommandInput, AcceptHandshakeCommandOutput } from "@aws-sdk/client-organizations";
import { changeIam } from "../../../iam/directory/repo.ts";
import type { Input, Output } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { join } from "../accounts.ts";
import { handshakeViolation, invalidTransition } from "../errors.ts";
import { membershipChanged } from "../membership.ts";
import { requireHandshake, requireOpen, showHandshake } from "../handshakes.ts";
import type { HandshakeRecord } from "../records.ts";
import { findOrganization, loadOrganization, saveHandshake } from "../repo.ts";

export const acceptHandshake = defineOperation<Input<AcceptHandshakeCommandInput>, AcceptHandshakeCommandOutput>(
  "AcceptHandshake",
  (input, context) => {
    const { account, clock, store } = context;
    const nowMs = clock.nowMs();
    return changeIam<Output<AcceptHandshakeCommandOutput>>(store, (tx) => {
      const handshake = requireHandshake(tx, input.HandshakeId, account, ["account"]);
      requireOpen(handshake, "ACCEPTED", nowMs);
      if (findOrganization(tx, account) !== undefined)
        throw handshakeViolation("The account is already a member of an organization.", "ALREADY_IN_AN_ORGANIZATION");
      const organization = loadOrganization(tx, handshake.organizationId);
      if (organization === undefined) throw invalidTransition();
      join(tx, organization, handshake, nowMs);
      membershipChanged(tx, context, organization);
      const accepted: HandshakeRecord = { ...handshake, state: "ACCEPTED" };
      saveHandshake(tx, accepted);
      return { Handshake: showHandshake(accepted, nowMs) };
    });
  },
);
