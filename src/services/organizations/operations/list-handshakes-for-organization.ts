// ListHandshakesForOrganization: lists the invitations that the organization sent.

import type {
  ListHandshakesForOrganizationCommandInput,
  ListHandshakesForOrganizationCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isInvite, showHandshake } from "../handshakes.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { listHandshakes } from "../repo.ts";

export const listHandshakesForOrganization = defineOperation<
  Input<ListHandshakesForOrganizationCommandInput>,
  ListHandshakesForOrganizationCommandOutput
>("ListHandshakesForOrganization", (input, context) => {
  const nowMs = context.clock.nowMs();
  return inspect(context, (tx, { id }) => {
    const sent = listHandshakes(tx).filter(({ organizationId }) => organizationId === id);
    const { items, next } = pageOf(isInvite(input.Filter) ? sent : [], (each) => each.id, input);
    return { Handshakes: items.map((each) => showHandshake(each, nowMs)), ...next };
  });
});
