// AWS Certificate Manager: certificates that the machine's own authority issues, and those that customers import. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { accessDenied } from "./errors.ts";
import { approvalDoor } from "./mails.ts";
import { addTagsToCertificate } from "./operations/add-tags-to-certificate.ts";
import { deleteCertificate } from "./operations/delete-certificate.ts";
import { describeCertificate } from "./operations/describe-certificate.ts";
import { exportCertificate } from "./operations/export-certificate.ts";
import { getCertificate } from "./operations/get-certificate.ts";
import { importCertificate } from "./operations/import-certificate.ts";
import { listCertificates } from "./operations/list-certificates.ts";
import { listTagsForCertificate } from "./operations/list-tags-for-certificate.ts";
import { removeTagsFromCertificate } from "./operations/remove-tags-from-certificate.ts";
import { renewCertificate } from "./operations/renew-certificate.ts";
import { requestCertificate } from "./operations/request-certificate.ts";
import { resendValidationEmail } from "./operations/resend-validation-email.ts";
import { updateCertificateOptions } from "./operations/update-certificate-options.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { certificateFor, findCertificate } from "./serving.ts";
import { renewJob, startValidating, validateJob } from "./validation.ts";
import { certificateType } from "./resources/certificate.ts";

export const acm = defineService({
  id: "acm",
  operations: [
    addTagsToCertificate,
    deleteCertificate,
    describeCertificate,
    exportCertificate,
    getCertificate,
    importCertificate,
    listCertificates,
    listTagsForCertificate,
    removeTagsFromCertificate,
    renewCertificate,
    requestCertificate,
    resendValidationEmail,
    updateCertificateOptions,
  ],
  permissions,
  constraints,
  accessDenied,
  jobs: [renewJob, validateJob],
  doors: [approvalDoor],
  certificateFor,
  findCertificate,
  start: startValidating,
  resourceTypes: [certificateType],
  tagging,
});
