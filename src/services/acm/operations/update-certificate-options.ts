// UpdateCertificateOptions: whether a certificate is logged where the public sees it. Nothing here is public.

import type { UpdateCertificateOptionsCommandInput, UpdateCertificateOptionsCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireCertificate } from "../certificates.ts";
import { invalidState } from "../errors.ts";
import { saveCertificate } from "../repo.ts";

export const updateCertificateOptions = defineOperation<
  Input<UpdateCertificateOptionsCommandInput>,
  UpdateCertificateOptionsCommandOutput
>("UpdateCertificateOptions", ({ CertificateArn: arn, Options: options }, context) => {
  context.store.write((tx) => {
    const certificate = requireCertificate(tx, context, arn);
    if (certificate.isImported) throw invalidState("The options of an imported certificate cannot be updated.");
    // AWS: CertificateOptions, Export: is said when the certificate is requested.
    const isExportable = options.Export === undefined ? certificate.isExportable : options.Export === "ENABLED";
    if (isExportable !== certificate.isExportable)
      throw invalidState("Whether a certificate can be exported cannot be changed.");
    const preference = options.CertificateTransparencyLoggingPreference;
    const isTransparent = preference === undefined ? certificate.isTransparent : preference === "ENABLED";
    saveCertificate(tx, context, { ...certificate, isTransparent });
  });
  return {};
});
