// ResendValidationEmail: the mail for a name once more.

import type { ResendValidationEmailCommandInput, ResendValidationEmailCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireCertificate } from "../certificates.ts";
import { invalidState, invalidValidationOptions } from "../errors.ts";
import { sendApprovalMail } from "../mails.ts";

export const resendValidationEmail = defineOperation<
  Input<ResendValidationEmailCommandInput>,
  ResendValidationEmailCommandOutput
>("ResendValidationEmail", ({ CertificateArn: arn, Domain: name, ValidationDomain: validationDomain }, context) => {
  context.store.write((tx) => {
    const certificate = requireCertificate(tx, context, arn);
    if (certificate.status !== "PENDING_VALIDATION" || certificate.method !== "EMAIL")
      throw invalidState(`The certificate ${arn} does not wait for a validation by mail.`);
    const domain = certificate.domains.find((each) => each.name === name.toLowerCase());
    if (domain === undefined || domain.validationDomain !== validationDomain.toLowerCase())
      throw invalidValidationOptions(`The domain ${name} is not validated by ${validationDomain}.`);
    sendApprovalMail(tx, context, domain);
  });
  return {};
});
