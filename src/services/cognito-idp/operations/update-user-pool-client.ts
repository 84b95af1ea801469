// UpdateUserPoolClient: sets an application anew: what the request does not give goes back to what AWS has.

import type {
  UpdateUserPoolClientCommandInput,
  UpdateUserPoolClientCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { clientSettingsOf } from "../clients.ts";
import { requireClient, requirePool } from "../pools.ts";
import { saveClient } from "../repo.ts";
import { describeClient } from "../shapes.ts";

export const updateUserPoolClient = defineOperation<
  Input<UpdateUserPoolClientCommandInput>,
  UpdateUserPoolClientCommandOutput
>("UpdateUserPoolClient", (input, context) =>
  context.store.write((tx) => {
    const pool = requirePool(tx, context, input.UserPoolId);
    const client = requireClient(tx, context, input.UserPoolId, input.ClientId);
    const { ClientName = client.settings.ClientName } = input;
    const settings = clientSettingsOf(tx, context, pool, { ...input, ClientName });
    const changed = { ...client, settings, modifiedAtMs: context.clock.nowMs() };
    saveClient(tx, context, changed);
    return { UserPoolClient: describeClient(changed) };
  }),
);
