// Amazon SES, API version 2. Table of contents. What both versions share (jobs, links, what is kept) stands in version 1's.

import { defineService } from "../../../service/service.ts";
import { configurationSetType } from "../resources/configuration-set.ts";
import { contactListType } from "../resources/contact-list.ts";
import { emailIdentityType } from "../resources/email-identity.ts";
import { eventDestinationType } from "../resources/event-destination.ts";
import { templateType } from "../resources/template.ts";
import { tagging } from "../resource-tagging.ts";
import { constraints } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { createConfigurationSet } from "./operations/create-configuration-set.ts";
import { createConfigurationSetEventDestination } from "./operations/create-configuration-set-event-destination.ts";
import { createContact } from "./operations/create-contact.ts";
import { createContactList } from "./operations/create-contact-list.ts";
import { createCustomVerificationEmailTemplate } from "./operations/create-custom-verification-email-template.ts";
import { createEmailIdentity } from "./operations/create-email-identity.ts";
import { createEmailIdentityPolicy } from "./operations/create-email-identity-policy.ts";
import { createEmailTemplate } from "./operations/create-email-template.ts";
import { deleteConfigurationSet } from "./operations/delete-configuration-set.ts";
import { deleteConfigurationSetEventDestination } from "./operations/delete-configuration-set-event-destination.ts";
import { deleteContact } from "./operations/delete-contact.ts";
import { deleteContactList } from "./operations/delete-contact-list.ts";
import { deleteCustomVerificationEmailTemplate } from "./operations/delete-custom-verification-email-template.ts";
import { deleteEmailIdentity } from "./operations/delete-email-identity.ts";
import { deleteEmailIdentityPolicy } from "./operations/delete-email-identity-policy.ts";
import { deleteEmailTemplate } from "./operations/delete-email-template.ts";
import { deleteSuppressedDestination } from "./operations/delete-suppressed-destination.ts";
import { getAccount } from "./operations/get-account.ts";
import { getConfigurationSet } from "./operations/get-configuration-set.ts";
import { getConfigurationSetEventDestinations } from "./operations/get-configuration-set-event-destinations.ts";
import { getContact } from "./operations/get-contact.ts";
import { getContactList } from "./operations/get-contact-list.ts";
import { getCustomVerificationEmailTemplate } from "./operations/get-custom-verification-email-template.ts";
import { getEmailIdentity } from "./operations/get-email-identity.ts";
import { getEmailIdentityPolicies } from "./operations/get-email-identity-policies.ts";
import { getEmailTemplate } from "./operations/get-email-template.ts";
import { getSuppressedDestination } from "./operations/get-suppressed-destination.ts";
import { listConfigurationSets } from "./operations/list-configuration-sets.ts";
import { listContactLists } from "./operations/list-contact-lists.ts";
import { listContacts } from "./operations/list-contacts.ts";
import { listCustomVerificationEmailTemplates } from "./operations/list-custom-verification-email-templates.ts";
import { listEmailIdentities } from "./operations/list-email-identities.ts";
import { listEmailTemplates } from "./operations/list-email-templates.ts";
import { listSuppressedDestinations } from "./operations/list-suppressed-destinations.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putAccountDetails } from "./operations/put-account-details.ts";
import { putAccountSendingAttributes } from "./operations/put-account-sending-attributes.ts";
import { putAccountSuppressionAttributes } from "./operations/put-account-suppression-attributes.ts";
import { putConfigurationSetDeliveryOptions } from "./operations/put-configuration-set-delivery-options.ts";
import { putConfigurationSetReputationOptions } from "./operations/put-configuration-set-reputation-options.ts";
import { putConfigurationSetSendingOptions } from "./operations/put-configuration-set-sending-options.ts";
import { putConfigurationSetSuppressionOptions } from "./operations/put-configuration-set-suppression-options.ts";
import { putEmailIdentityConfigurationSetAttributes } from "./operations/put-email-identity-configuration-set-attributes.ts";
import { putEmailIdentityDkimAttributes } from "./operations/put-email-identity-dkim-attributes.ts";
import { putEmailIdentityDkimSigningAttributes } from "./operations/put-email-identity-dkim-signing-attributes.ts";
import { putEmailIdentityFeedbackAttributes } from "./operations/put-email-identity-feedback-attributes.ts";
import { putEmailIdentityMailFromAttributes } from "./operations/put-email-identity-mail-from-attributes.ts";
import { putSuppressedDestination } from "./operations/put-suppressed-destination.ts";
import { sendBulkEmail } from "./operations/send-bulk-email.ts";
import { sendCustomVerificationEmail } from "./operations/send-custom-verification-email.ts";
import { sendEmail } from "./operations/send-email.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testRenderEmailTemplate } from "./operations/test-render-email-template.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateConfigurationSetEventDestination } from "./operations/update-configuration-set-event-destination.ts";
import { updateContact } from "./operations/update-contact.ts";
import { updateContactList } from "./operations/update-contact-list.ts";
import { updateCustomVerificationEmailTemplate } from "./operations/update-custom-verification-email-template.ts";
import { updateEmailIdentityPolicy } from "./operations/update-email-identity-policy.ts";
import { updateEmailTemplate } from "./operations/update-email-template.ts";
import { permissions, resourcePolicy } from "./permissions.ts";
import { unserved } from "./unserved.ts";

export const sesV2 = defineService({
  id: "sesv2",
  operations: [
    createConfigurationSet,
    createConfigurationSetEventDestination,
    createContact,
    createContactList,
    createCustomVerificationEmailTemplate,
    createEmailIdentity,
    createEmailIdentityPolicy,
    createEmailTemplate,
    deleteConfigurationSet,
    deleteConfigurationSetEventDestination,
    deleteContact,
    deleteContactList,
    deleteCustomVerificationEmailTemplate,
    deleteEmailIdentity,
    deleteEmailIdentityPolicy,
    deleteEmailTemplate,
    deleteSuppressedDestination,
    getAccount,
    getConfigurationSet,
    getConfigurationSetEventDestinations,
    getContact,
    getContactList,
    getCustomVerificationEmailTemplate,
    getEmailIdentity,
    getEmailIdentityPolicies,
    getEmailTemplate,
    getSuppressedDestination,
    listConfigurationSets,
    listContactLists,
    listContacts,
    listCustomVerificationEmailTemplates,
    listEmailIdentities,
    listEmailTemplates,
    listSuppressedDestinations,
    listTagsForResource,
    putAccountDetails,
    putAccountSendingAttributes,
    putAccountSuppressionAttributes,
    putConfigurationSetDeliveryOptions,
    putConfigurationSetReputationOptions,
    putConfigurationSetSendingOptions,
    putConfigurationSetSuppressionOptions,
    putEmailIdentityConfigurationSetAttributes,
    putEmailIdentityDkimAttributes,
    putEmailIdentityDkimSigningAttributes,
    putEmailIdentityFeedbackAttributes,
    putEmailIdentityMailFromAttributes,
    putSuppressedDestination,
    sendBulkEmail,
    sendCustomVerificationEmail,
    sendEmail,
    tagResource,
    testRenderEmailTemplate,
    untagResource,
    updateConfigurationSetEventDestination,
    updateContact,
    updateContactList,
    updateCustomVerificationEmailTemplate,
    updateEmailIdentityPolicy,
    updateEmailTemplate,
  ],
  permissions,
  constraints,
  unserved,
  validationError,
  resourcePolicy,
  resourceTypes: [configurationSetType, contactListType, emailIdentityType, eventDestinationType, templateType],
  tagging,
});
