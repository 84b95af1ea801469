// Amazon Cognito user pools: sign-up, sign-in, tokens. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { crossOrigin } from "./cross-origin.ts";
import { certificateUsers } from "./domains.ts";
import { userPools as userPoolsDoor } from "./door.ts";
import { validationError } from "./errors.ts";
import { hostedPages } from "./hosted/door.ts";
import { tokenIssuer } from "./issuer.ts";
import { addCustomAttributes } from "./operations/add-custom-attributes.ts";
import { addUserPoolClientSecret } from "./operations/add-user-pool-client-secret.ts";
import { adminAddUserToGroup } from "./operations/admin-add-user-to-group.ts";
import { adminConfirmSignUp } from "./operations/admin-confirm-sign-up.ts";
import { adminCreateUser } from "./operations/admin-create-user.ts";
import { adminDeleteSoftwareToken } from "./operations/admin-delete-software-token.ts";
import { adminDeleteUser } from "./operations/admin-delete-user.ts";
import { adminDeleteUserAttributes } from "./operations/admin-delete-user-attributes.ts";
import { adminDisableProviderForUser } from "./operations/admin-disable-provider-for-user.ts";
import { adminDisableUser } from "./operations/admin-disable-user.ts";
import { adminEnableUser } from "./operations/admin-enable-user.ts";
import { adminGetUserAuthFactors } from "./operations/admin-get-user-auth-factors.ts";
import { adminGetUser } from "./operations/admin-get-user.ts";
import { adminInitiateAuth } from "./operations/admin-initiate-auth.ts";
import { adminLinkProviderForUser } from "./operations/admin-link-provider-for-user.ts";
import { adminListGroupsForUser } from "./operations/admin-list-groups-for-user.ts";
import { adminRemoveUserFromGroup } from "./operations/admin-remove-user-from-group.ts";
import { adminResetUserPassword } from "./operations/admin-reset-user-password.ts";
import { adminRespondToAuthChallenge } from "./operations/admin-respond-to-auth-challenge.ts";
import { adminSetUserMFAPreference } from "./operations/admin-set-user-mfa-preference.ts";
import { adminSetUserPassword } from "./operations/admin-set-user-password.ts";
import { adminSetUserSettings } from "./operations/admin-set-user-settings.ts";
import { adminUpdateUserAttributes } from "./operations/admin-update-user-attributes.ts";
import { adminUserGlobalSignOut } from "./operations/admin-user-global-sign-out.ts";
import { associateSoftwareToken } from "./operations/associate-software-token.ts";
import { changePassword } from "./operations/change-password.ts";
import { confirmForgotPassword } from "./operations/confirm-forgot-password.ts";
import { confirmSignUp } from "./operations/confirm-sign-up.ts";
import { createGroup } from "./operations/create-group.ts";
import { createIdentityProvider } from "./operations/create-identity-provider.ts";
import { createResourceServer } from "./operations/create-resource-server.ts";
import { createUserPool } from "./operations/create-user-pool.ts";
import { createUserPoolClient } from "./operations/create-user-pool-client.ts";
import { createUserPoolDomain } from "./operations/create-user-pool-domain.ts";
import { deleteGroup } from "./operations/delete-group.ts";
import { deleteIdentityProvider } from "./operations/delete-identity-provider.ts";
import { deleteResourceServer } from "./operations/delete-resource-server.ts";
import { deleteUserPoolClientSecret } from "./operations/delete-user-pool-client-secret.ts";
import { deleteUser } from "./operations/delete-user.ts";
import { deleteUserAttributes } from "./operations/delete-user-attributes.ts";
import { deleteUserPool } from "./operations/delete-user-pool.ts";
import { deleteUserPoolClient } from "./operations/delete-user-pool-client.ts";
import { deleteUserPoolDomain } from "./operations/delete-user-pool-domain.ts";
import { describeIdentityProvider } from "./operations/describe-identity-provider.ts";
import { describeResourceServer } from "./operations/describe-resource-server.ts";
import { describeUserPool } from "./operations/describe-user-pool.ts";
import { describeUserPoolClient } from "./operations/describe-user-pool-client.ts";
import { describeUserPoolDomain } from "./operations/describe-user-pool-domain.ts";
import { forgotPassword } from "./operations/forgot-password.ts";
import { getClientToken } from "./operations/get-client-token.ts";
import { getGroup } from "./operations/get-group.ts";
import { getIdentityProviderByIdentifier } from "./operations/get-identity-provider-by-identifier.ts";
import { getTokensFromRefreshToken } from "./operations/get-tokens-from-refresh-token.ts";
import { getUserAuthFactors } from "./operations/get-user-auth-factors.ts";
import { getUser } from "./operations/get-user.ts";
import { getUserAttributeVerificationCode } from "./operations/get-user-attribute-verification-code.ts";
import { getUserPoolMfaConfig } from "./operations/get-user-pool-mfa-config.ts";
import { globalSignOut } from "./operations/global-sign-out.ts";
import { initiateAuth } from "./operations/initiate-auth.ts";
import { listGroups } from "./operations/list-groups.ts";
import { listIdentityProviders } from "./operations/list-identity-providers.ts";
import { listResourceServers } from "./operations/list-resource-servers.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listUserPoolClientSecrets } from "./operations/list-user-pool-client-secrets.ts";
import { listUserPoolClients } from "./operations/list-user-pool-clients.ts";
import { listUserPools } from "./operations/list-user-pools.ts";
import { listUsers } from "./operations/list-users.ts";
import { listUsersInGroup } from "./operations/list-users-in-group.ts";
import { resendConfirmationCode } from "./operations/resend-confirmation-code.ts";
import { respondToAuthChallenge } from "./operations/respond-to-auth-challenge.ts";
import { revokeToken } from "./operations/revoke-token.ts";
import { setUserMFAPreference } from "./operations/set-user-mfa-preference.ts";
import { setUserPoolMfaConfig } from "./operations/set-user-pool-mfa-config.ts";
import { setUserSettings } from "./operations/set-user-settings.ts";
import { signUp } from "./operations/sign-up.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateGroup } from "./operations/update-group.ts";
import { updateIdentityProvider } from "./operations/update-identity-provider.ts";
import { updateResourceServer } from "./operations/update-resource-server.ts";
import { updateUserAttributes } from "./operations/update-user-attributes.ts";
import { updateUserPoolDomain } from "./operations/update-user-pool-domain.ts";
import { updateUserPool } from "./operations/update-user-pool.ts";
import { updateUserPoolClient } from "./operations/update-user-pool-client.ts";
import { verifySoftwareToken } from "./operations/verify-software-token.ts";
import { verifyUserAttribute } from "./operations/verify-user-attribute.ts";
import { permissions, PUBLIC_OPERATIONS } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { groupType } from "./resources/group.ts";
import { resourceServerType } from "./resources/resource-server.ts";
import { clientType } from "./resources/user-pool-client.ts";
import { domainType } from "./resources/user-pool-domain.ts";
import { identityProviderType } from "./resources/user-pool-identity-provider.ts";
import { userToGroupType } from "./resources/user-pool-user-to-group-attachment.ts";
import { userType } from "./resources/user-pool-user.ts";
import { poolType } from "./resources/user-pool.ts";

export const cognitoUserPools = defineService({
  id: "cognito-identity-provider",
  operations: [
    addCustomAttributes,
    addUserPoolClientSecret,
    adminAddUserToGroup,
    adminConfirmSignUp,
    adminCreateUser,
    adminDeleteSoftwareToken,
    adminDeleteUser,
    adminDeleteUserAttributes,
    adminDisableProviderForUser,
    adminDisableUser,
    adminEnableUser,
    adminGetUser,
    adminGetUserAuthFactors,
    adminInitiateAuth,
    adminLinkProviderForUser,
    adminListGroupsForUser,
    adminRemoveUserFromGroup,
    adminResetUserPassword,
    adminRespondToAuthChallenge,
    adminSetUserMFAPreference,
    adminSetUserPassword,
    adminSetUserSettings,
    adminUpdateUserAttributes,
    adminUserGlobalSignOut,
    associateSoftwareToken,
    changePassword,
    confirmForgotPassword,
    confirmSignUp,
    createGroup,
    createIdentityProvider,
    createResourceServer,
    createUserPool,
    createUserPoolClient,
    createUserPoolDomain,
    deleteGroup,
    deleteIdentityProvider,
    deleteResourceServer,
    deleteUser,
    deleteUserAttributes,
    deleteUserPool,
    deleteUserPoolClient,
    deleteUserPoolClientSecret,
    deleteUserPoolDomain,
    describeIdentityProvider,
    describeResourceServer,
    describeUserPool,
    describeUserPoolClient,
    describeUserPoolDomain,
    forgotPassword,
    getClientToken,
    getGroup,
    getIdentityProviderByIdentifier,
    getTokensFromRefreshToken,
    getUser,
    getUserAttributeVerificationCode,
    getUserAuthFactors,
    getUserPoolMfaConfig,
    globalSignOut,
    initiateAuth,
    listGroups,
    listIdentityProviders,
    listResourceServers,
    listTagsForResource,
    listUserPoolClientSecrets,
    listUserPoolClients,
    listUserPools,
    listUsers,
    listUsersInGroup,
    resendConfirmationCode,
    respondToAuthChallenge,
    revokeToken,
    setUserMFAPreference,
    setUserPoolMfaConfig,
    setUserSettings,
    signUp,
    tagResource,
    untagResource,
    updateGroup,
    updateIdentityProvider,
    updateResourceServer,
    updateUserAttributes,
    updateUserPool,
    updateUserPoolClient,
    updateUserPoolDomain,
    verifySoftwareToken,
    verifyUserAttribute,
  ],
  permissions,
  validationError,
  anonymousOperations: PUBLIC_OPERATIONS,
  constraints,
  // Fraud protection and devices.
  unserved: {
    AdminInitiateAuth: ["AnalyticsMetadata"],
    InitiateAuth: ["AnalyticsMetadata"],
    GetTokensFromRefreshToken: ["DeviceKey"],
  },
  doors: [hostedPages, userPoolsDoor],
  crossOrigin,
  certificateUsers,
  tokenIssuer,
  resourceTypes: [
    poolType,
    clientType,
    domainType,
    groupType,
    resourceServerType,
    identityProviderType,
    userType,
    userToGroupType,
  ],
  tagging,
});
