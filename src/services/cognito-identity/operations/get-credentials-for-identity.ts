// GetCredentialsForIdentity: the enhanced flow: credentials of the role that the pool gives an identity.

import type {
  GetCredentialsForIdentityCommandInput,
  GetCredentialsForIdentityCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { credentialsFor } from "../credentials.ts";
import { forbidden, wrongConfiguration } from "../errors.ts";
import { access } from "../identities.ts";
import { proveLogins } from "../logins.ts";
import { findIdentity } from "../pools.ts";
import type { IdentityRecord } from "../records.ts";
import { chooseRole } from "../role-choice.ts";

export const getCredentialsForIdentity = defineOperation<
  Input<GetCredentialsForIdentityCommandInput>,
  GetCredentialsForIdentityCommandOutput
>("GetCredentialsForIdentity", async (input, context) => {
  const located = findIdentity(context, input.IdentityId);
  const logins = await proveLogins(context, located, input.Logins);
  const { identityId } = context.store.write<IdentityRecord>((tx) =>
    access(tx, context, located, input.IdentityId, logins),
  );
  const isAuthenticated = logins.own !== undefined || logins.others.length > 0;
  const choice = chooseRole(located.pool, { isAuthenticated, logins: logins.others }, input.CustomRoleArn);
  if (choice === "forbidden") throw forbidden(identityId);
  if (choice === "not-configured") throw wrongConfiguration();
  const { roleArn } = choice;
  return {
    IdentityId: identityId,
    Credentials: await credentialsFor(context, located, identityId, { roleArn, logins }),
  };
});
