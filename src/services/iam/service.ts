// AWS Identity and Access Management: users, groups, roles, their keys and policies. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { accessDenied, validationError } from "./errors.ts";
import { addClientIdToOpenIdConnectProvider } from "./operations/add-client-id-to-open-id-connect-provider.ts";
import { addRoleToInstanceProfile } from "./operations/add-role-to-instance-profile.ts";
import { addUserToGroup } from "./operations/add-user-to-group.ts";
import { attachGroupPolicy } from "./operations/attach-group-policy.ts";
import { attachRolePolicy } from "./operations/attach-role-policy.ts";
import { attachUserPolicy } from "./operations/attach-user-policy.ts";
import { changePassword } from "./operations/change-password.ts";
import { createAccessKey } from "./operations/create-access-key.ts";
import { createAccountAlias } from "./operations/create-account-alias.ts";
import { createGroup } from "./operations/create-group.ts";
import { createInstanceProfile } from "./operations/create-instance-profile.ts";
import { createLoginProfile } from "./operations/create-login-profile.ts";
import { createOpenIdConnectProvider } from "./operations/create-open-id-connect-provider.ts";
import { createPolicy } from "./operations/create-policy.ts";
import { createPolicyVersion } from "./operations/create-policy-version.ts";
import { createRole } from "./operations/create-role.ts";
import { createSamlProvider } from "./operations/create-saml-provider.ts";
import { createServiceLinkedRole } from "./operations/create-service-linked-role.ts";
import { createUser } from "./operations/create-user.ts";
import { createVirtualMfaDevice } from "./operations/create-virtual-mfa-device.ts";
import { deactivateMfaDevice } from "./operations/deactivate-mfa-device.ts";
import { deleteAccessKey } from "./operations/delete-access-key.ts";
import { deleteAccountAlias } from "./operations/delete-account-alias.ts";
import { deleteAccountPasswordPolicy } from "./operations/delete-account-password-policy.ts";
import { deleteGroup } from "./operations/delete-group.ts";
import { deleteGroupPolicy } from "./operations/delete-group-policy.ts";
import { deleteInstanceProfile } from "./operations/delete-instance-profile.ts";
import { deleteLoginProfile } from "./operations/delete-login-profile.ts";
import { deleteOpenIdConnectProvider } from "./operations/delete-open-id-connect-provider.ts";
import { deletePolicy } from "./operations/delete-policy.ts";
import { deletePolicyVersion } from "./operations/delete-policy-version.ts";
import { deleteRole } from "./operations/delete-role.ts";
import { deleteRolePermissionsBoundary } from "./operations/delete-role-permissions-boundary.ts";
import { deleteRolePolicy } from "./operations/delete-role-policy.ts";
import { deleteSamlProvider } from "./operations/delete-saml-provider.ts";
import { deleteServiceLinkedRole } from "./operations/delete-service-linked-role.ts";
import { deleteUser } from "./operations/delete-user.ts";
import { deleteUserPermissionsBoundary } from "./operations/delete-user-permissions-boundary.ts";
import { deleteUserPolicy } from "./operations/delete-user-policy.ts";
import { deleteVirtualMfaDevice } from "./operations/delete-virtual-mfa-device.ts";
import { detachGroupPolicy } from "./operations/detach-group-policy.ts";
import { detachRolePolicy } from "./operations/detach-role-policy.ts";
import { detachUserPolicy } from "./operations/detach-user-policy.ts";
import { enableMfaDevice } from "./operations/enable-mfa-device.ts";
import { generateCredentialReport } from "./operations/generate-credential-report.ts";
import { generateServiceLastAccessedDetails } from "./operations/generate-service-last-accessed-details.ts";
import { getAccessKeyLastUsed } from "./operations/get-access-key-last-used.ts";
import { getAccountAuthorizationDetails } from "./operations/get-account-authorization-details.ts";
import { getAccountPasswordPolicy } from "./operations/get-account-password-policy.ts";
import { getAccountSummary } from "./operations/get-account-summary.ts";
import { getContextKeysForCustomPolicy } from "./operations/get-context-keys-for-custom-policy.ts";
import { getContextKeysForPrincipalPolicy } from "./operations/get-context-keys-for-principal-policy.ts";
import { getCredentialReport } from "./operations/get-credential-report.ts";
import { getGroup } from "./operations/get-group.ts";
import { getGroupPolicy } from "./operations/get-group-policy.ts";
import { getInstanceProfile } from "./operations/get-instance-profile.ts";
import { getLoginProfile } from "./operations/get-login-profile.ts";
import { getMfaDevice } from "./operations/get-mfa-device.ts";
import { getOpenIdConnectProvider } from "./operations/get-open-id-connect-provider.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getPolicyVersion } from "./operations/get-policy-version.ts";
import { getRole } from "./operations/get-role.ts";
import { getRolePolicy } from "./operations/get-role-policy.ts";
import { getSamlProvider } from "./operations/get-saml-provider.ts";
import { getServiceLastAccessedDetails } from "./operations/get-service-last-accessed-details.ts";
import { getServiceLastAccessedDetailsWithEntities } from "./operations/get-service-last-accessed-details-with-entities.ts";
import { getServiceLinkedRoleDeletionStatus } from "./operations/get-service-linked-role-deletion-status.ts";
import { getUser } from "./operations/get-user.ts";
import { getUserPolicy } from "./operations/get-user-policy.ts";
import { listAccessKeys } from "./operations/list-access-keys.ts";
import { listAccountAliases } from "./operations/list-account-aliases.ts";
import { listAttachedGroupPolicies } from "./operations/list-attached-group-policies.ts";
import { listAttachedRolePolicies } from "./operations/list-attached-role-policies.ts";
import { listAttachedUserPolicies } from "./operations/list-attached-user-policies.ts";
import { listEntitiesForPolicy } from "./operations/list-entities-for-policy.ts";
import { listGroupPolicies } from "./operations/list-group-policies.ts";
import { listGroups } from "./operations/list-groups.ts";
import { listGroupsForUser } from "./operations/list-groups-for-user.ts";
import { listInstanceProfileTags } from "./operations/list-instance-profile-tags.ts";
import { listInstanceProfiles } from "./operations/list-instance-profiles.ts";
import { listInstanceProfilesForRole } from "./operations/list-instance-profiles-for-role.ts";
import { listMfaDeviceTags } from "./operations/list-mfa-device-tags.ts";
import { listMfaDevices } from "./operations/list-mfa-devices.ts";
import { listOpenIdConnectProviderTags } from "./operations/list-open-id-connect-provider-tags.ts";
import { listOpenIdConnectProviders } from "./operations/list-open-id-connect-providers.ts";
import { listPolicies } from "./operations/list-policies.ts";
import { listPoliciesGrantingServiceAccess } from "./operations/list-policies-granting-service-access.ts";
import { listPolicyTags } from "./operations/list-policy-tags.ts";
import { listPolicyVersions } from "./operations/list-policy-versions.ts";
import { listRolePolicies } from "./operations/list-role-policies.ts";
import { listRoleTags } from "./operations/list-role-tags.ts";
import { listRoles } from "./operations/list-roles.ts";
import { listSamlProviderTags } from "./operations/list-saml-provider-tags.ts";
import { listSamlProviders } from "./operations/list-saml-providers.ts";
import { listUserPolicies } from "./operations/list-user-policies.ts";
import { listUserTags } from "./operations/list-user-tags.ts";
import { listUsers } from "./operations/list-users.ts";
import { listVirtualMfaDevices } from "./operations/list-virtual-mfa-devices.ts";
import { putGroupPolicy } from "./operations/put-group-policy.ts";
import { putRolePermissionsBoundary } from "./operations/put-role-permissions-boundary.ts";
import { putRolePolicy } from "./operations/put-role-policy.ts";
import { putUserPermissionsBoundary } from "./operations/put-user-permissions-boundary.ts";
import { putUserPolicy } from "./operations/put-user-policy.ts";
import { removeClientIdFromOpenIdConnectProvider } from "./operations/remove-client-id-from-open-id-connect-provider.ts";
import { removeRoleFromInstanceProfile } from "./operations/remove-role-from-instance-profile.ts";
import { removeUserFromGroup } from "./operations/remove-user-from-group.ts";
import { resyncMfaDevice } from "./operations/resync-mfa-device.ts";
import { setDefaultPolicyVersion } from "./operations/set-default-policy-version.ts";
import { simulateCustomPolicy } from "./operations/simulate-custom-policy.ts";
import { simulatePrincipalPolicy } from "./operations/simulate-principal-policy.ts";
import { tagInstanceProfile } from "./operations/tag-instance-profile.ts";
import { tagMfaDevice } from "./operations/tag-mfa-device.ts";
import { tagOpenIdConnectProvider } from "./operations/tag-open-id-connect-provider.ts";
import { tagPolicy } from "./operations/tag-policy.ts";
import { tagRole } from "./operations/tag-role.ts";
import { tagSamlProvider } from "./operations/tag-saml-provider.ts";
import { tagUser } from "./operations/tag-user.ts";
import { untagInstanceProfile } from "./operations/untag-instance-profile.ts";
import { untagMfaDevice } from "./operations/untag-mfa-device.ts";
import { untagOpenIdConnectProvider } from "./operations/untag-open-id-connect-provider.ts";
import { untagPolicy } from "./operations/untag-policy.ts";
import { untagRole } from "./operations/untag-role.ts";
import { untagSamlProvider } from "./operations/untag-saml-provider.ts";
import { untagUser } from "./operations/untag-user.ts";
import { updateAccessKey } from "./operations/update-access-key.ts";
import { updateAccountPasswordPolicy } from "./operations/update-account-password-policy.ts";
import { updateAssumeRolePolicy } from "./operations/update-assume-role-policy.ts";
import { updateGroup } from "./operations/update-group.ts";
import { updateLoginProfile } from "./operations/update-login-profile.ts";
import { updateOpenIdConnectProviderThumbprint } from "./operations/update-open-id-connect-provider-thumbprint.ts";
import { updateRole } from "./operations/update-role.ts";
import { updateRoleDescription } from "./operations/update-role-description.ts";
import { updateSamlProvider } from "./operations/update-saml-provider.ts";
import { updateUser } from "./operations/update-user.ts";
import { ownPasswordPolicy } from "./own-password.ts";
import { permissions } from "./permissions.ts";
import { accessKeyType } from "./resources/access-key.ts";
import { groupPolicyType, rolePolicyType, userPolicyType } from "./resources/entity-policy.ts";
import { groupType } from "./resources/group.ts";
import { instanceProfileType } from "./resources/instance-profile.ts";
import { oidcProviderType } from "./resources/oidc-provider.ts";
import { managedPolicyType } from "./resources/managed-policy.ts";
import { policyType } from "./resources/policy.ts";
import { roleType } from "./resources/role.ts";
import { samlProviderType } from "./resources/saml-provider.ts";
import { serviceLinkedRoleType } from "./resources/service-linked-role.ts";
import { userToGroupAdditionType } from "./resources/user-to-group-addition.ts";
import { userType } from "./resources/user.ts";
import { virtualMfaDeviceType } from "./resources/virtual-mfa-device.ts";
import { tagging } from "./resource-tagging.ts";

export const iam = defineService({
  id: "iam",
  operations: [
    addClientIdToOpenIdConnectProvider,
    addRoleToInstanceProfile,
    addUserToGroup,
    attachGroupPolicy,
    attachRolePolicy,
    attachUserPolicy,
    changePassword,
    createAccessKey,
    createAccountAlias,
    createGroup,
    createInstanceProfile,
    createLoginProfile,
    createOpenIdConnectProvider,
    createPolicy,
    createPolicyVersion,
    createRole,
    createSamlProvider,
    createServiceLinkedRole,
    createUser,
    createVirtualMfaDevice,
    deactivateMfaDevice,
    deleteAccessKey,
    deleteAccountAlias,
    deleteAccountPasswordPolicy,
    deleteGroup,
    deleteGroupPolicy,
    deleteInstanceProfile,
    deleteLoginProfile,
    deleteOpenIdConnectProvider,
    deletePolicy,
    deletePolicyVersion,
    deleteRole,
    deleteRolePermissionsBoundary,
    deleteRolePolicy,
    deleteSamlProvider,
    deleteServiceLinkedRole,
    deleteUser,
    deleteUserPermissionsBoundary,
    deleteUserPolicy,
    deleteVirtualMfaDevice,
    detachGroupPolicy,
    detachRolePolicy,
    detachUserPolicy,
    enableMfaDevice,
    generateCredentialReport,
    generateServiceLastAccessedDetails,
    getAccessKeyLastUsed,
    getAccountAuthorizationDetails,
    getAccountPasswordPolicy,
    getAccountSummary,
    getContextKeysForCustomPolicy,
    getContextKeysForPrincipalPolicy,
    getCredentialReport,
    getGroup,
    getGroupPolicy,
    getInstanceProfile,
    getLoginProfile,
    getMfaDevice,
    getOpenIdConnectProvider,
    getPolicy,
    getPolicyVersion,
    getRole,
    getRolePolicy,
    getSamlProvider,
    getServiceLastAccessedDetails,
    getServiceLastAccessedDetailsWithEntities,
    getServiceLinkedRoleDeletionStatus,
    getUser,
    getUserPolicy,
    listAccessKeys,
    listAccountAliases,
    listAttachedGroupPolicies,
    listAttachedRolePolicies,
    listAttachedUserPolicies,
    listEntitiesForPolicy,
    listGroupPolicies,
    listGroups,
    listGroupsForUser,
    listInstanceProfiles,
    listInstanceProfilesForRole,
    listInstanceProfileTags,
    listMfaDevices,
    listMfaDeviceTags,
    listOpenIdConnectProviders,
    listOpenIdConnectProviderTags,
    listPolicies,
    listPoliciesGrantingServiceAccess,
    listPolicyTags,
    listPolicyVersions,
    listRolePolicies,
    listRoles,
    listRoleTags,
    listSamlProviders,
    listSamlProviderTags,
    listUserPolicies,
    listUsers,
    listUserTags,
    listVirtualMfaDevices,
    putGroupPolicy,
    putRolePermissionsBoundary,
    putRolePolicy,
    putUserPermissionsBoundary,
    putUserPolicy,
    removeClientIdFromOpenIdConnectProvider,
    removeRoleFromInstanceProfile,
    removeUserFromGroup,
    resyncMfaDevice,
    setDefaultPolicyVersion,
    simulateCustomPolicy,
    simulatePrincipalPolicy,
    tagInstanceProfile,
    tagMfaDevice,
    tagOpenIdConnectProvider,
    tagPolicy,
    tagRole,
    tagSamlProvider,
    tagUser,
    untagInstanceProfile,
    untagMfaDevice,
    untagOpenIdConnectProvider,
    untagPolicy,
    untagRole,
    untagSamlProvider,
    untagUser,
    updateAccessKey,
    updateAccountPasswordPolicy,
    updateAssumeRolePolicy,
    updateGroup,
    updateLoginProfile,
    updateOpenIdConnectProviderThumbprint,
    updateRole,
    updateRoleDescription,
    updateSamlProvider,
    updateUser,
  ],
  permissions,
  unserved: {
    // Encrypted assertions: nothing would decrypt them.
    CreateSAMLProvider: ["AddPrivateKey", "AssertionEncryptionMode"],
    UpdateSAMLProvider: ["AddPrivateKey", "AssertionEncryptionMode", "RemovePrivateKey"],
    SimulateCustomPolicy: ["ResourceHandlingOption"],
    SimulatePrincipalPolicy: ["ResourceHandlingOption"],
  },
  constraints,
  validationError,
  accessDenied,
  resourcePolicy: ownPasswordPolicy,
  resourceTypes: [
    accessKeyType,
    groupPolicyType,
    groupType,
    instanceProfileType,
    oidcProviderType,
    managedPolicyType,
    policyType,
    rolePolicyType,
    roleType,
    samlProviderType,
    serviceLinkedRoleType,
    userPolicyType,
    userToGroupAdditionType,
    userType,
    virtualMfaDeviceType,
  ],
  tagging,
});
