// AddUserPoolClientSecret: gives a client a second secret, which will take the place of the first.

import type {
  AddUserPoolClientSecretCommandInput,
  AddUserPoolClientSecretCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeSecret, MOST_SECRETS, secretsOf, withSecrets } from "../client-secrets.ts";
import { invalidParameter, limitExceeded } from "../errors.ts";
import { requireClient } from "../pools.ts";
import { saveClient } from "../repo.ts";

export const addUserPoolClientSecret = defineOperation<
  Input<AddUserPoolClientSecretCommandInput>,
  AddUserPoolClientSecretCommandOutput
>("AddUserPoolClientSecret", ({ UserPoolId, ClientId, ClientSecret }, context) =>
  context.store.write((tx) => {
    const client = requireClient(tx, context, UserPoolId, ClientId);
    const present = secretsOf(client);
    if (present.length === 0) throw invalidParameter("The app client does not have a client secret.");
    if (present.length >= MOST_SECRETS) throw limitExceeded("An app client can have at most 2 client secrets.");
    const value = ClientSecret ?? context.random.text(52, "abcdefghijklmnopqrstuvwxyz0123456789");
    // The ids of two secrets that are made in the same millisecond differ, too.
    const latestMs = Math.max(...present.map(({ createdAtMs }) => createdAtMs));
    const createdAtMs = Math.max(context.clock.nowMs(), latestMs + 1);
    const changed = withSecrets(client, [...present, { value, createdAtMs }]);
    saveClient(tx, context, changed);
    const made = secretsOf(changed).find((each) => each.createdAtMs === createdAtMs);
    if (made === undefined) throw new Error("a secret that was just kept is not there");
    return { ClientSecretDescriptor: describeSecret(made, ClientSecret === undefined ? value : undefined) };
  }),
);
