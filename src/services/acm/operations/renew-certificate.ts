// RenewCertificate: a certificate that was exported, issued anew.

import type { RenewCertificateCommandInput, RenewCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireCertificate } from "../certificates.ts";
import { inProgress, invalid } from "../errors.ts";
import { renew } from "../validation.ts";

export const renewCertificate = defineOperation<Input<RenewCertificateCommandInput>, RenewCertificateCommandOutput>(
  "RenewCertificate",
  async ({ CertificateArn: arn }, context) => {
    const { id, issued, isExported } = context.store.read((tx) => requireCertificate(tx, context, arn));
    if (issued === undefined) throw inProgress("Certificate request in progress. Please try again later.");
    // AWS: RenewCertificate: exported certificates only; the others renew by themselves.
    if (isExported !== true) throw invalid("The certificate is not eligible for renewal: it was not exported.");
    await renew(context, context, id);
    return {};
  },
);
