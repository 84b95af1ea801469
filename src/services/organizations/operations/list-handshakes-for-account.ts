// ListHandshakesForAccount: lists the invitations that the caller's account got.

import type {
  ListHandshakesForAccountCommandInput,
  ListHandshakesForAccountCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isInvite, showHandshake } from "../handshakes.ts";
import { pageOf } from "../pages.ts";
import type { HandshakeRecord } from "../records.ts";
import { listHandshakes } from "../repo.ts";

export const listHandshakesForAccount = defineOperation<
  Input<ListHandshakesForAccountCommandInput>,
  ListHandshakesForAccountCommandOutput
>("ListHandshakesForAccount", (input, context) => {
  const { account, clock, store } = context;
  const nowMs = clock.nowMs();
  const got = store
    .read<readonly HandshakeRecord[]>((tx) => listHandshakes(tx))
    .filter((each) => each.account === account);
  const { items, next } = pageOf(isInvite(input.Filter) ? got : [], ({ id }) => id, input);
  return { Handshakes: items.map((each) => showHandshake(each, nowMs)), ...next };
});
