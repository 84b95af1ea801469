// Amazon SES, API version 1, with receiving; and what both versions share: jobs, links, blobs. Table of contents.

import { defineService } from "../../../service/service.ts";
import { linksDoor } from "../links.ts";
import { receiveJob } from "../receiving/receive.ts";
import { blobRows } from "../repo.ts";
import { receiptFilterType } from "../resources/receipt-filter.ts";
import { receiptRuleSetType } from "../resources/receipt-rule-set.ts";
import { receiptRuleType } from "../resources/receipt-rule.ts";
import { startVerifying, verifyDomainJob } from "../identities/domains.ts";
import { publishJob } from "../sending/publish.ts";
import { constraints } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { cloneReceiptRuleSet } from "./operations/clone-receipt-rule-set.ts";
import { createConfigurationSet } from "./operations/create-configuration-set.ts";
import { createConfigurationSetEventDestination } from "./operations/create-configuration-set-event-destination.ts";
import { createCustomVerificationEmailTemplate } from "./operations/create-custom-verification-email-template.ts";
import { createReceiptFilter } from "./operations/create-receipt-filter.ts";
import { createReceiptRule } from "./operations/create-receipt-rule.ts";
import { createReceiptRuleSet } from "./operations/create-receipt-rule-set.ts";
import { createTemplate } from "./operations/create-template.ts";
import { deleteConfigurationSet } from "./operations/delete-configuration-set.ts";
import { deleteConfigurationSetEventDestination } from "./operations/delete-configuration-set-event-destination.ts";
import { deleteCustomVerificationEmailTemplate } from "./operations/delete-custom-verification-email-template.ts";
import { deleteIdentity } from "./operations/delete-identity.ts";
import { deleteIdentityPolicy } from "./operations/delete-identity-policy.ts";
import { deleteReceiptFilter } from "./operations/delete-receipt-filter.ts";
import { deleteReceiptRule } from "./operations/delete-receipt-rule.ts";
import { deleteReceiptRuleSet } from "./operations/delete-receipt-rule-set.ts";
import { deleteTemplate } from "./operations/delete-template.ts";
import { deleteVerifiedEmailAddress } from "./operations/delete-verified-email-address.ts";
import { describeActiveReceiptRuleSet } from "./operations/describe-active-receipt-rule-set.ts";
import { describeConfigurationSet } from "./operations/describe-configuration-set.ts";
import { describeReceiptRule } from "./operations/describe-receipt-rule.ts";
import { describeReceiptRuleSet } from "./operations/describe-receipt-rule-set.ts";
import { getAccountSendingEnabled } from "./operations/get-account-sending-enabled.ts";
import { getCustomVerificationEmailTemplate } from "./operations/get-custom-verification-email-template.ts";
import { getIdentityDkimAttributes } from "./operations/get-identity-dkim-attributes.ts";
import { getIdentityMailFromDomainAttributes } from "./operations/get-identity-mail-from-domain-attributes.ts";
import { getIdentityNotificationAttributes } from "./operations/get-identity-notification-attributes.ts";
import { getIdentityPolicies } from "./operations/get-identity-policies.ts";
import { getIdentityVerificationAttributes } from "./operations/get-identity-verification-attributes.ts";
import { getSendQuota } from "./operations/get-send-quota.ts";
import { getSendStatistics } from "./operations/get-send-statistics.ts";
import { getTemplate } from "./operations/get-template.ts";
import { listConfigurationSets } from "./operations/list-configuration-sets.ts";
import { listCustomVerificationEmailTemplates } from "./operations/list-custom-verification-email-templates.ts";
import { listIdentities } from "./operations/list-identities.ts";
import { listIdentityPolicies } from "./operations/list-identity-policies.ts";
import { listReceiptFilters } from "./operations/list-receipt-filters.ts";
import { listReceiptRuleSets } from "./operations/list-receipt-rule-sets.ts";
import { listTemplates } from "./operations/list-templates.ts";
import { listVerifiedEmailAddresses } from "./operations/list-verified-email-addresses.ts";
import { putConfigurationSetDeliveryOptions } from "./operations/put-configuration-set-delivery-options.ts";
import { putIdentityPolicy } from "./operations/put-identity-policy.ts";
import { reorderReceiptRuleSet } from "./operations/reorder-receipt-rule-set.ts";
import { sendBounce } from "./operations/send-bounce.ts";
import { sendBulkTemplatedEmail } from "./operations/send-bulk-templated-email.ts";
import { sendCustomVerificationEmail } from "./operations/send-custom-verification-email.ts";
import { sendEmail } from "./operations/send-email.ts";
import { sendRawEmail } from "./operations/send-raw-email.ts";
import { sendTemplatedEmail } from "./operations/send-templated-email.ts";
import { setActiveReceiptRuleSet } from "./operations/set-active-receipt-rule-set.ts";
import { setIdentityDkimEnabled } from "./operations/set-identity-dkim-enabled.ts";
import { setIdentityFeedbackForwardingEnabled } from "./operations/set-identity-feedback-forwarding-enabled.ts";
import { setIdentityHeadersInNotificationsEnabled } from "./operations/set-identity-headers-in-notifications-enabled.ts";
import { setIdentityMailFromDomain } from "./operations/set-identity-mail-from-domain.ts";
import { setIdentityNotificationTopic } from "./operations/set-identity-notification-topic.ts";
import { setReceiptRulePosition } from "./operations/set-receipt-rule-position.ts";
import { testRenderTemplate } from "./operations/test-render-template.ts";
import { updateAccountSendingEnabled } from "./operations/update-account-sending-enabled.ts";
import { updateConfigurationSetEventDestination } from "./operations/update-configuration-set-event-destination.ts";
import { updateConfigurationSetReputationMetricsEnabled } from "./operations/update-configuration-set-reputation-metrics-enabled.ts";
import { updateConfigurationSetSendingEnabled } from "./operations/update-configuration-set-sending-enabled.ts";
import { updateCustomVerificationEmailTemplate } from "./operations/update-custom-verification-email-template.ts";
import { updateReceiptRule } from "./operations/update-receipt-rule.ts";
import { updateTemplate } from "./operations/update-template.ts";
import { verifyDomainDkim } from "./operations/verify-domain-dkim.ts";
import { verifyDomainIdentity } from "./operations/verify-domain-identity.ts";
import { verifyEmailAddress } from "./operations/verify-email-address.ts";
import { verifyEmailIdentity } from "./operations/verify-email-identity.ts";
import { permissions, resourcePolicy } from "./permissions.ts";

export const ses = defineService({
  id: "ses",
  operations: [
    cloneReceiptRuleSet,
    createConfigurationSet,
    createConfigurationSetEventDestination,
    createCustomVerificationEmailTemplate,
    createReceiptFilter,
    createReceiptRule,
    createReceiptRuleSet,
    createTemplate,
    deleteConfigurationSet,
    deleteConfigurationSetEventDestination,
    deleteCustomVerificationEmailTemplate,
    deleteIdentity,
    deleteIdentityPolicy,
    deleteReceiptFilter,
    deleteReceiptRule,
    deleteReceiptRuleSet,
    deleteTemplate,
    deleteVerifiedEmailAddress,
    describeActiveReceiptRuleSet,
    describeConfigurationSet,
    describeReceiptRule,
    describeReceiptRuleSet,
    getAccountSendingEnabled,
    getCustomVerificationEmailTemplate,
    getIdentityDkimAttributes,
    getIdentityMailFromDomainAttributes,
    getIdentityNotificationAttributes,
    getIdentityPolicies,
    getIdentityVerificationAttributes,
    getSendQuota,
    getSendStatistics,
    getTemplate,
    listConfigurationSets,
    listCustomVerificationEmailTemplates,
    listIdentities,
    listIdentityPolicies,
    listReceiptFilters,
    listReceiptRuleSets,
    listTemplates,
    listVerifiedEmailAddresses,
    putConfigurationSetDeliveryOptions,
    putIdentityPolicy,
    reorderReceiptRuleSet,
    sendBounce,
    sendBulkTemplatedEmail,
    sendCustomVerificationEmail,
    sendEmail,
    sendRawEmail,
    sendTemplatedEmail,
    setActiveReceiptRuleSet,
    setIdentityDkimEnabled,
    setIdentityFeedbackForwardingEnabled,
    setIdentityHeadersInNotificationsEnabled,
    setIdentityMailFromDomain,
    setIdentityNotificationTopic,
    setReceiptRulePosition,
    testRenderTemplate,
    updateAccountSendingEnabled,
    updateConfigurationSetEventDestination,
    updateConfigurationSetReputationMetricsEnabled,
    updateConfigurationSetSendingEnabled,
    updateCustomVerificationEmailTemplate,
    updateReceiptRule,
    updateTemplate,
    verifyDomainDkim,
    verifyDomainIdentity,
    verifyEmailAddress,
    verifyEmailIdentity,
  ],
  permissions,
  constraints,
  // The ARN of a ReturnPath's identity in another account; AWS's WorkMail and Connect are refused by value (shapes.ts).
  unserved: {
    SendBounce: ["BounceSenderArn", "MessageDsn"],
    SendBulkTemplatedEmail: ["ReturnPathArn"],
    SendEmail: ["ReturnPathArn"],
    SendRawEmail: ["ReturnPathArn"],
    SendTemplatedEmail: ["ReturnPathArn"],
  },
  validationError,
  resourcePolicy,
  blobRows,
  jobs: [publishJob, receiveJob, verifyDomainJob],
  start: startVerifying,
  doors: [linksDoor],
  resourceTypes: [receiptFilterType, receiptRuleSetType, receiptRuleType],
});
