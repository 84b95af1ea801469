// CreateUserPoolClient: makes an application of a pool.

import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolClientCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { clientSettingsOf } from "../clients.ts";
import { requirePool } from "../pools.ts";
import { saveClient } from "../repo.ts";
import { describeClient } from "../shapes.ts";

export const createUserPoolClient = defineOperation<
  Input<CreateUserPoolClientCommandInput>,
  CreateUserPoolClientCommandOutput
>("CreateUserPoolClient", (input, context) =>
  context.store.write((tx) => {
    const pool = requirePool(tx, context, input.UserPoolId);
    const nowMs = context.clock.nowMs();
    const secret =
      input.ClientSecret ??
      (input.GenerateSecret === true ? context.random.text(52, "abcdefghijklmnopqrstuvwxyz0123456789") : undefined);
    const client = {
      v: 1 as const,
      clientId: context.random.text(26, "abcdefghijklmnopqrstuvwxyz0123456789"),
      poolId: pool.poolId,
      ...(secret !== undefined && { secret }),
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
      settings: clientSettingsOf(tx, context, pool, input),
    };
    saveClient(tx, context, client);
    return { UserPoolClient: describeClient(client) };
  }),
);
