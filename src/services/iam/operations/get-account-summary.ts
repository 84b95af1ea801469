// GetAccountSummary: how much of what the account has, and how much it may have.

import type { GetAccountSummaryCommandOutput } from "@aws-sdk/client-iam";
import { listNamed } from "../../../iam/directory/repo.ts";
import { defineOperation } from "../../../service/service.ts";

/** AWS: "IAM and AWS STS quotas": those that hold here. */
const QUOTAS = {
  AccessKeysPerUserQuota: 2,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  AssumeRolePolicySizeQuota: 2_048,
  GroupPolicySizeQuota: 5_120,
  GroupsPerUserQuota: 10,
  PolicySizeQuota: 6_144,
  RolePolicySizeQuota: 10_240,
  UserPolicySizeQuota: 2_048,
  VersionsPerPolicyQuota: 5,
} as const;

export const getAccountSummary = defineOperation<object, GetAccountSummaryCommandOutput>(
  "GetAccountSummary",
  (_input, context) =>
    context.store.read((tx) => {
      const count = (kind: Parameters<typeof listNamed>[2]): number => [...listNamed(tx, context.account, kind)].length;
      const policies = [...listNamed(tx, context.account, "policy")];
      const devices = [...listNamed(tx, context.account, "mfa")];
      return {
        SummaryMap: {
          Users: count("user"),
          Groups: count("group"),
          Roles: count("role"),
          InstanceProfiles: count("instance-profile"),
          Policies: policies.length,
          PolicyVersionsInUse: policies.reduce((sum, policy) => sum + policy.versions.length, 0),
          // There are no MFA devices and keys of the root user here.
          AccountAccessKeysPresent: 0,
          AccountMFAEnabled: 0,
          AccountPasswordPresent: 0,
          AccountSigningCertificatesPresent: 0,
          MFADevices: devices.length,
          MFADevicesInUse: devices.filter(({ userName }) => userName !== undefined).length,
          Providers: count("oidc-provider") + count("saml-provider"),
          ServerCertificates: 0,
          ...QUOTAS,
        },
      };
    }),
);
