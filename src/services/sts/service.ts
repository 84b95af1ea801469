// AWS Security Token Service: temporary credentials. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { accessDenied, validationError } from "./errors.ts";
import { assumeRole } from "./operations/assume-role.ts";
import { assumeRoleWithSaml } from "./operations/assume-role-with-saml.ts";
import { assumeRoleWithWebIdentity } from "./operations/assume-role-with-web-identity.ts";
import { decodeAuthorizationMessage } from "./operations/decode-authorization-message.ts";
import { getAccessKeyInfo } from "./operations/get-access-key-info.ts";
import { getCallerIdentity } from "./operations/get-caller-identity.ts";
import { getFederationToken } from "./operations/get-federation-token.ts";
import { getSessionToken } from "./operations/get-session-token.ts";
import { permissions } from "./permissions.ts";
import { findRole } from "./roles.ts";

export const sts = defineService({
  id: "sts",
  operations: [
    assumeRole,
    assumeRoleWithSaml,
    assumeRoleWithWebIdentity,
    decodeAuthorizationMessage,
    getAccessKeyInfo,
    getCallerIdentity,
    getFederationToken,
    getSessionToken,
  ],
  permissions,
  anonymousOperations: ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"],
  unserved: {
    // Access tokens of Login with Amazon and Facebook, which only these can check.
    AssumeRoleWithWebIdentity: ["ProviderId"],
    AssumeRole: ["MinimumSessionTokenSize", "ProvidedContexts"],
    GetFederationToken: ["MinimumSessionTokenSize"],
    GetSessionToken: ["MinimumSessionTokenSize"],
  },
  constraints,
  validationError,
  accessDenied,
  // A role that is not there has no trust policy, so nobody learns whether it is there.
  resourcePolicy: ({ resource }, { yard }) => findRole(yard.store, resource)?.record.trustPolicy,
});
