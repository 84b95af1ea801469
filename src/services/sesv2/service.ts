// Amazon SES, API version 2: identities, and mails that are kept instead of sent. Table of contents.

import { defineService } from "../../service/service.ts";
import { createEmailIdentity } from "./operations/create-email-identity.ts";
import { deleteEmailIdentity } from "./operations/delete-email-identity.ts";
import { getEmailIdentity } from "./operations/get-email-identity.ts";
import { listEmailIdentities } from "./operations/list-email-identities.ts";
import { sendEmail } from "./operations/send-email.ts";
import { permissions } from "./permissions.ts";
import { emailIdentityType } from "./resources/email-identity.ts";
import { tagging } from "./resource-tagging.ts";

export const sesV2 = defineService({
  id: "sesv2",
  operations: [createEmailIdentity, deleteEmailIdentity, getEmailIdentity, listEmailIdentities, sendEmail],
  permissions,
  unserved: {
    ListEmailIdentities: ["Filter"],
    SendEmail: [
      "ConfigurationOverrides",
      "EndpointId",
      "FeedbackForwardingEmailAddress",
      "FeedbackForwardingEmailAddressIdentityArn",
      "FromEmailAddressIdentityArn",
      "TenantName",
    ],
  },
  resourceTypes: [emailIdentityType],
  tagging,
});
