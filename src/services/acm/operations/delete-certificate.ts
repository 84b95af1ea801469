// DeleteCertificate: a certificate that nothing uses.

import type { DeleteCertificateCommandInput, DeleteCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireCertificate } from "../certificates.ts";
import { inUse } from "../errors.ts";
import { forgetCertificate } from "../repo.ts";

export const deleteCertificate = defineOperation<Input<DeleteCertificateCommandInput>, DeleteCertificateCommandOutput>(
  "DeleteCertificate",
  ({ CertificateArn: arn }, context) => {
    context.store.write((tx) => {
      const { id } = requireCertificate(tx, context, arn);
      if (context.certificateUsers(arn).length > 0) throw inUse(arn);
      forgetCertificate(tx, context, id);
    });
    return {};
  },
);
