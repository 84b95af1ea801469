// AWS Organizations: accounts in a tree, and the policies above them. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { createAccountHandler } from "./creation.ts";
import { validationError } from "./errors.ts";
import { acceptHandshake } from "./operations/accept-handshake.ts";
import { attachPolicy } from "./operations/attach-policy.ts";
import { cancelHandshake } from "./operations/cancel-handshake.ts";
import { closeAccount } from "./operations/close-account.ts";
import { createAccount } from "./operations/create-account.ts";
import { createOrganization } from "./operations/create-organization.ts";
import { createOrganizationalUnit } from "./operations/create-organizational-unit.ts";
import { createPolicy } from "./operations/create-policy.ts";
import { declineHandshake } from "./operations/decline-handshake.ts";
import { deleteOrganization } from "./operations/delete-organization.ts";
import { deleteOrganizationalUnit } from "./operations/delete-organizational-unit.ts";
import { deletePolicy } from "./operations/delete-policy.ts";
import { deregisterDelegatedAdministrator } from "./operations/deregister-delegated-administrator.ts";
import { describeAccount } from "./operations/describe-account.ts";
import { describeCreateAccountStatus } from "./operations/describe-create-account-status.ts";
import { describeHandshake } from "./operations/describe-handshake.ts";
import { describeOrganization } from "./operations/describe-organization.ts";
import { describeOrganizationalUnit } from "./operations/describe-organizational-unit.ts";
import { describePolicy } from "./operations/describe-policy.ts";
import { detachPolicy } from "./operations/detach-policy.ts";
import { disableAWSServiceAccess } from "./operations/disable-aws-service-access.ts";
import { disablePolicyType } from "./operations/disable-policy-type.ts";
import { enableAWSServiceAccess } from "./operations/enable-aws-service-access.ts";
import { enablePolicyType } from "./operations/enable-policy-type.ts";
import { inviteAccountToOrganization } from "./operations/invite-account-to-organization.ts";
import { leaveOrganization } from "./operations/leave-organization.ts";
import { listAWSServiceAccessForOrganization } from "./operations/list-aws-service-access-for-organization.ts";
import { listAccounts } from "./operations/list-accounts.ts";
import { listAccountsForParent } from "./operations/list-accounts-for-parent.ts";
import { listChildren } from "./operations/list-children.ts";
import { listCreateAccountStatus } from "./operations/list-create-account-status.ts";
import { listDelegatedAdministrators } from "./operations/list-delegated-administrators.ts";
import { listDelegatedServicesForAccount } from "./operations/list-delegated-services-for-account.ts";
import { listHandshakesForAccount } from "./operations/list-handshakes-for-account.ts";
import { listHandshakesForOrganization } from "./operations/list-handshakes-for-organization.ts";
import { listOrganizationalUnitsForParent } from "./operations/list-organizational-units-for-parent.ts";
import { listParents } from "./operations/list-parents.ts";
import { listPolicies } from "./operations/list-policies.ts";
import { listPoliciesForTarget } from "./operations/list-policies-for-target.ts";
import { listRoots } from "./operations/list-roots.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTargetsForPolicy } from "./operations/list-targets-for-policy.ts";
import { moveAccount } from "./operations/move-account.ts";
import { registerDelegatedAdministrator } from "./operations/register-delegated-administrator.ts";
import { removeAccountFromOrganization } from "./operations/remove-account-from-organization.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateOrganizationalUnit } from "./operations/update-organizational-unit.ts";
import { updatePolicy } from "./operations/update-policy.ts";
import { permissions } from "./permissions.ts";
import { accountType } from "./resources/account.ts";
import { organizationType } from "./resources/organization.ts";
import { organizationalUnitType } from "./resources/organizational-unit.ts";
import { policyType } from "./resources/policy.ts";

export const organizations = defineService({
  id: "organizations",
  operations: [
    acceptHandshake,
    attachPolicy,
    cancelHandshake,
    closeAccount,
    createAccount,
    createOrganization,
    createOrganizationalUnit,
    createPolicy,
    declineHandshake,
    deleteOrganization,
    deleteOrganizationalUnit,
    deletePolicy,
    deregisterDelegatedAdministrator,
    describeAccount,
    describeCreateAccountStatus,
    describeHandshake,
    describeOrganization,
    describeOrganizationalUnit,
    describePolicy,
    detachPolicy,
    disableAWSServiceAccess,
    disablePolicyType,
    enableAWSServiceAccess,
    enablePolicyType,
    inviteAccountToOrganization,
    leaveOrganization,
    listAWSServiceAccessForOrganization,
    listAccounts,
    listAccountsForParent,
    listChildren,
    listCreateAccountStatus,
    listDelegatedAdministrators,
    listDelegatedServicesForAccount,
    listHandshakesForAccount,
    listHandshakesForOrganization,
    listOrganizationalUnitsForParent,
    listParents,
    listPolicies,
    listPoliciesForTarget,
    listRoots,
    listTagsForResource,
    listTargetsForPolicy,
    moveAccount,
    registerDelegatedAdministrator,
    removeAccountFromOrganization,
    tagResource,
    untagResource,
    updateOrganizationalUnit,
    updatePolicy,
  ],
  permissions,
  constraints,
  validationError,
  // AWS: the ARNs have the management account's id, and the caller's own policies decide: nobody shares an organization's things.
  resourceAccount: (_request, { account }) => account,
  unserved: { CreateAccount: ["IamUserAccessToBilling"] },
  jobs: [createAccountHandler],
  resourceTypes: [accountType, organizationType, organizationalUnitType, policyType],
});
