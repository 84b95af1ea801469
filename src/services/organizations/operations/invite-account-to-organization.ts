// InviteAccountToOrganization: asks an account of the yard to join.

import type {
  InviteAccountToOrganizationCommandInput,
  InviteAccountToOrganizationCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invitedAccount } from "../accounts.ts";
import { duplicateHandshake, handshakeViolation } from "../errors.ts";
import { DAY_MS, showHandshake, stateOf } from "../handshakes.ts";
import { LIMITS } from "../limits.ts";
import { newHandshakeId } from "../names.ts";
import { manage } from "../organization.ts";
import type { HandshakeRecord } from "../records.ts";
import { findOrganization, listHandshakes, listParts, saveHandshake } from "../repo.ts";
import { readTags } from "../tags.ts";

export const inviteAccountToOrganization = defineOperation<
  Input<InviteAccountToOrganizationCommandInput>,
  InviteAccountToOrganizationCommandOutput
>("InviteAccountToOrganization", (input, context) => {
  const { Target, Notes, Tags } = input;
  const tags = readTags(Tags);
  const nowMs = context.clock.nowMs();
  return manage(context, (tx, organization) => {
    const account = invitedAccount(tx, Target);
    if (findOrganization(tx, account) !== undefined)
      throw handshakeViolation("The account is already a member of an organization.", "ALREADY_IN_AN_ORGANIZATION");
    const own = listHandshakes(tx).filter(({ organizationId }) => organizationId === organization.id);
    const open = own.filter((each) => stateOf(each, nowMs) === "OPEN");
    if (open.some((each) => each.account === account)) throw duplicateHandshake();
    if (listParts(tx, organization.id, "member").length + open.length >= LIMITS.accounts)
      throw handshakeViolation("You have exceeded the number of accounts allowed.", "ACCOUNT_NUMBER_LIMIT_EXCEEDED");
    const handshake: HandshakeRecord = {
      v: 1,
      id: newHandshakeId(context.random),
      organizationId: organization.id,
      managementAccount: organization.managementAccount,
      account,
      target: { Id: Target.Id ?? "", Type: Target.Type === "EMAIL" ? "EMAIL" : "ACCOUNT" },
      ...(Notes === undefined ? {} : { notes: Notes }),
      tags,
      state: "OPEN",
      requestedAtMs: nowMs,
      expiresAtMs: nowMs + LIMITS.invitationDays * DAY_MS,
    };
    saveHandshake(tx, handshake);
    return { Handshake: showHandshake(handshake, nowMs) };
  });
});
