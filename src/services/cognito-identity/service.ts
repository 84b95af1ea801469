// Amazon Cognito identity pools: credentials of roles for whoever signed in elsewhere, and for guests. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { discovery } from "./door.ts";
import { createIdentityPool } from "./operations/create-identity-pool.ts";
import { deleteIdentities } from "./operations/delete-identities.ts";
import { deleteIdentityPool } from "./operations/delete-identity-pool.ts";
import { describeIdentity } from "./operations/describe-identity.ts";
import { describeIdentityPool } from "./operations/describe-identity-pool.ts";
import { getCredentialsForIdentity } from "./operations/get-credentials-for-identity.ts";
import { getId } from "./operations/get-id.ts";
import { getIdentityPoolRoles } from "./operations/get-identity-pool-roles.ts";
import { getOpenIdToken } from "./operations/get-open-id-token.ts";
import { getOpenIdTokenForDeveloperIdentity } from "./operations/get-open-id-token-for-developer-identity.ts";
import { getPrincipalTagAttributeMap } from "./operations/get-principal-tag-attribute-map.ts";
import { listIdentities } from "./operations/list-identities.ts";
import { listIdentityPools } from "./operations/list-identity-pools.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { lookupDeveloperIdentity } from "./operations/lookup-developer-identity.ts";
import { mergeDeveloperIdentities } from "./operations/merge-developer-identities.ts";
import { setIdentityPoolRoles } from "./operations/set-identity-pool-roles.ts";
import { setPrincipalTagAttributeMap } from "./operations/set-principal-tag-attribute-map.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { unlinkDeveloperIdentity } from "./operations/unlink-developer-identity.ts";
import { unlinkIdentity } from "./operations/unlink-identity.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateIdentityPool } from "./operations/update-identity-pool.ts";
import { permissions, PUBLIC_OPERATIONS } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { identityPoolType } from "./resources/identity-pool.ts";
import { principalTagType } from "./resources/principal-tag.ts";
import { roleAttachmentType } from "./resources/role-attachment.ts";
import { tokenIssuer } from "./tokens.ts";

export const cognitoIdentityPools = defineService({
  id: "cognito-identity",
  operations: [
    createIdentityPool,
    deleteIdentities,
    deleteIdentityPool,
    describeIdentity,
    describeIdentityPool,
    getCredentialsForIdentity,
    getId,
    getIdentityPoolRoles,
    getOpenIdToken,
    getOpenIdTokenForDeveloperIdentity,
    getPrincipalTagAttributeMap,
    listIdentities,
    listIdentityPools,
    listTagsForResource,
    lookupDeveloperIdentity,
    mergeDeveloperIdentities,
    setIdentityPoolRoles,
    setPrincipalTagAttributeMap,
    tagResource,
    unlinkDeveloperIdentity,
    unlinkIdentity,
    untagResource,
    updateIdentityPool,
  ],
  permissions,
  anonymousOperations: PUBLIC_OPERATIONS,
  constraints,
  doors: [discovery],
  tokenIssuer,
  resourceTypes: [identityPoolType, principalTagType, roleAttachmentType],
  tagging,
});
